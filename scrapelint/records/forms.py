"""What kind of file of many texts a name stands for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from scrapelint.files import OpenFile
from scrapelint.records import jsonlines, zstd
from scrapelint.records.fields import Fields
from scrapelint.records.framed import GZIP, Framed
from scrapelint.records.record import Block, Fault, Record

_SQUEEZED = (".gz", ".zst")
FOUND = tuple(form + squeezed for form in (".jsonl", ".ndjson") for squeezed in ("", *_SQUEEZED))
"""Names that a walk through a folder takes in; any other file must be named."""
Blocks = Callable[[Path, Callable[[int], bytes]], Iterator[Block]]
"""Cuts what is read of a file into blocks."""
_FORMS: dict[str, Blocks] = {".jsonl": jsonlines.blocks, ".ndjson": jsonlines.blocks}


class Form(NamedTuple):
    """What kind of file of many texts a file is."""

    blocks: Blocks
    squeezed: str = ""
    """The part of its name that tells how it is compressed."""

    def open(self, path: Path) -> OpenFile | Framed:
        """Open a file of this kind. Raises FileProblem."""
        if not self.squeezed:
            return OpenFile(path)
        codec = GZIP if self.squeezed == ".gz" else zstd.codec()
        return Framed(OpenFile(path), codec)


class End(NamedTuple):
    """The end of a file of many texts, and what kept it from being read to its end."""

    path: Path
    problem: Fault | None = None
    data: bytes = b""

    def records(self, _: Fields) -> Iterator[Record | Fault]:
        """Yield what kept the file from being read."""
        if self.problem:
            yield self.problem


def form(path: Path) -> Form | None:
    """Return what kind of file of many texts a name stands for, or None if it is one text."""
    name = path.name.lower()
    squeezed = name[name.rfind(".") :] if name.endswith(_SQUEEZED) else ""
    name = name.removesuffix(squeezed)
    blocks = _FORMS.get(name[name.rfind(".") :]) if "." in name else None
    return Form(blocks, squeezed) if blocks else None
