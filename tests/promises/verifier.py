"""Replay what a journal declares on the bytes that were, and compare with the disk.

This shares no code with what it verifies: it reads the journal as JSON and works on bytes.
"""

import hashlib
import json
from pathlib import Path

ENCODINGS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def verify(journal: Path, originals: dict[str, bytes]) -> int:
    """See that the files differ from the originals by the declared edits only; count these."""
    known, edits = dict(originals), 0
    for line in journal.read_bytes().splitlines():
        entry = json.loads(line)
        path, before = entry["path"], known[entry["path"]]
        after = Path(path).read_bytes()
        assert hashlib.sha256(before).hexdigest() == entry["before"], path
        assert hashlib.sha256(after).hexdigest() == entry["after"], path
        for declared in entry["passes"]:
            edits += len(declared)
            after = _replayed(after, declared)
        assert after == before, path
        del known[path]
    for path, data in known.items():
        assert Path(path).read_bytes() == data, path
    return edits


def _replayed(data: bytes, edits: list[tuple[tuple[int, int], str]]) -> bytes:
    mark = next((mark for mark in ENCODINGS if data.startswith(mark)), b"")
    codec = ENCODINGS.get(mark, "utf-8")
    body = data[len(mark) :]
    for (start, end), old in sorted(edits, reverse=True):
        text = body.decode(codec)
        first, last = (len(mark) + len(text[:at].encode(codec)) for at in (start, end))
        body = (data[:first] + old.encode(codec) + data[last:])[len(mark) :]
        data = mark + body
    return data
