"""Files of many texts, opened by what kind of file their names stand for."""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scrapelint import store
from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.records import csvfile, jsonlines, jsonlist, zstd
from scrapelint.records.arrowfile import Arrow
from scrapelint.records.fields import Fields
from scrapelint.records.forms import ARROW, TABLES, Form
from scrapelint.records.framed import GZIP, Framed
from scrapelint.records.parquet import Parquet
from scrapelint.records.reading import Reading
from scrapelint.records.record import Block

Cut = Callable[[Location, Callable[[int], bytes]], Iterator[Block]]
"""Cuts what is read of a file into blocks."""


@dataclass
class Lines(Reading):
    """A file that is written in characters."""

    cut: Cut

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the file. Raises FileProblem."""
        yield from self.cut(self.path, self.file.read)


Source = Lines | Parquet | Arrow
"""A file of many texts that is read."""


def opened(form: Form, path: Location, fields: Fields) -> Source:
    """Open a file of a kind. Raises FileProblem."""
    if form.suffix == ".parquet":
        _need_pyarrow()
        return Parquet(path, store.opened(path), fields)
    if form.suffix in ARROW:
        _need_pyarrow()
        return Arrow(path, store.opened(path), fields)
    file: OpenFile | Framed = store.opened(path)
    if form.squeezed and isinstance(file, OpenFile):
        file = Framed(file, GZIP if form.squeezed == ".gz" else zstd.codec())
    return Lines(path, file, _cut(form, fields))


def read_in_order(form: Form, path: Location, file: OpenFile, fields: Fields) -> Lines:
    """Return what reads an open file of a kind that is written in characters, not compressed."""
    return Lines(path, file, _cut(form, fields))


def _cut(form: Form, fields: Fields) -> Cut:
    if form.suffix in TABLES:
        return csvfile.cutter(fields, TABLES[form.suffix])
    return jsonlist.blocks if form.suffix == ".json" else jsonlines.blocks


def _need_pyarrow() -> None:
    if importlib.util.find_spec("pyarrow") is None:
        told = "reading it needs pyarrow: pip install 'scrapelint[corpora]'"
        raise FileProblem("unreadable", told)
