"""The lines of pages that a corpus shows, as a rule file to look through."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scrapelint.corpus.sitelines import Line, Lines
from scrapelint.linter import Linter
from scrapelint.report.visible import UNSEEN, visible

_ARTICLE = "The bridge is closed."
_DIGITS = re.compile(r"\d+")
_MOST_CASES = 5
_HEAD = """\
# Written by `scrapelint learn-boilerplate` from {documents:,} documents. Above each line stands in
# how many documents of which site it was, copies aside, and one of them. Look them through, and
# take out what may as well stand in an article.
summary = "a line of the site's pages, not of the article"
why = '''
It stands in many articles of one site: the selector took in the box around it. Find the element
with `page.xpath("//*[normalize-space()='the line']")` and drop it before the text is taken.
'''
severity = "warning"
fix = "unsafe"

[detect]
type = "lines"
"""


@dataclass(frozen=True)
class Learned:
    """The lines of pages in a corpus, those that other rules find already left out."""

    lines: tuple[Line, ...]
    known: int
    """Lines that were left out."""
    documents: int
    of: Lines

    @property
    def sites(self) -> int:
        """Return the number of sites that have such lines."""
        return len({line.site for line in self.lines})

    def file(self, others: Linter) -> str:
        """Return the rule file; its cases are lines that the other rules have nothing to say of."""
        return "".join(
            [
                _HEAD.format(documents=self.documents),
                *_list("labels", map(self._label, self._once(varies=False))),
                *_list("patterns", map(self._pattern, self._once(varies=True))),
                *self._cases(others),
            ]
        )

    def _once(self, *, varies: bool) -> Iterator[Line]:
        """Yield the lines that are the same everywhere, or those that vary, each text once."""
        seen: set[str] = set()
        for line in self.lines:
            if (line.varies or "{" in line.place.text) == varies and line.plain not in seen:
                seen.add(line.plain)
                yield line

    def _label(self, line: Line) -> tuple[str, str]:
        return self._remark(line), quoted(line.place.text)

    def _pattern(self, line: Line) -> tuple[str, str]:
        expression = _DIGITS.sub(r"\\d{1,12}", re.escape(line.place.text))
        return self._remark(line), quoted(expression)

    def _remark(self, line: Line) -> str:
        """Return where a line was found, of all sites that have it."""
        told = [
            f"{other.site}: {other.every:,} of {self.of.documents(other.site):,}"
            for other in self.lines
            if other.plain == line.plain
        ]
        place = line.place
        record = f", record {place.origin.record}" if place.origin else ""
        return visible(f"{'; '.join(told)}; {place.name}{record}")

    def _cases(self, others: Linter) -> Iterator[str]:
        quiet = [line for line in self.lines if not others.check(_case(line))]
        sound = quoted(f"{_ARTICLE}\n")
        for line in (quiet or list(self.lines))[:_MOST_CASES]:
            text, found = quoted(_case(line)), quoted(line.place.text)
            yield f"\n[[invalid]]\ntext = {text}\nfound = {found}\nfixed = {sound}\n"
        yield f"\n[[valid]]\ntext = {sound}\n"


def learned(lines: Lines, documents: int, others: Linter) -> Learned:
    """Return what is to be learned from the lines of a corpus."""
    found = [line for line in lines.found() if _can_be_written(line.place.text)]
    new = tuple(line for line in found if not _is_known(line, others))
    return Learned(new, len(found) - len(new), documents, lines)


def _can_be_written(text: str) -> bool:
    """Tell whether a text is Unicode: TOML can hold nothing else."""
    return not re.search("[\ud800-\udfff]", text)


def _is_known(line: Line, others: Linter) -> bool:
    """Tell whether another rule finds the line whole."""
    start = len(_ARTICLE) + 2
    end = start + len(line.place.text)
    return any(f.start <= start and end <= f.end for f in others.check(_case(line)))


def _case(line: Line) -> str:
    return f"{_ARTICLE}\n\n{line.place.text}\n"


def _list(name: str, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a TOML list with a remark above each entry; nothing if there are none."""
    told = [f"    # {remark}\n    {entry},\n" for remark, entry in entries]
    if told:
        yield f"{name} = [\n"
        yield from told
        yield "]\n"


def quoted(text: str) -> str:
    """Return a text as TOML has it in one line, what cannot be seen as escapes."""
    return UNSEEN.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
