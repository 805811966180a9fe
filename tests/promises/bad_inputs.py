"""Bad inputs, by what must come of them."""

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from tests.promises import bad_places as places
from tests.promises.bad_places import BAD, GOOD, Make, beside, rule, settings

ONLY = ("--select", "glued-sentences")
FRENCH = ("--isolated", "--lang", "fr")
SPECIAL = ("--select", "encoding,glued-sentences")
SUMMARY = "1 finding in 1 of 1 file."


@dataclass(frozen=True)
class Row:
    """An input, and what must come of it.

    `make` puts it at the path; `check` and `fix` are exit statuses, `code` says what was not
    done, `says` is part of what a check prints, and `fixed` is what the file holds after a
    repair, if not what it held before.
    """

    name: str
    make: bytes | Make
    check: int
    fix: int
    code: str = ""
    fixed: bytes | None = None
    options: tuple[str, ...] = ONLY
    says: str = ""
    called: str = "a.txt"
    asked: tuple[str, ...] | None = None
    """What is named on the command line, from the folder; the file, if nothing is said."""
    common: tuple[str, ...] = FRENCH
    fix_only: bool = False
    """Whether only the repair is refused; a check reads it as any other."""
    nobody: bool = False
    """Whether who runs it may do no more than others."""


def repaired(
    name: str, before: bytes, after: bytes, says: str = "", options: tuple[str, ...] = ONLY
) -> Row:
    return Row(name, before, 1, 0, fixed=after, says=says, options=options)


def special(name: str, before: str, after: str, says: str = "") -> Row:
    return repaired(name, before.encode(), after.encode(), says, SPECIAL)


def untouched(
    name: str,
    text: str,
    options: tuple[str, ...] = ONLY,
    common: tuple[str, ...] = FRENCH,
) -> Row:
    return Row(name, text.encode(), 0, 0, options=options, common=common)


def shown(name: str, text: str, says: str = "", *options: str) -> Row:
    """Return a row for what is found and told, and not repaired."""
    return Row(name, text.encode(), 1, 1, says=says, options=options or SPECIAL)


def no_text(name: str, data: bytes, says: str, *options: str) -> Row:
    return Row(name, data, 2, 2, "not-utf8", says=says, options=options or ONLY)


def unreadable(name: str, make: Make, says: str) -> Row:
    return Row(name, make, 2, 2, "unreadable", says=says)


def kept(name: str, make: Make, says: str = "", *, nobody: bool = False) -> Row:
    """Return a row for what may be read and not written."""
    return Row(name, make, 1, 2, "refused", fix_only=True, says=says, nobody=nobody)


def around(name: str, make: Make, says: str) -> Row:
    """Return a row for a folder that holds a damaged file and other things."""
    return Row(name, make, 1, 0, fixed=GOOD, says=says, asked=("",))


def closed(name: str, make: Make, says: str) -> Row:
    """Return a row for a folder in which something may not be read, whereas the rest may."""
    return Row(name, make, 2, 2, "unreadable", GOOD, says=says, asked=("",), nobody=True)


def named(called: str) -> Row:
    return Row(called, BAD, 1, 0, fixed=GOOD, called=called, asked=("",), says=SUMMARY)


def refused(name: str, make: Make, says: str, *common: str) -> Row:
    """Return a row for settings that end a run before anything is read or written."""
    return Row(name, make, 2, 2, options=(), says=says, common=common or ("--lang", "fr"))


def in_utf16(text: bytes, codec: str, mark: bytes) -> bytes:
    return mark + text.decode().encode(codec)


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def house(
    name: str, *changes: tuple[str, str], fix: int = 1, code: str = "", fixed: bytes | None = None
) -> Row:
    """Return a row for rules of one's own, each of which puts one word for another."""
    make: Make = Path.exists
    for number, (old, new) in enumerate(changes):
        make = rule(f"find = ['''{old}''']\nreplace = '{new}'", f"house-{number}", make)
    names = ",".join(f"house-{number}-rule" for number in range(len(changes)))
    own = ("--select", names)
    return Row(name, make, 1, fix, code, fixed, own, common=("--lang", "fr"), fix_only=True)


