"""Several passes of edits as one."""

from collections.abc import Iterable, Iterator

from scrapelint.document import Span
from scrapelint.finding import Edit, minimal

Passes = tuple[tuple[Edit, ...], ...]
"""The edits of each pass, at offsets of the text before it."""
_Piece = Span | str
"""What was there from the first, or what an edit put there."""


def merged(text: str, passes: Iterable[Iterable[Edit]]) -> tuple[Edit, ...]:
    """Return the edits of a text that do at once what the passes do one after another.

    Each of them is as small as can be, and no two touch.
    """
    pieces: list[_Piece] = [Span(0, len(text))]
    for edits in passes:
        pieces = list(_edited(pieces, sorted(edits)))
    small = (minimal(text, edit) for edit in _gaps(pieces, len(text)))
    return tuple(edit for edit in small if edit.replacement or edit.span.end > edit.span.start)


def _edited(pieces: Iterable[_Piece], edits: list[Edit]) -> Iterator[_Piece]:
    """Yield the pieces after a pass, whose offsets count in what they were before it."""
    rest, at = list(reversed(list(pieces))), 0
    for (start, end), new in edits:
        while rest and at + _length(rest[-1]) <= start:
            at += _length(rest[-1])
            yield rest.pop()
        if start > at:
            yield _cut(rest, start - at)
            at = start
        yield new
        while at < end:
            at += _length(_cut(rest, end - at))
    yield from reversed(rest)


def _cut(rest: list[_Piece], length: int) -> _Piece:
    """Take up to so many characters from the front of the last piece."""
    piece = rest.pop()
    if _length(piece) <= length:
        return piece
    if isinstance(piece, str):
        rest.append(piece[length:])
        return piece[:length]
    rest.append(Span(piece.start + length, piece.end))
    return Span(piece.start, piece.start + length)


def _length(piece: _Piece) -> int:
    return len(piece) if isinstance(piece, str) else piece.end - piece.start


def _gaps(pieces: Iterable[_Piece], length: int) -> Iterator[Edit]:
    """Yield what is no longer there, each with what stands in its place."""
    done, new = 0, ""
    for piece in [*pieces, Span(length, length)]:
        if isinstance(piece, str):
            new += piece
        elif piece.end > piece.start or piece.start == length:
            if piece.start > done or new:
                yield Edit(Span(done, piece.start), new)
            done, new = piece.end, ""
