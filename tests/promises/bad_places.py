"""What can stand where a text is expected, made at a path."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

BAD, GOOD = b"Il part.Elle reste.\n", b"Il part. Elle reste.\n"
Make = Callable[[Path], object]


def linked(path: Path) -> None:
    path.with_name("real").write_bytes(BAD)
    path.symlink_to("real")


def in_two_names(path: Path) -> None:
    path.write_bytes(BAD)
    path.with_name("b").hardlink_to(path)


def with_mode(mode: int) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(BAD)
        path.chmod(mode)

    return make


def last_changed(seconds: int) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(BAD)
        os.utime(path, (seconds, seconds))

    return make


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)  # names of sockets are short
        server.bind(path.name)
        os.chdir(here)


def beside(*others: Make) -> Make:
    """Put a damaged file at the path, and other things around it."""

    def make(path: Path) -> None:
        path.write_bytes(BAD)
        for other in others:
            other(path)

    return make


def closed_file(path: Path) -> None:
    path.with_name("closed.txt").write_bytes(BAD)
    path.with_name("closed.txt").chmod(0)


def closed_folder(path: Path) -> None:
    with_folder(path)
    path.with_name("sub").chmod(0o300)


def blind_folder(path: Path) -> None:
    with_folder(path)
    path.with_name("sub").chmod(0o400)


def with_folder(path: Path) -> None:
    path.with_name("sub").mkdir()
    (path.parent / "sub" / "b.md").write_bytes(GOOD)


def way_out(path: Path) -> None:
    path.parent.with_name("outside").mkdir()
    path.parent.with_name("outside").joinpath("secret.txt").write_bytes(BAD)
    path.with_name("link.txt").symlink_to("../outside/secret.txt")


def folder_way_out(path: Path) -> None:
    way_out(path)
    path.with_name("link.txt").unlink()
    path.with_name("link").symlink_to("../outside")


def loop(path: Path) -> None:
    path.with_name("loop").symlink_to(path.parent)


def pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe.txt"))


def folder(path: Path) -> None:
    path.mkdir()
    (path / "b.txt").write_bytes(GOOD)


def empty_folder(path: Path) -> None:
    path.mkdir()


def read_only_folder(path: Path) -> None:
    path.write_bytes(BAD)
    path.chmod(0o666)
    path.parent.chmod(0o555)


def crowded(path: Path) -> None:
    path.write_bytes(BAD)
    for number in range(1000):
        path.with_name(f"{number}.txt").write_bytes(b"\n")


def settings(text: str, name: str = "scrapelint.toml") -> Make:
    """Put a damaged file at the path, and settings beside it."""

    def make(path: Path) -> None:
        path.write_bytes(BAD)
        path.with_name(name).write_text(text, encoding="utf-8")

    return make


def settings_of_latin_1(path: Path) -> None:
    settings("")(path)
    path.with_name("scrapelint.toml").write_bytes("# é".encode("latin-1"))


def rule(detect: str, name: str = "house", also: Make = Path.exists) -> Make:
    """Put a damaged file at the path, and settings that ask for a rule beside it."""

    def make(path: Path) -> None:
        also(path)
        settings('rules = ["rules"]\n')(path)
        head = 'summary = "x"\nwhy = "x"\nseverity = "error"\nfix = "safe"\n[detect]\n'
        cases = '[[invalid]]\ntext = "a"\nfound = "a"\nfixed = "c"\n[[valid]]\ntext = "b"\n'
        place = path.parent / "rules" / "boilerplate" / f"{name}-rule.toml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f'{head}type = "pattern"\n{detect}\n{cases}', encoding="utf-8")

    return make


def pipe_for_a_rule(path: Path) -> None:
    rule("find = ['''a''']")(path)
    os.mkfifo(path.parent / "rules" / "boilerplate" / "pipe.toml")


def pipe_for_an_ignore_file(path: Path) -> None:
    path.write_bytes(BAD)
    os.mkfifo(path.with_name(".gitignore"))
