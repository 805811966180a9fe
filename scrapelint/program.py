"""The command line as a program, which has its process for itself."""

import gc
from contextlib import suppress

_SELDOM = 100_000
"""Objects after which garbage is looked for; hardly any of ours is in circles, and most stay."""


def run() -> None:
    """Run the command line, and end the process with its exit status."""
    gc.set_threshold(_SELDOM)
    with suppress(ImportError):  # not on every machine
        from scrapelint._core import keep_little  # noqa: PLC0415

        keep_little()
    from scrapelint.cli import main  # noqa: PLC0415 - what it loads makes thousands of objects

    try:
        main(prog_name="scrapelint")
    finally:
        gc.freeze()  # all there is goes with the process: nobody need look for garbage in it
