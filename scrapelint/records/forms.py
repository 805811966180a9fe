"""What kind of file of many texts a name stands for."""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.records import csvfile, jsonlines, jsonlist, zstd
from scrapelint.records.arrowfile import Arrow
from scrapelint.records.fields import Fields
from scrapelint.records.framed import GZIP, Framed
from scrapelint.records.parquet import Parquet
from scrapelint.records.reading import Reading
from scrapelint.records.record import Block, Fault, Record
from scrapelint.store import opened

_SQUEEZED = (".gz", ".zst")
_LINES = (".jsonl", ".ndjson")
_TABLES = {".csv": None, ".tsv": "\t"}
"""Tables, and what is between their cells if that is known."""
_ARROW = (".arrow", ".arrows", ".feather", ".ipc")
_WRITTEN = (*_LINES, ".json", *_TABLES)
"""What is written in characters, and may be compressed."""
FOUND = (
    *(form + squeezed for form in _LINES for squeezed in ("", *_SQUEEZED)),
    ".parquet",
    ".arrow",
)
"""Names that a walk through a folder takes in; any other file must be named."""
Cut = Callable[[Location, Callable[[int], bytes]], Iterator[Block]]
"""Cuts what is read of a file into blocks."""


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


@dataclass
class Lines(Reading):
    """A file that is written in characters."""

    cut: Cut

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the file. Raises FileProblem."""
        yield from self.cut(self.path, self.file.read)


Source = Lines | Parquet | Arrow
"""A file of many texts that is read."""


class Form(NamedTuple):
    """What kind of file of many texts a file is, by its name."""

    suffix: str
    squeezed: str = ""
    """The part of its name that tells how it is compressed."""

    @property
    def is_read_in_order(self) -> bool:
        """Tell whether it can be read from its beginning to its end, as out of a pipe."""
        return self.suffix in _WRITTEN and not self.squeezed

    def read(self, path: Location, file: OpenFile, fields: Fields) -> Source:
        """Return what reads a file of this kind that is open and read in order."""
        return Lines(path, file, self._cut(fields))

    def open(self, path: Location, fields: Fields) -> Source:
        """Open a file of this kind. Raises FileProblem."""
        if self.suffix == ".parquet":
            _need_pyarrow()
            return Parquet(path, opened(path), fields)
        if self.suffix in _ARROW:
            _need_pyarrow()
            return Arrow(path, opened(path), fields)
        file: OpenFile | Framed = opened(path)
        if self.squeezed and isinstance(file, OpenFile):
            file = Framed(file, GZIP if self.squeezed == ".gz" else zstd.codec())
        return Lines(path, file, self._cut(fields))

    def _cut(self, fields: Fields) -> Cut:
        if self.suffix in _TABLES:
            return csvfile.cutter(fields, _TABLES[self.suffix])
        return jsonlist.blocks if self.suffix == ".json" else jsonlines.blocks


def form(path: Location) -> Form | None:
    """Return what kind of file of many texts a name stands for, or None if it is one text."""
    name = path.name.lower()
    squeezed = name[name.rfind(".") :] if name.endswith(_SQUEEZED) else ""
    name = name.removesuffix(squeezed)
    suffix = name[name.rfind(".") :] if "." in name else ""
    if suffix in _WRITTEN or (suffix in {".parquet", *_ARROW} and not squeezed):
        return Form(suffix, squeezed)
    return None


def _need_pyarrow() -> None:
    if importlib.util.find_spec("pyarrow") is None:
        told = "reading it needs pyarrow: pip install 'scrapelint[corpora]'"
        raise FileProblem("unreadable", told)
