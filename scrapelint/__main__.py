"""Run the command line with `python -m scrapelint`."""

from scrapelint.program import run

run()
