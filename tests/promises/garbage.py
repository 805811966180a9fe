"""Bytes that no program wrote on purpose, and rule files that nobody finished."""

import random
from typing import TypeVar

from tests.promises.articles import article

_ODD = (
    *(
        b"\r",
        b"\n",
        b"\0",
        b"\x1b",
        b"\x7f",
        b"\x80",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xc0\xaf",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xf4\x90\x80\x80",
        b"\xf0\x9f\x9a",
        b"\xcc\x80" * 99,
    ),
    *(
        b"&#99999999999;",
        b"&#x110000;",
        b"&#xd800;",
        b"&" * 99,
        b"<" * 99,
        b"(" * 99,
        b"\xc3\x83" * 50,
    ),
    *(
        b"\\ud83d",
        b"\\u0000",
        b"::error::x",
        b"##[x]",
        b"```",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
        b"\x1c",
    ),
)
_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037")


def garbage(chance: random.Random) -> bytes:
    """Return an article whose bytes or characters were damaged, or bytes that never were one."""
    if chance.random() < 0.05:
        return chance.randbytes(chance.randrange(400))
    text = article(chance)
    for _ in range(chance.randrange(3)):
        text = _hit(chance, text, "".join(map(chr, _codes(chance))))
    data = text.encode(chance.choices(_ENCODINGS, weights=(30, 4, 1, 1, 1, 1, 1))[0], "replace")
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        data = _hit(chance, data, chance.choice((*_ODD, chance.randbytes(3))))
    return data


def _codes(chance: random.Random) -> list[int]:
    """Return code points: of one script or of any, the half characters left out."""
    first = chance.choice((0, 0x80, 0x300, 0x2000, 0xFE00, 0x1F300, chance.randrange(0x110000)))
    codes = range(first, min(first + 0x100, 0x110000))
    return [code for code in chance.choices(codes, k=3) if not 0xD800 <= code < 0xE000]


_Text = TypeVar("_Text", str, bytes)


def _hit(chance: random.Random, data: _Text, new: _Text) -> _Text:
    """Put something at a place, in place of nothing or of some of what was there."""
    start = chance.randrange(len(data) + 1)
    end = start + chance.choice((0, 0, 1, 2, 3, 40))
    return data[:start] + new * chance.choice((0, 1, 1, 1, 20)) + data[end:]


_VALUES = (
    *('""', "''", "0", "-1", "1e400", "true", "[]", "{}", "[[]]", '["", ""]', "2029-05-04", "nan"),
    *("'''('''", "'''[['''", "['''''']", "['''{x}''']", "['''(?P<found>)''']", "['''\\\\1''']"),
    *(
        '"safe"',
        '"unsafe"',
        '"error"',
        '["fr"]',
        '["xx"]',
        '"pattern"',
        '"lines"',
        '"gap"',
        '"\\\\1"',
    ),
    *('{ fr = "x" }', "{ any = [] }", "99999999999999999999", '"\\u0000"', '"\\n"', '"""x"""'),
)


def unfinished(chance: random.Random, rule: str, other: str) -> str:
    """Return a rule file after some careless edits, with pieces of another one."""
    lines, others = rule.splitlines(), other.splitlines()
    for _ in range(chance.choice((1, 1, 1, 2))):
        at = chance.randrange(len(lines))
        edit = chance.choice((_revalued, _mistyped, _mistyped, _mixed, _shortened))
        lines = edit(chance, lines, at, others) or lines
    return "\n".join(lines) + "\n"


def _mistyped(chance: random.Random, lines: list[str], at: int, _: list[str]) -> list[str]:
    line = lines[at]
    start = chance.randrange(len(line) + 1)
    new = chance.choice(("", chance.choice("()[]{}|*+?\\^$.'\"=\0\u200b")))
    return [*lines[:at], line[:start] + new + line[start + chance.randrange(2) :], *lines[at + 1 :]]


def _mixed(chance: random.Random, lines: list[str], at: int, others: list[str]) -> list[str]:
    return [*lines[:at], chance.choice(others), *lines[at:]]


def _shortened(chance: random.Random, lines: list[str], at: int, _: list[str]) -> list[str]:
    return [*lines[:at], *lines[at + chance.choice((1, 1, 5)) :]]


def _revalued(chance: random.Random, lines: list[str], at: int, _: list[str]) -> list[str]:
    key, equals, _value = lines[at].partition(" = ")
    value = chance.choice(_VALUES)
    return [*lines[:at], f"{key}{equals}{value}" if equals else key, *lines[at + 1 :]]
