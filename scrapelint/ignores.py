"""Rules that are ignored in some files, or in what some sites publish."""

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from scrapelint import selection
from scrapelint.origin import Origin
from scrapelint.rule import Rule

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class FileIgnore(NamedTuple):
    """Selectors of rules, ignored in the files in `folder` that a pattern as in .gitignore names.

    A `!` before the pattern means all other files.
    """

    folder: Path
    pattern: str
    selectors: tuple[str, ...]
    source: str

    def holds(self, name: str) -> bool:
        """Tell whether the file of that name is one of them."""
        pattern = self.pattern.removeprefix("!")
        return _spec(pattern).match_file(inside(name, self.folder)) != (pattern != self.pattern)


class SourceIgnore(NamedTuple):
    """Selectors of rules, ignored in records from a site: `example.org`, `*.example`.

    A site stands for those below it too, and `example.org/live` for what is in that folder.
    """

    pattern: str
    selectors: tuple[str, ...]
    source: str

    def holds(self, origin: Origin) -> bool:
        """Tell whether the record is from there."""
        host, _, path = self.pattern.partition("/")
        host = host.lower().removeprefix("www.")
        site = origin.site
        if not site or not (fnmatchcase(site, host) or fnmatchcase(site, f"*.{host}")):
            return False
        folder = f"/{path}".rstrip("/")
        there = urlsplit(origin.url or "").path
        return not folder or fnmatchcase(there, folder) or fnmatchcase(there, f"{folder}/*")


class Ignores(NamedTuple):
    """All that is ignored somewhere."""

    files: tuple[FileIgnore, ...] = ()
    sources: tuple[SourceIgnore, ...] = ()

    def at(self, name: str, origin: Origin | None = None) -> frozenset[str]:
        """Return the selectors of the rules that are ignored in a file, or a record of it."""
        found = [entry.selectors for entry in self.files if entry.holds(name)]
        if origin:
            found += [entry.selectors for entry in self.sources if entry.holds(origin)]
        return frozenset(selector for selectors in found for selector in selectors)

    def check(self, rules: Iterable[Rule]) -> None:
        """Refuse selectors that name nothing. Raises SelectorError."""
        for file in self.files:
            selection.check(file.selectors, rules, "per-file-ignores", file.source)
        for source in self.sources:
            selection.check(source.selectors, rules, "per-source-ignores", source.source)


@cache
def _spec(pattern: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - slow to load

    return GitIgnoreSpec.from_lines([pattern])


NOTHING = Ignores()
"""Nothing is ignored anywhere."""


def inside(name: str, folder: Path) -> str:
    """Return the path of a file in a folder, with `/`; of one elsewhere its last part."""
    if "://" in name:
        return name.partition("://")[2]
    path = os.path.relpath(os.path.abspath(name), folder)  # noqa: PTH100 - links stay as they are
    path = Path(path).name if path.startswith("..") else Path(path).as_posix()
    return os.fsencode(path).decode(errors="replace")