VIETNAMESE = "Hội đồng thành phố đã bỏ phiếu hôm thứ Ba. Cây cầu bị đóng cửa từ thứ Hai.\n"
KOREAN = "시의회는 화요일에 투표했다. 다리는 월요일부터 폐쇄되었다고 시장이 말했다.\n"

GROUPS: dict[str, tuple[Row, ...]] = {
    "hardly anything: no crash, and nothing is removed": (
        untouched("empty file", ""),
        Row("empty file, all rules", b"", 1, 1, options=()),
        untouched("one line end", "\n"),
        untouched("only spaces", "   "),
        Row("only a byte order mark", b"\xef\xbb\xbf", 1, 1, options=()),
    ),
    "lines end as they did": (
        repaired("no final newline", BAD[:-1], GOOD[:-1]),
        repaired("CRLF", b"Un.\r\n" + BAD[:-1] + b"\r\n", b"Un.\r\n" + GOOD[:-1] + b"\r\n"),
        repaired("mixed", b"a\rb\n" + BAD + b"c\r\n", b"a\rb\n" + GOOD + b"c\r\n", says=":3:8:"),
        untouched("no line ends", "a\v\f\x1c\x1d\x1e\x85\u2028\u2029b\n"),
        repaired(
            "a place after no line end",
            "\f\x85\u2028".encode() + BAD,
            "\f\x85\u2028".encode() + GOOD,
            says=":1:11:",
        ),
    ),
    "a byte order mark stays at the start and goes elsewhere": (
        repaired("at the start", b"\xef\xbb\xbf" + BAD, b"\xef\xbb\xbf" + GOOD, says=":1:8:"),
        special("in the middle", "Il\ufeff part.\n", "Il part.\n"),
    ),
    "an encoding that is told is kept, one that is guessed is not": (
        *(
            repaired(codec, in_utf16(BAD, codec, mark), in_utf16(GOOD, codec, mark))
            for codec, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"))
        ),
        no_text("UTF-16 without a mark", BAD.decode().encode("utf-16-le"), "looks like UTF-16"),
        no_text("UTF-32", BAD.decode().encode("utf-32"), "looks like UTF-32"),
        no_text("latin-1", "Café.Elle reste.\n".encode("latin-1"), "byte 0xe9 at offset 3"),
    ),
    "bytes that are no text are told once, the rest is checked, nothing is changed": (
        no_text("one bad byte", BAD + b"\xff" + BAD, "2 findings in 1 of 1 file"),
        no_text("half a character on either side", b"\xc3<b>\xa9", "html-tag", "--unsafe-fixes"),
        no_text("overlong", b"\xc0\xaf" + BAD, "byte 0xc0 at offset 0"),
        no_text("surrogate", b"\xed\xa0\x80" + BAD, "byte 0xed at offset 0"),
        no_text("beyond Unicode", b"\xf4\x90\x80\x80" + BAD, "byte 0xf4 at offset 0"),
        no_text("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is no text"),
        no_text("a program", b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\xff", "it is no text"),
    ),
    "what goes on without end takes its time and no more": (
        untouched("one long line", "Il part. " * 20_000),
        Row("too large", BAD, 2, 2, "too-large", options=("--max-bytes", "10")),
        shown("combining marks", "a" + "\u0315\u0300" * 50_000, "combining-run"),
        untouched(
            "digits of an entity", "&#" + "1" * 5000 + ";\n", options=("--select", "html-entity")
        ),
        repaired(
            "an entity in an entity",
            b"Il" + b" &" + b"amp;" * 100_000 + b" Elle\n",
            b"Il & Elle\n",
            options=("--select", "html-entity"),
        ),
        untouched("angles", "<" * 100_000),
        untouched("a comment that is not closed", "<!--" + " a" * 50_000),
        untouched("brackets", "(" * 100_000),
        untouched("spaces", " " * 100_000 + "x\n", options=("--select", "trailing-space")),
    ),
    "what is there on purpose is let alone": (
        untouched(
            "an article about mojibake",
            "On lit « Ã© » pour « é », « Ã¨ » pour « è », et “cafÃ©” pour un café.\n",
            options=(),
        ),
        untouched("joiners", "👩‍👩‍👧 می‌خواهم क्‍ष\n", options=SPECIAL),
        untouched("Vietnamese in parts", apart(VIETNAMESE), options=(), common=("--isolated",)),
        untouched("Korean in parts", apart(KOREAN), options=(), common=("--isolated",)),
        repaired(
            "a text that wants to be let alone",
            b"scrapelint: off\n" + BAD,
            b"scrapelint: off\n" + GOOD,
        ),
    ),
    "what hides or acts is found, and shown so that it does not": (
        special("NUL bytes", "Il part.\0\n", "Il part.\n", "\\x00"),
        special("escapes", "a\x1b]52;c;x\x07b\n", "a]52;c;xb\n", "\\x1b]52;c;x\\x07"),
        shown("a control of Latin-1", "Il\x9b31m part.\n", "\\x9b31m"),
        shown("an override", "Il part\u202efdp.\n", "\\u202efdp"),
        special("isolates", "Il \u2066part\u2069.\n", "Il part.\n", "\\u2066part"),
        special("zero width", "Il pa\u200brt.\n", "Il part.\n", "pa\\u200brt"),
        shown("tags", "Il part\U000e0068\U000e0069.\n", "part\\U000e0068\\U000e0069"),
        repaired(
            "commands of a runner",
            b" ::error::x\n##[set-output name=a]b\n" + BAD,
            b" ::error::x\n##[set-output name=a]b\n" + GOOD,
        ),
    ),
    "a name is a name": (
        named("a\n::error::b,c%0A\x1b[2J.txt"),
        named(os.fsdecode(b"\xff.txt")),
        named("-x.txt"),
        named("--fix.txt"),
        named("<script>alert(1)</script>.txt".replace("/", "\u2215")),
        named("=cmd().txt"),
        named("[a](javascript:x).txt"),
        named("é" * 125 + "a.txt"),
    ),
    "what cannot be read is told, without waiting": (
        unreadable("missing", Path.exists, "no such file"),
        unreadable("pipe", os.mkfifo, "not a regular file"),
        unreadable("socket", places.listening, "no such device"),
        unreadable("device", lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
        unreadable("memory", lambda path: path.symlink_to("/proc/self/mem"), "input/output error"),
        unreadable("dangling link", lambda path: path.symlink_to("nowhere"), "no such file"),
        unreadable("link to itself", lambda path: path.symlink_to(path.name), "too many levels"),
    ),
    "a folder is walked, and what is passed over or closed is told": (
        around("link outside", beside(places.way_out), "link.txt, no regular file"),
        around("folder outside", beside(places.folder_way_out), "link, no regular file"),
        around("loop", beside(places.loop), SUMMARY),
        around("pipe", beside(places.pipe), "pipe.txt, no regular file"),
        around("a pipe called .gitignore", places.pipe_for_an_ignore_file, SUMMARY),
        closed("closed file", beside(places.closed_file), "1 of 2 files"),
        closed("closed folder", beside(places.closed_folder), SUMMARY),
        closed("folder that is only listed", beside(places.blind_folder), "1 of 2 files"),
        around("1,000 more files", places.crowded, "1 finding in 1 of 1001 files."),
        Row("no text in it", places.empty_folder, 2, 2, says="0 files checked"),
        Row("no text in it, allowed", places.empty_folder, 0, 0, options=(*ONLY, "--allow-empty")),
        Row("called like a file", places.folder, 0, 0, asked=("a.txt/",), says="in 1 file."),
        Row(
            "named three times",
            beside(places.with_folder),
            1,
            0,
            fixed=GOOD,
            says=SUMMARY,
            asked=("a.txt", "./a.txt", "sub/../a.txt"),
        ),
        Row(
            "a name too long among others",
            BAD,
            2,
            2,
            "unreadable",
            GOOD,
            says=SUMMARY,
            asked=("a" * 300, "a.txt"),
        ),
    ),
    "what may not be written is read and kept": (
        kept("link", places.linked),
        kept("two names", places.in_two_names),
        kept("read-only", places.with_mode(0o444)),
        kept("read-only folder", places.read_only_folder, nobody=True),
        Row(
            "repairs would leave too little",
            "Un.\n\nLa suite après cette publicité\n".encode(),
            1,
            1,
            options=("--select", "advertisement-label"),
        ),
    ),
    "time is no matter": (
        Row("of 1970", places.last_changed(0), 1, 0, fixed=GOOD),
        Row("of 2106", places.last_changed(2**32), 1, 0, fixed=GOOD),
    ),
    "settings that cannot be used end a run before any file is read": (
        refused("unknown key", settings("selct = []"), "unknown key `selct`"),
        refused("hostile key", settings('"\\u001b[2J\\n::error::" = 1'), "`\\x1b[2J⏎::error::`"),
        refused("wrong type", settings('select = "ALL"'), "`select` must be a list"),
        refused("no TOML", settings("select"), "scrapelint.toml: "),
        refused("no UTF-8", places.settings_of_latin_1, "codec can't decode byte 0xe9"),
        refused("nested without end", settings("a = " + "[" * 5000), "nested too deeply"),
        refused("dots without end", settings(".".join("a" * 5000) + " = 1"), "too many dots"),
        refused("10 MB", settings("[[a]]\n" * 1_700_000), "10,200,000 bytes"),
        refused("wants to write", settings("fix = true"), "unknown key `fix`"),
        refused("wants to run", settings('plugins = ["./evil.py"]'), "unknown key `plugins`"),
        refused("wants out", settings('rules = ["../outside"]'), "is elsewhere"),
        refused("a pipe for a rule", places.pipe_for_a_rule, "not a regular file"),
        refused("no expression", rule("find = ['''(a''']"), "not a regular expression"),
        refused("slow expression", rule("find = ['''(a+)+$''']"), "exponential time"),
        refused("a backreference", rule("find = ['''(a)\\1''']"), "a backreference"),
        refused(
            "deep expression",
            rule(f"find = ['''{'(' * 3000}a{')' * 3000}''']"),
            "nested too deeply",
        ),
        refused("huge repeat", rule("find = ['''a{99999999999}''']"), "too large"),
        refused("no such group", rule("find = ['''a''']\nreplace = '\\9'"), "invalid group"),
        refused("no such name", rule("find = ['''a''']\nreplace = '\\g<b>'"), "unknown group"),
        refused("grows without end", rule(f"find = ['''a''']\nreplace = '{'a' * 2000}'"), "longer"),
        Row(
            "settings of something else",
            settings("tool = 1", "pyproject.toml"),
            1,
            0,
            fixed=GOOD,
            common=("--lang", "fr"),
        ),
    ),
    "repairs that meet come to an end, or to nothing": (
        house("one makes what the other mends", ("reste", "dort"), ("dort", "reste")),
        house("one makes its own", ("reste", "restereste"), fix=2, code="not-stable"),
        house(
            "two at one place",
            ("reste", "rit"),
            ("reste", "dort"),
            fix=0,
            fixed=b"Il part.Elle rit.\n",
        ),
        house(
            "side by side",
            ("reste", "dort"),
            ("\\.$", "!"),
            fix=0,
            fixed=b"Il part.Elle dort!\n",
        ),
    ),
}
