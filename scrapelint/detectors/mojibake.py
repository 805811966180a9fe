"""UTF-8 that was read in another encoding, repaired by ftfy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import ftfy
from ftfy import TextFixerConfig

from scrapelint.detectors.base import Match
from scrapelint.document import Document, Span
from scrapelint.finding import Edit, minimal

# What UTF-8 sequences look like when their bytes are read as Latin-1, Windows-1252 or the
# like: a letter that stands for a lead byte, then a character for a continuation byte.
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_LEAD = "ÃÂâÅÄÐÑØÙÎÏÇÊËÉÈÌÍã"
_SUSPECT = re.compile(rf"[{_LEAD}][{_CONTINUATION}]|[^\W\d_A-ZÀ-Þ]Ã[ \xa0]")
_LOST_SPACE = "ÃÂ"
"""After these a space may be the continuation byte A0, a no-break space that was flattened."""
_NARROW = " \xa0\u202f"
_OUTSIDE = frozenset("\"'“”«»„‘’()[]<>")

# Nothing but encodings: curly quotes, ligatures and wide characters are sound text.
_CONFIG = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)


@dataclass(frozen=True)
class Mojibake:
    """Words that ftfy can trace back to UTF-8 read in another encoding.

    The method is ftfy's (Robyn Speer, https://ftfy.readthedocs.io/), with all that is not about
    encodings turned off; only words with a suspect pair of characters are shown to it. A
    sequence that stands alone in quotation marks or brackets is an example, and sound.
    """

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the wrong characters of each word, with the right ones as edit."""
        text, done = document.text, 0
        for suspect in _SUSPECT.finditer(text):
            if suspect.start() < done:
                continue
            word = _word(text, Span(*suspect.span()), done)
            done = word.end
            edit = minimal(text, Edit(word, ftfy.fix_encoding(document[word], _CONFIG)))
            if edit.span == (edit.span.start, edit.span.start) or _is_example(text, edit.span):
                continue
            lost = "\ufffd" in edit.replacement
            yield Match(edit.span, () if lost else (edit,))


def _word(text: str, suspect: Span, floor: int) -> Span:
    start, end = suspect
    while start > floor and _joins(text, start - 1):
        start -= 1
    while end < len(text) and _joins(text, end):
        end += 1
    return Span(start, end)


def _joins(text: str, at: int) -> bool:
    character = text[at]
    if character in " \xa0":
        return at > 0 and text[at - 1] in _LOST_SPACE
    return character not in "\n\t"


def _is_example(text: str, span: Span) -> bool:
    before, after = (
        text[max(0, span.start - 2) : span.start].rstrip(_NARROW),
        text[span.end : span.end + 2],
    )
    after = after.lstrip(_NARROW)
    return before[-1:] in _OUTSIDE and after[:1] in _OUTSIDE
