"""The only code that writes: a file is replaced whole or left as it was.

The new bytes go to a file of their own in the same folder, onto the disk, and then take the
name of the old file in one step, so that at every moment, through a kill, a full disk or a loss
of power, the name leads to all of the old bytes or all of the new ones.
"""

from scrapelint.writer.draft import Draft, create
from scrapelint.writer.folder import make_folder, sweep
from scrapelint.writer.growing import Growing, Upload
from scrapelint.writer.lines import append, begin
from scrapelint.writer.whole import replace

__all__ = [
    "Draft",
    "Growing",
    "Upload",
    "append",
    "begin",
    "create",
    "make_folder",
    "replace",
    "sweep",
]
