"""What became of one file, as every report takes it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scrapelint.document import Position
from scrapelint.finding import Finding
from scrapelint.origin import Origin

_TOP = Position(1, 1)


@dataclass(frozen=True)
class Outcome:
    """The findings left in a text, the text as they refer to it, and what was repaired.

    `name` is that of the file; `origin` tells which of its records the text is, if it holds many.
    One that comes `late` was there before: these findings could only be told once all texts were
    seen, the text is no longer at hand, and nothing had been found in it if it was `sound`.
    """

    name: str
    text: str
    findings: list[Finding]
    fixed: Counter[str] = field(default_factory=Counter)
    origin: Origin | None = None
    begins: Position = _TOP
    """Where in the file the record begins."""
    late: bool = False
    sound: bool = False


Watched = Callable[[Iterable[Outcome]], Iterable[Outcome]]
"""Takes outcomes in their order, and adds what is found when they are laid side by side."""
