"""The closed list of ways to look at a document.

A detector is a small frozen dataclass. Its fields are what a rule file may set under
`[detect]`; its name in the file is the key below.
"""

from typing import Any

from scrapelint.detectors.absence import Absence
from scrapelint.detectors.base import Detector, Expression, Match
from scrapelint.detectors.breaks import Breaks
from scrapelint.detectors.camel import Camel
from scrapelint.detectors.controls import Controls
from scrapelint.detectors.doubles import Doubles
from scrapelint.detectors.entities import Entities
from scrapelint.detectors.escapes import Escapes
from scrapelint.detectors.gap import Gap
from scrapelint.detectors.hyphens import Hyphens
from scrapelint.detectors.lines import Lines
from scrapelint.detectors.mixture import Mixture
from scrapelint.detectors.mojibake import Mojibake
from scrapelint.detectors.pattern import Pattern
from scrapelint.detectors.quotes import Quotes
from scrapelint.detectors.region import Region
from scrapelint.detectors.repetition import Repetition
from scrapelint.detectors.runs import Runs
from scrapelint.detectors.signs import Signs
from scrapelint.detectors.size import Size
from scrapelint.detectors.surroundings import Surroundings
from scrapelint.detectors.tally import Tally
from scrapelint.detectors.titles import Titles
from scrapelint.detectors.wraps import Wraps

DETECTORS: dict[str, type[Any]] = {
    "absence": Absence,
    "breaks": Breaks,
    "camel": Camel,
    "controls": Controls,
    "doubles": Doubles,
    "entities": Entities,
    "escapes": Escapes,
    "gap": Gap,
    "hyphens": Hyphens,
    "lines": Lines,
    "mixture": Mixture,
    "mojibake": Mojibake,
    "pattern": Pattern,
    "quotes": Quotes,
    "region": Region,
    "repetition": Repetition,
    "runs": Runs,
    "signs": Signs,
    "size": Size,
    "surroundings": Surroundings,
    "tally": Tally,
    "titles": Titles,
    "wraps": Wraps,
}

__all__ = ["DETECTORS", "Detector", "Expression", "Gap", "Match", "Tally"]
