"""A second reading of files of many texts, to verify a repair by: it shares no code with it."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


def tokens(line: bytes) -> list[bytes]:
    """Return the tokens of a line, and what is between them, as they are written."""
    found, done = [], 0
    for match in TOKEN.finditer(line):
        found += [line[done : match.start()], match[0]]
        done = match.end()
    return [*found, line[done:]]


def value(line: bytes) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return what is in a line, with all the members of objects, those of equal keys too."""
    return json.loads(line, object_pairs_hook=list, parse_float=str, parse_int=str)


def same_but_text(before: bytes, after: bytes) -> bool:
    """Tell whether two lines differ, if at all, by one string token."""
    old, new = tokens(before), tokens(after)
    if len(old) != len(new):
        return False
    differ = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return not differ or (len(differ) == 1 and all(token[:1] == b'"' for token in differ[0]))


def undone(journal: Path, path: Path, before: bytes) -> int:
    """See that a file differs from what it was by the declared edits only; count these."""
    (entry,) = map(json.loads, journal.read_bytes().splitlines())
    data = path.read_bytes()
    assert entry["path"] == str(path)
    assert hashlib.sha256(before).hexdigest() == entry["before"]
    assert hashlib.sha256(data).hexdigest() == entry["after"]
    (edits,) = entry["passes"]
    for (start, end), old in reversed(edits):
        data = data[:start] + old.encode() + data[end:]
    assert data == before
    return len(edits)
