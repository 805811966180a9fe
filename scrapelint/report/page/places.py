"""Where in a finding's text the lost name would stand."""

import re

from scrapelint.document import Span

_SHAPES = tuple(
    map(
        re.compile,
        (
            r'[(\[«“"](?P<here>\s*)[)\]»”"]',  # ( ) and « »
            r"(?<=[,:;(])(?P<here>\s*)[,.;:!?)]",  # , , and (,
            r"(?:^|(?<=\s))(?P<here>)[-’'](?=\w)",  # the -based, 's
            r"(?<=\w[’'])(?P<here>)\w",  # d'se
            r"(?<!\s)(?P<here>\s*)[,.;:!?)»”|]\s*$",  # du, and of .
            r"(?P<here>\s{2,})",
            r"(?<=\S)(?P<here>\s)(?=\S)",  # de a
        ),
    )
)
"""What findings of lost names look like, the plainest first; the group is the place."""
_BEFORE = frozenset({"sentence-without-subject", "sentence-starts-with-comma"})
_AFTER = frozenset({"speech-without-speaker"})
_LAST = frozenset({"date-without-month"})


def place(rule: str, finding: str) -> Span:
    """Return where in the text of a rule's finding, some words, a name was lost.

    The span holds the white space that stands there, which the name and its own would replace.
    """
    if rule in _BEFORE or rule in _AFTER:
        at = len(finding) if rule in _AFTER else _first_letter(finding)
        return Span(at, at)
    if rule in _LAST and (spaces := [*re.finditer(r"\s+", finding)]):
        return Span(*spaces[-1].span())
    for shape in _SHAPES:
        if found := shape.search(finding):
            return Span(*found.span("here"))
    return Span(len(finding), len(finding))


def _first_letter(finding: str) -> int:
    """Return where the first word starts, or where a text without any does."""
    found = re.search(r"\w|,", finding)
    return found.start() if found else 0
