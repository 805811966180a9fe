"""Looking writes nothing, and what a diff shows is what a repair does."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapelint.cli import main
from tests.promises import patch
from tests.promises.articles import article
from tests.promises.figures import record, size

NAMES = (
    *("a b", " first", "last ", "tab\tbed", "new\nline", "re\rturn", 'quo"ted', "back\\slash", "'"),
    *(
        "é",
        "e\u0301",
        "한국어",
        "\u202emuddled",
        "\ufeffmarked",
        "\x1b[31mred",
        "::error::x",
        "##[x]",
    ),
    *("-rf", "--fix", "@x", "$HOME", "`x`", "~", "*", "#", "%0A", "+++ a", "x" * 240),
)
STRANGE = (b"\xff", b"\xc3(", b"\xed\xa0\x80")
"""Names that are no UTF-8."""
CODECS = (("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"))
LOOKS = (
    *((), ("--diff",), ("--diff", "--unsafe-fixes"), ("--statistics",), ("--unsafe-fixes",)),
    *(("--output-format", form) for form in ("concise", "json", "jsonl")),
)


def damaged(number: int) -> bytes:
    chance = random.Random(number)  # noqa: S311 - no secret
    codec, mark = chance.choices(CODECS, weights=(4, 1))[0]
    return mark + article(chance).encode(codec)


def names(count: int) -> Iterator[bytes]:
    """Yield names of files below a folder, all the strange ones among them."""
    yield from (os.fsencode(f"{name}.txt") for name in NAMES)
    yield from (name + b".txt" for name in STRANGE)
    yield from (b"in/%d.txt" % n for n in range(count))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder of damaged files, and of what is no file to repair."""
    tree = tmp_path / "tree"
    (tree / "in").mkdir(parents=True)
    for number, name in enumerate(names(size(60, 3000))):
        (tree / os.fsdecode(name)).write_bytes(damaged(number))
    (tree / "real.txt").write_bytes(damaged(1))
    (tree / "bad.txt").write_bytes(damaged(2) + b"\xff")
    (tree / "link.txt").symlink_to("real.txt")
    (tree / "dangling.txt").symlink_to("nowhere")
    (tree / "away").symlink_to("/")
    os.mkfifo(tree / "pipe.txt")
    os.setxattr(tree / "a b.txt", "user.origin", b"https://example.org")
    (tree / "'.txt").chmod(0o640)
    return tree


def snapshot(tree: Path) -> dict[Path, object]:
    """Return all there is to know of a tree, the times of reading aside."""
    return {path: _state(path) for path in (tree, *tree.rglob("*"))}


def _state(path: Path) -> object:
    status = path.lstat()
    content = path.read_bytes() if path.is_file() and not path.is_symlink() else None
    attributes = {
        name: os.getxattr(path, name, follow_symlinks=False)
        for name in os.listxattr(path, follow_symlinks=False)
    }
    return content, *status[:7], status.st_mtime_ns, status.st_ctime_ns, attributes


def run(*options: str) -> bytes:
    result = CliRunner().invoke(main, ["check", "--isolated", *options, "."])
    assert result.exit_code == 2, result.output  # for the one that is no UTF-8
    return result.stdout_bytes


def test_looking_writes_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    (tree / "real.txt").chmod(0o444)
    before = snapshot(tree)
    for options in LOOKS:
        assert run(*options)
        assert snapshot(tree) == before, options
    record("looking", f"{len(before)} files and folders × {len(LOOKS)} ways: 0 touched")


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_a_diff_is_what_a_repair_does(
    tree: Path, monkeypatch: pytest.MonkeyPatch, *, unsafe: bool
) -> None:
    monkeypatch.chdir(tree)
    options = ["--unsafe-fixes"] if unsafe else []
    before = contents(tree)
    diff = run("--diff", *options)
    hunks = patch.parse(diff)
    patched = {n: patch.apply(hunks.get(n, []), data) for n, data in before.items()}
    assert set(hunks) <= set(before)
    other = tree.with_name("other")
    shutil.copytree(tree, other, symlinks=True, ignore=shutil.ignore_patterns("pipe.txt"))
    run("--fix", *options)
    assert contents(tree) == patched
    which = "with unsafe repairs" if unsafe else "with safe repairs"
    told = f"{len(hunks)} diffs of {len(before)} files applied: 0 differ from --fix"
    if shutil.which("patch"):
        by_patch(other, diff)
        assert contents(other) == patched
        told += ", nor by patch(1)"
    record(f"diffs, {which}", told)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_diff_of_standard_input_is_in_utf8(mark: bytes) -> None:
    codec = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(mark, "utf-8")
    for number in range(size(15, 1000)):
        data = mark + article(random.Random(number)).encode(codec)  # noqa: S311 - no secret
        command = ["check", "--isolated", "-"]
        diff = CliRunner().invoke(main, [*command, "--diff"], input=data).stdout_bytes
        fixed = CliRunner().invoke(main, [*command, "--fix"], input=data).stdout_bytes
        hunks = patch.parse(diff).get(b"-", [])
        assert patch.apply(hunks, data.decode(codec).encode()).decode().encode(codec) == fixed


def by_patch(tree: Path, diff: bytes) -> None:
    command = ["patch", "-p0", "--binary", "--no-backup-if-mismatch", "--fuzz=0"]
    ended = subprocess.run(command, input=diff, cwd=tree, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def contents(tree: Path) -> dict[bytes, bytes]:
    paths = [path for path in tree.rglob("*.txt") if path.is_file() and not path.is_symlink()]
    return {os.fsencode(path.relative_to(tree)): path.read_bytes() for path in paths}
