"""The closed list of ways to look at a corpus: types that rules of the family `corpus` may name."""

from typing import Any

from scrapelint.corpus.copies import Copies
from scrapelint.corpus.jumps import Jumps
from scrapelint.corpus.sitelines import SiteLines

CORPUS_DETECTORS: dict[str, type[Any]] = {
    "copies": Copies,
    "jumps": Jumps,
    "site-lines": SiteLines,
}
