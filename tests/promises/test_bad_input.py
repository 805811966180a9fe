"""Whatever comes in: one exit status, one word for what was not done, and nothing lost."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.promises.figures import record
from tests.promises.scene import Ended, scrapelint

BAD, GOOD = b"Il part.Elle reste.\n", b"Il part. Elle reste.\n"
ONLY = ("--select", "glued-sentences")
Make = Callable[[Path], object]


@dataclass(frozen=True)
class Row:
    """An input, and what must come of it.

    `make` puts it at the path; `check` and `fix` are exit statuses, `code` says what was not
    done, and `fixed` is what the file holds after a repair, if not what it held before.
    """

    name: str
    make: bytes | Make
    check: int
    fix: int
    code: str = ""
    fixed: bytes | None = None
    options: tuple[str, ...] = ONLY
    fix_only: bool = False
    """Whether only the repair is refused; a check reads it as any other."""


def linked(path: Path) -> None:
    path.with_name("real").write_bytes(BAD)
    path.symlink_to("real")


def in_two_names(path: Path) -> None:
    path.write_bytes(BAD)
    path.with_name("b").hardlink_to(path)


def read_only(path: Path) -> None:
    path.write_bytes(BAD)
    path.chmod(0o444)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)  # names of sockets are short
        server.bind(path.name)
        os.chdir(here)


def in_utf16(text: bytes, codec: str, mark: bytes) -> bytes:
    return mark + text.decode().encode(codec)


SPECIAL = ("--select", "encoding,glued-sentences")
ROWS = (
    Row("empty file", b"", 0, 0),
    Row("empty file, all rules", b"", 1, 1, options=()),
    Row("one line end", b"\n", 0, 0),
    Row("only spaces", b"   ", 0, 0),
    Row("only a byte order mark", b"\xef\xbb\xbf", 1, 1, options=()),
    Row("no final newline", BAD[:-1], 1, 0, fixed=GOOD[:-1]),
    Row("CRLF", b"Un.\r\n" + BAD[:-1] + b"\r\n", 1, 0, fixed=b"Un.\r\n" + GOOD[:-1] + b"\r\n"),
    Row("mixed line ends", b"a\rb\n" + BAD + b"c\r\n", 1, 0, fixed=b"a\rb\n" + GOOD + b"c\r\n"),
    Row("what is no line end", "a\v\f\x1c\x1d\x1e\x85\u2029b\n".encode(), 0, 0),
    Row("byte order mark", b"\xef\xbb\xbf" + BAD, 1, 0, fixed=b"\xef\xbb\xbf" + GOOD),
    Row(
        "mark in the middle", b"Il\xef\xbb\xbf part.\n", 1, 0, fixed=b"Il part.\n", options=SPECIAL
    ),
    *(
        Row(
            f"{codec} with its mark",
            in_utf16(BAD, codec, mark),
            1,
            0,
            fixed=in_utf16(GOOD, codec, mark),
        )
        for codec, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"))
    ),
    Row("UTF-16 without a mark", BAD.decode().encode("utf-16-le"), 2, 2, "not-utf8"),
    Row("UTF-32", BAD.decode().encode("utf-32"), 2, 2, "not-utf8"),
    Row("latin-1", "Café.Elle reste.\n".encode("latin-1"), 2, 2, "not-utf8"),
    Row("one bad byte", BAD + b"\xff" + BAD, 2, 2, "not-utf8"),
    Row(
        "half a character on either side",
        b"\xc3<b>\xa9",
        2,
        2,
        "not-utf8",
        options=("--unsafe-fixes",),
    ),
    Row("overlong", b"\xc0\xaf" + BAD, 2, 2, "not-utf8"),
    Row("surrogate", b"\xed\xa0\x80" + BAD, 2, 2, "not-utf8"),
    Row("beyond Unicode", b"\xf4\x90\x80\x80" + BAD, 2, 2, "not-utf8"),
    Row("NUL bytes", b"Il part.\0\n", 1, 0, fixed=b"Il part.\n", options=SPECIAL),
    Row("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 2, 2, "not-utf8"),
    Row("one long line", b"Il part. " * 200_000, 0, 0),
    Row("too large", BAD, 2, 2, "too-large", options=("--max-bytes", "10")),
    Row(
        "combining marks without end",
        ("a" + "\u0315\u0300" * 50_000).encode(),
        0,
        0,
        options=SPECIAL,
    ),
    Row(
        "number without end",
        b"&#" + b"1" * 5000 + b";\n",
        0,
        0,
        options=("--select", "html-entity"),
    ),
    Row(
        "spaces without end", b" " * 100_000 + b"x\n", 0, 0, options=("--select", "trailing-space")
    ),
    Row("brackets without end", b"(" * 100_000 + b"<!--" + b"<" * 100_000, 0, 0),
    Row("joiners", "👩‍👩‍👧 می‌خواهم क्‍ष\n".encode(), 0, 0, options=SPECIAL),
    Row("escapes", b"a\x1b]52;c;x\x07b\n", 1, 0, fixed=b"a]52;c;xb\n", options=SPECIAL),
    Row("missing", Path.exists, 2, 2, "unreadable"),
    Row("pipe", os.mkfifo, 2, 2, "unreadable"),
    Row("socket", listening, 2, 2, "unreadable"),
    Row("device", lambda path: path.symlink_to("/dev/zero"), 2, 2, "unreadable"),
    Row("memory of a process", lambda path: path.symlink_to("/proc/self/mem"), 2, 2, "unreadable"),
    Row("dangling link", lambda path: path.symlink_to("nowhere"), 2, 2, "unreadable"),
    Row("link to itself", lambda path: path.symlink_to(path.name), 2, 2, "unreadable"),
    Row("link", linked, 1, 2, "refused", fix_only=True),
    Row("two names", in_two_names, 1, 2, "refused", fix_only=True),
    Row("read-only", read_only, 1, 2, "refused", fix_only=True),
    Row(
        "a line is a command",
        BAD + b" ::error::x\n##[set-output name=a]b\n",
        1,
        0,
        fixed=GOOD + b" ::error::x\n##[set-output name=a]b\n",
    ),
    Row(
        "repairs would leave too little",
        "Un.\n\nLa suite après cette publicité\n".encode(),
        1,
        1,
        options=("--select", "advertisement-label"),
    ),
    Row(
        "a text that wants to be let alone",
        b"scrapelint: off\n" + BAD,
        1,
        0,
        fixed=b"scrapelint: off\n" + GOOD,
    ),
)


def contents(folder: Path) -> dict[str, bytes | None]:
    return {
        path.name: path.read_bytes()
        if path.is_file() and path.resolve().is_relative_to(folder)
        else None
        for path in folder.iterdir()
    }


def told(ended: Ended, code: str) -> bool:
    return f"error[{code}]" in ended.output if code else "error[" not in ended.output


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_bad_input_ends_as_it_should(tmp_path: Path, row: Row) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "a.txt"
    if isinstance(row.make, bytes):
        path.write_bytes(row.make)
    else:
        row.make(path)
    command = ("check", "--isolated", "--lang", "fr", *row.options, str(path))
    before = contents(folder)
    checked = scrapelint(*command)
    assert checked.status == row.check, checked.output[:2000]
    assert told(checked, "" if row.fix_only else row.code), checked.output[:2000]
    assert contents(folder) == before
    fixed = scrapelint(*command, "--fix")
    assert fixed.status == row.fix, fixed.output[:2000]
    assert told(fixed, row.code), fixed.output[:2000]
    assert contents(folder) == (before if row.fixed is None else {"a.txt": row.fixed})
    assert "Traceback" not in checked.output + fixed.output


def test_the_table_is_as_long_as_it_is_told_to_be() -> None:
    refused = [row for row in ROWS if row.code]
    assert len({row.name for row in ROWS}) == len(ROWS)
    record(
        "bad inputs",
        f"{len(ROWS)} inputs × check and --fix: all end with the status they should, "
        f"{len(refused)} of them with a word for what was not done, 0 silent",
    )
