"""Files in: which ones, in what order, and what text is in them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scrapelint import files
from scrapelint.files import FileProblem, Problem, reason
from scrapelint.late import late
from scrapelint.records import forms

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".txt", ".md")
"""Names of texts that a walk takes in, beside those of records; any other file must be named."""

_NEVER = (".git/", ".hg/", ".svn/", ".venv/", "venv/", "node_modules/", "__pycache__/", ".tox/")
_NAMES = frozenset(name.removesuffix("/") for name in _NEVER)
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks, and the encoding each tells."""
_MARKS_OF_UTF32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
"""The first of them begins as that of UTF-16 does."""
_LARGEST_LIST = 1 << 20
"""Bytes above which a .gitignore is none."""
_STARS = late(r"\*+")
_MOST_STARS = 3
"""In one name; with each further one a pattern can take some fifty times as long to match."""
_SAMPLE = 2000
"""Bytes that are looked at to tell what a file that is no text may be."""


def top(folder: Path) -> Path:
    """Return the folder of the repository that a folder is in, or else itself."""
    above = (folder, *folder.parents)
    return next((each for each in above if os.path.lexists(each / ".git")), folder)


@dataclass(frozen=True, eq=False)
class Walk:
    """How folders are walked.

    `exclude` holds patterns as in .gitignore, relative to `root`; files that are named are
    checked all the same unless `force_exclude` is set.
    """

    root: Path
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    left_out: list[Path] = field(default_factory=list)
    """Files that were named and left out, once the walk is done."""
    problems: list[Problem] = field(default_factory=list)
    """Folders that could not be read and patterns not heeded, once the walk is done."""
    found: set[Path] = field(default_factory=set)
    """Files of many texts that were come upon so far."""
    passed_over: list[Path] = field(default_factory=list)
    """Links, pipes and the like that were found on the way, once the walk is done."""

    def files(self, paths: Sequence[Path]) -> Iterator[Path]:
        """Yield the files to check, each once: the paths in turn, folders sorted by name."""
        seen: set[str] = set()
        for path in paths:
            for file in self._expand(path):
                key = os.path.realpath(file)
                if key not in seen:
                    seen.add(key)
                    yield file

    def _expand(self, path: Path) -> Iterator[Path]:
        if _is_folder(path):
            # A folder that is named is walked even if it is excluded, as a file would be.
            named = not self.force_exclude and self._is_excluded(path)
            walk = replace(self, root=Path(os.path.abspath(path))) if named else self  # noqa: PTH100
            real = path.resolve()
            yield from walk.inside(_Folder(path, real, tuple(self._ignore_files_above(real))))
        elif self.force_exclude and self._is_excluded(path):
            self.left_out.append(path)
        else:
            yield path

    def inside(self, top: "_Folder") -> Iterator[Path]:
        """Yield the files in a folder, however deep."""
        open_ = [self._within(top)]  # a call inside a call would end at a thousand folders
        while open_:
            found = next(open_[-1], None)
            if found is None:
                open_.pop()
            elif isinstance(found, _Folder):
                open_.append(self._within(found))
            else:
                yield found

    def _within(self, folder: "_Folder") -> Iterator["Path | _Folder"]:
        """Yield the files and the folders right in a folder."""
        ignores = (*folder.ignores, *self._ignore_file(folder.real))
        for entry in self._entries(folder.path):
            path, real = folder.path / entry.name, folder.real / entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if _is_ignored(real, ignores, is_folder=is_folder) or self._is_excluded(
                path, is_folder=is_folder
            ):
                continue
            if is_folder:
                yield _Folder(path, real, ignores)
            elif not _is_taken_in(path):
                if entry.is_symlink() and _is_folder(path):
                    self.passed_over.append(path)
            elif entry.is_file(follow_symlinks=False):
                if path.suffix.lower() not in SUFFIXES:
                    self.found.add(path)
                yield path
            else:
                self.passed_over.append(path)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(Problem(str(folder), "unreadable", reason(error)))
            return []

    def _ignore_files_above(self, folder: Path) -> "Iterator[tuple[Path, GitIgnoreSpec]]":
        """Yield the .gitignore files between the top of the repository and a folder in it."""
        above = [folder, *folder.parents]
        tops = (n for n, parent in enumerate(above) if os.path.lexists(parent / ".git"))
        for parent in reversed(above[1 : next(tops, 0) + 1]):
            yield from self._ignore_file(parent)

    def _ignore_file(self, folder: Path) -> "Iterator[tuple[Path, GitIgnoreSpec]]":
        path = folder / ".gitignore"
        try:
            data, _ = files.read(path, largest=_LARGEST_LIST)
        except FileProblem:
            return
        lines = data.decode(errors="replace").splitlines()
        refused = costly(lines)
        for line in sorted(refused):
            self.problems.append(Problem(str(path), "refused", refused[line]))
        yield folder, _spec(line for line in lines if line not in refused)

    @cached_property
    def _excluded(self) -> "GitIgnoreSpec":
        return _spec([*_NEVER, *map(_utf8, self.exclude)])

    def _is_excluded(self, path: Path, *, is_folder: bool | None = None) -> bool:
        inside = os.path.relpath(Path(os.path.abspath(path)), self.root)  # noqa: PTH100 - no links
        name = Path(inside).as_posix() if not inside.startswith("..") else path.name
        if not self.exclude and _NAMES.isdisjoint(name.split("/")):
            return False  # most runs exclude no more
        if is_folder is None:
            is_folder = _is_folder(path)
        return self._excluded.match_file(_utf8(name) + "/" if is_folder else _utf8(name))


