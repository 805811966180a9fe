"""What became of one file, as every report takes it."""

from collections import Counter
from dataclasses import dataclass, field

from scrapelint.finding import Finding
from scrapelint.origin import Origin


@dataclass(frozen=True)
class Outcome:
    """The findings left in a text, the text as they refer to it, and what was repaired.

    `name` is that of the file; `origin` tells which of its records the text is, if it holds many.
    """

    name: str
    text: str
    findings: list[Finding]
    fixed: Counter[str] = field(default_factory=Counter)
    origin: Origin | None = None
