"""What a rule file tells people: why something is wrong, and the cases that prove the rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A document of a case that needs several; `times` over where one stands for many."""

    text: str
    url: str | None = None
    date: str | None = None
    times: int = 1


@dataclass(frozen=True)
class Case:
    """An example: damaged text with what is found in it and what it becomes, or sound text.

    One of the family `corpus` has documents in place of a text; what is found is the number of a
    document, from 1, and after a colon the place in it if that is not all of it.
    """

    text: str
    language: str
    found: tuple[str, ...] = ()
    fixed: str | None = None
    note: str = ""
    documents: tuple[Sheet, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return its text, or those of its documents."""
        return tuple(sheet.text for sheet in self.documents) or (self.text,)


@dataclass(frozen=True)
class Page:
    """What a rule file says to people, and the cases that prove it: no run over texts needs it."""

    why: str
    invalid: tuple[Case, ...]
    valid: tuple[Case, ...]
