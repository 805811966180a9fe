"""What became of one file, as every report takes it."""

from collections import Counter
from dataclasses import dataclass, field

from scrapelint.finding import Finding


@dataclass(frozen=True)
class Outcome:
    """The findings left in a file, its text as they refer to it, and what was repaired."""

    name: str
    text: str
    findings: list[Finding]
    fixed: Counter[str] = field(default_factory=Counter)
