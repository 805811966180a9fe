"""A text as bytes, one for each character, so that places in the one are places in the other.

The characters of Latin-1 are their own bytes. The commonest of the others share a byte with a
mark of Latin-1 that hardly anyone writes, the rest with one that stands for their kind: whoever
looks for a byte finds every place where the character may be, and a few more.
"""

import codecs
import unicodedata
from collections.abc import Iterable, Iterator

_ALIASES = dict(zip("’“”—–…„‘•€", "¤¦¨¬¯¶¸¢¥±", strict=True))
_DIGIT, _LETTER, _SPACE, _OTHER = 0x05, ord("ð"), 0x1F, ord("©")
_KINDS = {"Cf": 0x01, "Co": 0x03, "Mn": 0x04, "Mc": 0x04, "Me": 0x04}
_REPLACEMENT = 0x02
_HANDLER = "scrapelint.projection"
FOLD = bytes(ord(chr(byte).lower()) for byte in range(256))
"""The small letters for capitals, and all else as it is."""
_AT_ONCE = 1 << 14
"""Characters that are copied at a time."""


class _Bytes(dict[str, int]):
    """The byte of each character that has been met."""

    def __missing__(self, character: str) -> int:
        byte = self[character] = _byte(character)
        return byte


def _byte(character: str) -> int:
    character = _ALIASES.get(character, character)
    if ord(character) >= 0x100:
        character = _letter(character)
    return ord(character) if ord(character) < 0x100 else _kind(character)


def _letter(character: str) -> str:
    """Return the letter of Latin-1 that only case sets apart, as with K, ſ and İ, or the same."""
    for other in (character.lower(), character.upper().lower()):
        if ord(other[0]) < 0x100 and (len(other) == 1 or character == "İ"):
            return other[0]
    return character


def _kind(character: str) -> int:
    if character.isdecimal():
        return _DIGIT
    if character.isalnum():
        return _LETTER
    if character.isspace():
        return _SPACE
    if character == "\ufffd":
        return _REPLACEMENT
    return _KINDS.get(unicodedata.category(character), _OTHER)


_bytes = _Bytes()


def _others(error: UnicodeError) -> tuple[bytes, int]:
    """Return the bytes of characters that Latin-1 does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    characters = error.object[error.start : error.end]
    return bytes(map(_bytes.__getitem__, characters)), error.end


codecs.register_error(_HANDLER, _others)


def _folded(*, digits: bool) -> bytes:
    """Return what `bytes.translate` needs to write letters small and all else as spaces."""
    table = bytearray(b" " * 256)
    for byte in range(256):
        character = chr(byte)
        if character.isalnum() and not character.isdecimal():
            table[byte] = ord(character.lower())
        elif digits and (character.isdecimal() or character == "_" or byte == _DIGIT):
            table[byte] = byte
    return bytes(table)


_LETTERS, _WORDS = _folded(digits=False), _folded(digits=True)
_ODD = "İıſ"
"""Letters that share a byte with others that they are not taken for."""


def letters(text: str) -> bytes | None:
    r"""Return the runs of letters in a text, in small ones, spaces between.

    None stands for those that cannot be told apart.
    """
    return None if any(map(text.__contains__, _ODD)) else project(text).translate(_LETTERS)


def words(text: str) -> bytes:
    r"""Return the runs of what `\w` matches, spaces between: equal words are equal bytes.

    Case does not matter. Words of letters that Latin-1 does not have may be equal without being
    the same.
    """
    return project(text.casefold()).translate(_WORDS)


def project(text: str) -> bytes:
    """Return a text as bytes, one for each character."""
    return b"".join(pieces(text))


def pieces(text: str) -> Iterator[bytes]:
    """Yield the bytes of a text some at a time: to copy all of it would take much memory."""
    for start in range(0, len(text), _AT_ONCE):
        piece = text[start : start + _AT_ONCE]
        for character, byte in _ALIASES.items():
            piece = piece.replace(character, byte)
        yield piece.encode("latin-1", _HANDLER)


def byte_of(character: str) -> int:
    """Return the byte of a character."""
    return _bytes[character]


def forget() -> None:
    """Forget which characters have been met: when expressions are read, that is nearly all."""
    _bytes.clear()


def bytes_of(characters: Iterable[str]) -> int:
    """Return the bytes of some characters, each as a bit of a whole number."""
    return sum(1 << byte for byte in set(project("".join(characters))))
