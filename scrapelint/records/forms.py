"""What kind of file of many texts a name stands for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from scrapelint.files import Location, OpenFile
from scrapelint.records.fields import Fields
from scrapelint.records.record import Fault, Record

if TYPE_CHECKING:
    from scrapelint.records.opening import Source

_SQUEEZED = (".gz", ".zst")
_LINES = (".jsonl", ".ndjson")
TABLES = {".csv": None, ".tsv": "\t"}
"""Tables, and what is between their cells if that is known."""
ARROW = (".arrow", ".arrows", ".feather", ".ipc")
_WRITTEN = (*_LINES, ".json", *TABLES)
"""What is written in characters, and may be compressed."""
FOUND = (
    *(form + squeezed for form in _LINES for squeezed in ("", *_SQUEEZED)),
    ".parquet",
    ".arrow",
)
"""Names that a walk through a folder takes in; any other file must be named."""


class End(NamedTuple):
    """The end of a file of many texts, and what kept it from being read to its end."""

    path: Location
    problem: Fault | None = None
    data: bytes = b""
    size: int = 0

    def records(self, _: Fields) -> Iterator[Record | Fault]:
        """Yield what kept the file from being read."""
        if self.problem:
            yield self.problem


class Form(NamedTuple):
    """What kind of file of many texts a file is, by its name."""

    suffix: str
    squeezed: str = ""
    """The part of its name that tells how it is compressed."""

    @property
    def is_read_in_order(self) -> bool:
        """Tell whether it can be read from its beginning to its end, as out of a pipe."""
        return self.suffix in _WRITTEN and not self.squeezed

    def read(self, path: Location, file: OpenFile, fields: Fields) -> "Source":
        """Return what reads a file of this kind that is open and read in order."""
        from scrapelint.records.opening import read_in_order  # noqa: PLC0415 - slow to load

        return read_in_order(self, path, file, fields)

    def open(self, path: Location, fields: Fields) -> "Source":
        """Open a file of this kind. Raises FileProblem."""
        from scrapelint.records.opening import opened  # noqa: PLC0415 - slow to load

        return opened(self, path, fields)


def form(path: Location) -> Form | None:
    """Return what kind of file of many texts a name stands for, or None if it is one text."""
    name = path.name.lower()
    squeezed = name[name.rfind(".") :] if name.endswith(_SQUEEZED) else ""
    name = name.removesuffix(squeezed)
    suffix = name[name.rfind(".") :] if "." in name else ""
    if suffix in _WRITTEN or (suffix in {".parquet", *ARROW} and not squeezed):
        return Form(suffix, squeezed)
    return None
