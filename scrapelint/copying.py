"""Where the fixed copies of files go."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from scrapelint import files, writer
from scrapelint.files import FileProblem


@dataclass(frozen=True)
class Copying:
    """Fixed copies instead of repairs in place.

    One file that was named is copied to `to`, unless that is a folder; of folders and several
    files the copies go below it, under the names that they have below what was named.
    """

    to: Path
    named: tuple[Path, ...]
    _taken: dict[str, str] = field(default_factory=dict)

    def target(self, path: Path) -> Path:
        """Return where the copy of a file goes, in a folder that is there. Raises FileProblem."""
        target = self._target(path)
        real, source = os.path.realpath(target), os.path.realpath(path)
        if real == source:
            raise FileProblem("refused", "its fixed copy would take its place")
        if len(self.named) > 1 and self._taken.setdefault(real, source) != source:
            raise FileProblem(
                "refused", f"its fixed copy would replace that of {self._taken[real]}"
            )
        writer.make_folder(target.parent)
        return target

    def _target(self, path: Path) -> Path:
        one_file = len(self.named) == 1 and path == self.named[0]
        if one_file and not self.to.is_dir():
            return self.to
        above = [root for root in self.named if root != path and path.is_relative_to(root)]
        root = max(above, key=lambda root: len(root.parts), default=path.parent)
        return self.to / path.relative_to(root)

    def copy(self, path: Path, content: bytes | None = None) -> None:
        """Write the copy of a file that is one text, fixed or as it is. Raises FileProblem."""
        target = self.target(path)
        data = files.read(path)[0] if content is None else content
        writer.create(target, data)
