"""Corpora of any size: articles that were given, again and again, each time a little different."""

import gzip
import json
import lzma
import random
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import IO

_OPEN: dict[str, Callable[..., IO[str]]] = {".gz": gzip.open, ".xz": lzma.open}
_RECORDS = (".jsonl", ".jsonl.gz", ".jsonl.xz")
_DIGIT = re.compile(r"\d")
_FIRST_DAY = date(2024, 1, 1)


def texts(place: Path) -> list[str]:
    """Return the texts of a file, or of the .txt and JSONL files in a folder."""
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else []
    return [text for path in files or [place] for text in _texts_of(path) if text.strip()]


def _texts_of(path: Path) -> Iterator[str]:
    if path.name.endswith(_RECORDS):
        with _OPEN.get(path.suffix, open)(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]
    elif path.suffix == ".txt":
        yield path.read_text(encoding="utf-8")


def make(path: Path, texts: list[str], records: int) -> int:
    """Write so many records, and return how many bytes they are."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(records):
            file.write(json.dumps(_record(number, texts), ensure_ascii=False) + "\n")
    return path.stat().st_size


def _record(number: int, texts: list[str]) -> dict[str, str]:
    return {
        "id": f"article-{number}",
        "url": f"https://www.site{number % 97}.example/articles/{number}",
        "date": (_FIRST_DAY + timedelta(days=number % 730)).isoformat(),
        "text": varied(texts[number % len(texts)], number),
    }


def varied(text: str, number: int) -> str:
    """Return a text with other digits, and with one of its paragraphs at another place."""
    chance = random.Random(number)  # noqa: S311 - no secret
    paragraphs = _DIGIT.sub(lambda _: str(chance.randrange(10)), text).split("\n\n")
    moved = paragraphs.pop(chance.randrange(len(paragraphs)))
    paragraphs.insert(chance.randrange(len(paragraphs) + 1), moved)
    return "\n\n".join(paragraphs)


def cut(path: Path, part: Path, records: int) -> Iterator[int]:
    """Write one part after the other of a file to another; yield how many records came before."""
    with path.open("rb") as file:
        before = 0
        while lines := _some(file, part, records):
            yield before
            before += lines


def _some(lines: Iterable[bytes], part: Path, records: int) -> int:
    """Write the next lines to a file, and return how many there were."""
    written = 0
    with part.open("wb") as file:
        for line in islice(lines, records):
            file.write(line)
            written += 1
    return written
