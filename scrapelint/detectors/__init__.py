"""The closed list of ways to look at a document.

A detector is a small frozen dataclass. Its fields are what a rule file may set under
`[detect]`; its name in the file is the key below.
"""

from typing import Any

from scrapelint.detectors.base import Detector, Expression, Match
from scrapelint.detectors.entities import Entities
from scrapelint.detectors.gap import Gap
from scrapelint.detectors.lines import Lines
from scrapelint.detectors.mixture import Mixture
from scrapelint.detectors.mojibake import Mojibake
from scrapelint.detectors.pattern import Pattern
from scrapelint.detectors.quotes import Quotes
from scrapelint.detectors.region import Region
from scrapelint.detectors.repetition import Repetition
from scrapelint.detectors.runs import Runs
from scrapelint.detectors.size import Size
from scrapelint.detectors.tally import Tally

DETECTORS: dict[str, type[Any]] = {
    "entities": Entities,
    "gap": Gap,
    "lines": Lines,
    "mixture": Mixture,
    "mojibake": Mojibake,
    "pattern": Pattern,
    "quotes": Quotes,
    "region": Region,
    "repetition": Repetition,
    "runs": Runs,
    "size": Size,
    "tally": Tally,
}

__all__ = ["DETECTORS", "Detector", "Expression", "Gap", "Match", "Tally"]
