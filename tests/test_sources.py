"""Which files are checked, and in what order."""

import os
from pathlib import Path

from scrapelint.sources import Walk, why_costly


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text\n", encoding="utf-8")


def walked(
    folder: Path, *paths: str, exclude: tuple[str, ...] = (), force: bool = False
) -> list[str]:
    walk = Walk(folder, exclude, force_exclude=force)
    files = walk.files([folder / path for path in paths])
    return [file.relative_to(folder).as_posix() for file in files]


def test_folders_are_walked_by_name_for_texts(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b.txt",
        "a/z.md",
        "a/b.TXT",
        "c.json",
        ".git/x.txt",
        "node_modules/y.txt",
        "B.txt",
    )
    assert walked(tmp_path, ".") == ["B.txt", "a/b.TXT", "a/z.md", "b.txt"]


def test_each_file_comes_once_and_named_files_come_whatever_their_name(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.json")
    assert walked(tmp_path, "b.json", "a.txt", ".", "./a.txt") == ["b.json", "a.txt"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "real/a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "real/a.txt")
    assert walked(tmp_path, ".") == ["real/a.txt"]


def test_exclude_and_force_exclude(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "drafts/b.txt", "drafts/deep/c.txt")
    assert walked(tmp_path, ".", exclude=("drafts/",)) == ["a.txt"]
    assert walked(tmp_path, "drafts/b.txt", exclude=("drafts/",)) == ["drafts/b.txt"]
    assert walked(tmp_path, "drafts", exclude=("drafts/",)) == ["drafts/b.txt", "drafts/deep/c.txt"]
    assert walked(tmp_path, "drafts", "drafts/b.txt", exclude=("drafts/",), force=True) == []


def test_gitignore_is_respected_the_nearest_first(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt", "sub/a.txt", "sub/b.txt", "out/c.txt", "sub/out/d.txt")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("b.txt\nout/\n", encoding="utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("!b.txt\na.txt\n", encoding="utf-8")
    assert walked(tmp_path, ".") == ["a.txt", "sub/b.txt"]
    assert walked(tmp_path, "sub") == ["sub/b.txt"]
    assert walked(tmp_path, "b.txt") == ["b.txt"]


def test_patterns_apply_to_names_that_are_no_utf8(tmp_path: Path) -> None:
    make(tmp_path, os.fsdecode(b"\xff.txt"), os.fsdecode(b"\xffb.txt"))
    (tmp_path / ".gitignore").write_bytes(b"\xff.txt\n")
    assert walked(tmp_path, ".") == [os.fsdecode(b"\xffb.txt")]
    assert walked(tmp_path, ".", exclude=(os.fsdecode(b"\xffb*"),)) == []


def test_a_pattern_that_could_take_for_ever_is_told_and_not_heeded(tmp_path: Path) -> None:
    name = "a" * 250 + ".txt"
    make(tmp_path, name, "b.txt")
    (tmp_path / ".git").mkdir()
    costly = "*a" * 40 + "*b"
    (tmp_path / ".gitignore").write_text(f"{costly}\nb.txt\n", encoding="utf-8")
    walk = Walk(tmp_path)
    assert [file.name for file in walk.files([tmp_path])] == [name]
    assert [problem.reason for problem in walk.problems] == [f"more than 3 * in one name: {costly}"]
    sound = ("**/*.txt", "a*b*c*/**/d*.txt", "# * * * * * built files")
    assert [why_costly(pattern) for pattern in sound] == ["", "", ""]
