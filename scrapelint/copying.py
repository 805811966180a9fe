"""Where the fixed copies of files go."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from scrapelint import files, writer
from scrapelint.files import FileProblem, Stored, Url


@dataclass(frozen=True)
class Copying:
    """Fixed copies instead of repairs in place.

    One file that was named is copied to `to`, unless that is a folder; of folders and several
    files the copies go below it, under the names that they have below what was named.
    """

    to: Stored
    named: tuple[Stored, ...]
    _taken: dict[str, str] = field(default_factory=dict)
    _ready: set[Path] = field(default_factory=set)
    """Folders that are there, and swept."""

    def target(self, path: Stored) -> Stored:
        """Return where the copy of a file goes, in a folder that is there. Raises FileProblem."""
        target = self._target(path)
        real, source = _real(target), _real(path)
        if real == source:
            raise FileProblem("refused", "its fixed copy would take its place")
        if len(self.named) > 1 and self._taken.setdefault(real, source) != source:
            raise FileProblem("refused", "another fixed copy has that name already")
        if isinstance(target, Path):
            self._make_ready(target.parent)
        return target

    def _make_ready(self, folder: Path) -> None:
        if folder not in self._ready:
            writer.make_folder(folder)
            writer.sweep(folder)
            self._ready.add(folder)

    def _target(self, path: Stored) -> Stored:
        one_file = len(self.named) == 1 and path == self.named[0]
        if one_file and not _is_folder(self.to):
            return self.to
        below = self._below(path)
        return self.to.below(below) if isinstance(self.to, Url) else self.to / below

    def _below(self, path: Stored) -> str:
        """Return the name of a file below what was named."""
        if isinstance(path, Path):
            above = [root for root in self.named if isinstance(root, Path) and root != path]
            roots = [root for root in above if path.is_relative_to(root)]
            root = max(roots, key=lambda root: len(root.parts), default=path.parent)
            return path.relative_to(root).as_posix()
        addresses = [
            root.address.rstrip("/") + "/"
            for root in self.named
            if root != path
            if isinstance(root, Url)
        ]
        found = [each for each in addresses if path.address.startswith(each)]
        return path.address.removeprefix(max(found, key=len)) if found else path.name

    def copy(self, path: Stored, content: bytes | None = None) -> None:
        """Write the copy of a file that is one text, fixed or as it is. Raises FileProblem."""
        target = self.target(path)
        if content is None and isinstance(path, Path):
            content, _ = files.read(path)
        writer.create(target, content or b"")


def _real(path: Stored) -> str:
    return os.path.realpath(path) if isinstance(path, Path) else path.address


def _is_folder(path: Stored) -> bool:
    return path.address.endswith("/") if isinstance(path, Url) else path.is_dir()
