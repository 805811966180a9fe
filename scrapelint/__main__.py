"""Run the command line with `python -m scrapelint`."""

from scrapelint.cli import main

main(prog_name="scrapelint")