def costly(patterns: Iterable[str]) -> dict[str, str]:
    """Return the patterns that may take for ever to match, each with what to tell of it."""
    return {pattern: f"{why}: {pattern}" for pattern in patterns if (why := why_costly(pattern))}


def why_costly(pattern: str) -> str:
    """Return why it may take for ever to match a pattern, or an empty text if it does not."""
    if pattern.startswith("#"):  # a comment
        return ""
    stars = max(len(_STARS.findall(name)) for name in pattern.split("/"))
    return f"more than {_MOST_STARS} * in one name" if stars > _MOST_STARS else ""


def _spec(lines: Iterable[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - slow to load

    return GitIgnoreSpec.from_lines(lines)


class _Folder(NamedTuple):
    """A folder on the way: its name, where it really is, and the .gitignore files above it."""

    path: Path
    real: Path
    ignores: "tuple[tuple[Path, GitIgnoreSpec], ...]"


def _is_taken_in(path: Path) -> bool:
    """Tell whether a walk takes in a file of that name."""
    return path.suffix.lower() in SUFFIXES or path.name.lower().endswith(forms.FOUND)


def _is_folder(path: Path) -> bool:
    """Tell whether there is a folder; what cannot be looked at is a file until it is read."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises


def _utf8(name: str) -> str:
    """Return a name with a replacement character for what is no UTF-8, as patterns have it."""
    return os.fsencode(name).decode(errors="replace")


def _is_ignored(
    path: Path, ignores: "Sequence[tuple[Path, GitIgnoreSpec]]", *, is_folder: bool
) -> bool:
    """Tell what the nearest .gitignore with something to say about a path says."""
    for folder, spec in reversed(ignores):
        name = _utf8(path.relative_to(folder).as_posix())
        verdict = spec.check_file(f"{name}/" if is_folder else name).include
        if verdict is not None:
            return verdict
    return False


class Content(NamedTuple):
    """The bytes of a file and the text in them, a byte order mark aside.

    Bytes that are no text in the file's encoding stand in the text as lone surrogates;
    `problem` then says where the first is, and the file must not be written.
    """

    data: bytes
    text: str
    codec: str = "utf-8"
    mark: bytes = b""
    problem: FileProblem | None = None

    def encoded(self, text: str) -> bytes:
        """Return the bytes of another text, in the encoding of the file and marked as it was."""
        return self.mark + text.encode(self.codec)

    @property
    def mark_as_text(self) -> str:
        """Return the byte order mark as a character, or nothing."""
        return self.mark.decode(self.codec)


def decode(data: bytes) -> Content:
    """Return the text in some bytes: UTF-8, or UTF-16 with a byte order mark."""
    if data.startswith(_MARKS_OF_UTF32):
        return _undecodable(data, 0, "it looks like UTF-32")
    for mark, codec in _MARKS.items():
        if data.startswith(mark):
            return _decode(data, codec, mark)
    return _decode(data, "utf-8", b"")


def _decode(data: bytes, codec: str, mark: bytes) -> Content:
    body = data[len(mark) :]
    if codec == "utf-8" and (kind := _full_of_zeros(data[:_SAMPLE])):
        return _undecodable(data, data.index(0), kind)
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        kind = "it is no text" if b"\0" in data[:_SAMPLE] else ""
        return _undecodable(data, len(mark) + error.start, kind)
    if text.encode(codec) != body:
        return _undecodable(data, len(mark), "")
    return Content(data, text, codec, mark)


def _full_of_zeros(sample: bytes) -> str:
    """Return what bytes are of which one in four is zero; an empty text if not so many are."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if (even + odd) * 4 <= len(sample):
        return ""
    return "it looks like UTF-16" if min(even, odd) * 8 < max(even, odd) else "it is no text"


def _undecodable(data: bytes, offset: int, kind: str) -> Content:
    told = f"not UTF-8: byte 0x{data[offset]:02x} at offset {offset}"
    told += f", {kind}; not changed" if kind else "; not changed"
    text = data.decode("utf-8", "surrogateescape")
    return Content(data, text, problem=FileProblem("not-utf8", told))
