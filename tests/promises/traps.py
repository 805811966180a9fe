"""A folder that wants to be run, to be written, to lead outside and to be obeyed: its traps."""

import gzip
import os
import pickle
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tests.conftest import HOUSE_RULE, write_rule
from tests.promises.bad_places import BAD

SECRET = b"The secret.It stays.\n"
Trap = Callable[[Path], object]

SPRINGS = "import sys, pathlib\npathlib.Path(__file__).parent.joinpath('TRAPPED').touch()\n"


class Evil:
    """What runs a command when it is read back."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch TRAPPED",)


def text(name: str, data: str | bytes) -> Trap:
    """Return a trap that is a file; folders in its name are made."""

    def lay(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")
        )

    return lay


def module(name: str) -> Trap:
    return text(name, SPRINGS)


def link(name: str, to: str) -> Trap:
    return lambda folder: (folder / name).symlink_to(to)


def article(name: str) -> Trap:
    return text(name, BAD)


def settings(lines: str) -> Trap:
    return text("pyproject.toml", f"[tool.scrapelint]\n{lines}\n")


def script(name: str) -> Trap:
    def lay(folder: Path) -> None:
        text(name, "#!/bin/sh\ntouch TRAPPED\n")(folder)
        (folder / name).chmod(0o755)

    return lay


def own_rule(folder: Path) -> None:
    settings('rules = ["rules"]')(folder)
    rule = HOUSE_RULE.replace("frog''", "(a+)+$''", 1)
    write_rule(folder / "rules", "slow-rule", rule)


LYING: dict[str, Trap] = {
    **{
        f"module {name}": module(name)
        for name in (
            *("re.py", "json.py", "tomllib.py", "click.py", "pathspec.py", "ftfy.py", "ctypes.py"),
            *("sitecustomize.py", "usercustomize.py", "conftest.py", "scrapelint.py"),
            *("scrapelint/__init__.py", "scrapelint/__main__.py", "tests/conftest.py"),
        )
    },
    "path file": text("evil.pth", "import os; os.system('touch TRAPPED')\n"),
    "settings of others": text("setup.cfg", "[scrapelint]\nfix = true\n"),
    "settings of nobody": text(".scrapelintrc", "fix = true\nplugins = evil\n"),
    "link to a secret": link("secret.txt", "../outside/secret.txt"),
    "link to a folder": link("away", "../outside"),
    "link to the root": link("root", "/"),
    "loop": link("loop", "."),
    "link to itself": link("itself.txt", "itself.txt"),
    "dangling link": link("dangling.txt", "../outside/new.txt"),
    "planted temporary file": link("a.txt.tmp", "../outside/secret.txt"),
    "planted temporary file of ours": link(".0.scrapelint-tmp", "../outside/secret.txt"),
    "pipe": lambda folder: os.mkfifo(folder / "pipe.txt"),
    "pipe of ignored names": lambda folder: os.mkfifo(folder / ".gitignore"),
    "socket": lambda folder: bind(folder, "s.txt"),
    "hook": script(".git/hooks/post-checkout"),
    "monitor": text(".git/config", "[core]\nfsmonitor = touch TRAPPED\nhooksPath = hooks\n"),
    "filter": text(".gitattributes", "*.txt filter=evil\n"),
    "pickle": text("a.jsonl", pickle.dumps(Evil(), 0)),
    "pickle called a text": text("pickle.txt", pickle.dumps(Evil(), 0)),
    "pickle in a cache": text(".scrapelint_cache/0.1.0/a", pickle.dumps(Evil(), 0)),
    "bomb": text("a.txt.gz", gzip.compress(bytes(1 << 24))),
    **{
        f"name {name}": article(name)
        for name in (
            *("line\n::error::x.txt", "##[add-matcher]x.txt", "\x1b]0;x\x07\x1b[2J.txt", "-rf.txt"),
            *(
                "--fix.txt",
                "--config=evil.txt",
                "<img src=x onerror=y>.txt",
                "=cmd().txt",
                "$(id).txt",
            ),
            *(
                os.fsdecode(b"\xff.txt"),
                "n" * 251 + ".txt",
                "CON.txt",
                "\u202etxt.exe.txt",
                " .txt",
            ),
            *(unicodedata.normalize(form, "é.txt") for form in ("NFC", "NFD")),
        )
    },
}
"""Traps that lie in wait together."""

SETTINGS: dict[str, Trap] = {
    "plugins": settings('plugins = ["./evil.py"]'),
    "fix": settings("fix = true\nunsafe-fixes = true"),
    "settings from elsewhere": settings('extend = "../outside/settings.toml"'),
    "settings from the root": settings('extend = "/etc/hostname"'),
    "settings behind a link to a folder": settings('extend = "away/settings.toml"'),
    "settings that extend themselves": settings('extend = "scrapelint.toml"'),
    "settings from a pipe": settings('extend = "pipe.txt"'),
    "known findings from elsewhere": settings('baseline = "../outside/secret.txt"'),
    "baseline to write": settings('write-baseline = "../outside/secret.txt"'),
    "all repairs called safe": settings('extend-safe-fixes = ["ALL"]'),
    "file patterns that cost": settings("per-file-ignores = { '*a*a*a*a*' = [] }"),
    "site patterns that cost": settings("per-source-ignores = { '*a*a*a*a*' = [] }"),
    "output": settings('output-file = "../outside/secret.txt"'),
    "journal": settings('journal = "../outside/secret.txt"'),
    "cache": settings('cache-dir = "../outside"'),
    "links": settings("follow-symlinks = true"),
    "rules from elsewhere": settings('rules = ["../outside"]'),
    "rules from the root": settings('rules = ["/"]'),
    "rules behind a link": settings('rules = ["away"]'),
    "slow rule": own_rule,
    "10 MB": settings("[[a]]\n" * 1_700_000),
    "dots without end": settings(".".join("a" * 20_000) + " = 1"),
    "brackets without end": settings("a = " + "[" * 100_000),
    "settings behind a link": link("scrapelint.toml", "/dev/zero"),
    "a pipe of settings": lambda folder: os.mkfifo(folder / "pyproject.toml"),
}
"""Traps of which each would end a run by itself."""


def bind(folder: Path, name: str) -> None:
    here = Path.cwd()
    os.chdir(folder)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
    os.chdir(here)
