"""Lines that stand in many documents of one site: what its pages say around the articles."""

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from scrapelint.corpus.detectors import SiteLines
from scrapelint.corpus.reading import Place, Reading, Told, digest
from scrapelint.corpus.table import Table
from scrapelint.detectors.shape import plain
from scrapelint.document import Document
from scrapelint.lineends import LineEnds

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 80
"""Characters of a line that a message shows."""
_LONGEST = 1000
"""Characters of a line that may be a page's; what is longer is an article's paragraph."""
_SHORT = 200
"""Characters of a line up to which case and the marks at its ends do not matter."""
_AT_ENDS = 32
"""Lines at either end of a document that are looked at: more of a list would fill the memory."""
_NEW = 0.5
"""Share of a document's characters that were not on the site before, from which it is new."""
_OFTEN, _WIDELY = 10, 4
"""How many times as many documents, and as large a share, there must be if they need not be new."""


@dataclass
class Line:
    """A line that came again on a site, and in how many documents it was."""

    site: str
    place: Place
    """Where it came the third time; its text is the line's."""
    plain: str
    new: int = 0
    """New documents it stands in."""
    every: int = 0
    """Documents it stands in, new as a whole or in parts."""
    varies: bool = False
    """The numbers in it are not the same everywhere."""


class _State(IntEnum):
    """How much of a document was not on its site before."""

    COPY = 0
    PARTLY = 1
    NEW = 2


@dataclass
class Lines:
    """The lines of a corpus, each site's by themselves."""

    how: SiteLines
    sites: defaultdict[str, Counter[_State]] = field(default_factory=lambda: defaultdict(Counter))
    """How many documents of each kind a site has."""
    _again: dict[int, Line] = field(default_factory=dict)
    _once: Table = field(default_factory=Table)
    """For each line, the number of the document it first came in."""
    _twice: Table = field(default_factory=Table)
    """And of the second one."""
    _states: bytearray = field(default_factory=bytearray)
    """What each document is."""

    def add(self, reading: Reading) -> None:
        """Take in a document."""
        normal, _ = LineEnds.of(reading.text)
        lines = {_key(reading.site, line): line for line in reversed(_ends(normal))}
        first = {key: self._once.first(key, reading.number) for key in lines}
        state = _state(lines, first)
        self._states.append(state)
        self.sites[reading.site][state] += 1
        if state is _State.COPY:
            return
        for key, before in first.items():
            if before is not None and self._may_be_a_pages(lines[key]):
                self._count(key, before, reading, lines[key])

    def end(self) -> Iterator[Told]:
        """Yield each line of a site's pages once, where it came the third time."""
        for line in self.found():
            shown = textwrap.shorten(line.place.text, _SHOWN, placeholder="…")
            of = f"{line.every:,} of {self.documents(line.site):,} documents"
            yield Told(line.place, f"“{shown}” in {of}")

    def found(self) -> list[Line]:
        """Return the lines of the sites' pages, of each site the most frequent first."""
        found = filter(self._is_a_pages, self._again.values())
        return sorted(found, key=lambda line: (line.site, -line.every, line.plain))

    def documents(self, site: str) -> int:
        """Return how many documents of a site are no copies."""
        return self.sites[site][_State.NEW] + self.sites[site][_State.PARTLY]

    def _may_be_a_pages(self, line: str) -> bool:
        return len(line) <= _LONGEST and len(_WORD.findall(line)) >= self.how.words

    def _count(self, key: int, first: int, reading: Reading, text: str) -> None:
        line = self._again.get(key)
        if line is None:
            second = self._twice.first(key, reading.number)
            if second is None:
                return
            line = self._again[key] = Line(reading.site, _place(reading, text), _alike(text))
            for number in (first, second):
                line.every += 1
                line.new += self._states[number] == _State.NEW
        line.every += 1
        line.new += self._states[reading.number] == _State.NEW
        line.varies = line.varies or line.plain != _alike(text)

    def _is_a_pages(self, line: Line) -> bool:
        least, share = self.how.at_least, self.how.share / 100
        if line.new >= max(least, share * self.sites[line.site][_State.NEW]):
            return True
        every = self.documents(line.site)
        return line.every >= max(_OFTEN * least, _WIDELY * share * every)


def _ends(text: str) -> list[str]:
    """Return the first and the last lines of a text, without the white space around them."""
    lines = list(filter(None, map(str.strip, text.split("\n"))))
    return lines if len(lines) <= 2 * _AT_ENDS else [*lines[:_AT_ENDS], *lines[-_AT_ENDS:]]


def _key(site: str, line: str) -> int:
    """Return what stands for a line on a site."""
    return digest(f"{site}\n{_DIGITS.sub('0', _alike(line))}")


def _alike(line: str) -> str:
    """Return a line as it is compared; marks at its ends only matter in a long one."""
    return plain(line) if len(line) <= _SHORT else line


def _state(lines: Mapping[int, str], first: Mapping[int, int | None]) -> _State:
    whole = sum(map(len, lines.values()))
    new = sum(len(line) for key, line in lines.items() if first[key] is None)
    if not new:
        return _State.COPY
    return _State.NEW if new >= _NEW * whole else _State.PARTLY


def _place(reading: Reading, text: str) -> Place:
    """Return where a line first stands in a document."""
    normal, ends = LineEnds.of(reading.text)
    document = Document(normal)
    span = next(line for line in map(document.strip, document.lines) if document[line] == text)
    start, end = ends.raw_span(span)
    position = reading.begins if reading.origin else document.position(span.start)
    return reading.place._replace(start=start, end=end, position=position, text=text)
