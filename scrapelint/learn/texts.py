"""Sound text in: files, folders and JSON lines, as lines of words."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

from scrapelint import files, sources
from scrapelint.gaps.words import Word, split

_FEWEST_WORDS = 5
_ELISIONS = 0.5
_BLOCK = 50
_TENTH = 0.1
_NUMBER = re.compile(r"\d+")


def lines(paths: Iterable[Path]) -> list[str]:
    """Return the lines of all files, each once. Raises FileProblem."""
    return list(dict.fromkeys(line for path in paths for line in _lines(path) if line))


def _lines(path: Path) -> Iterator[str]:
    found = sources.decode(files.read(path)[0])
    if found.problem:
        raise found.problem
    content = found.text
    if path.suffix != ".jsonl":
        yield from map(str.strip, content.split("\n"))
        return
    for number, record in enumerate(content.rstrip("\n").split("\n"), 1):
        try:
            yield from map(str.strip, json.loads(record)["text"].split("\n"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"{path}:{number}: not an object with a `text`"
            raise files.FileProblem("unreadable", reason) from error


def with_numbers(texts: list[str]) -> list[str]:
    """Leave out stretches of text whose numbers were lost: they would teach what damage is.

    Collections made for counting words often are without their digits. The blocks of lines
    beside such a stretch go with it: they hold its first and last lines.
    """
    blocks = [texts[n : n + _BLOCK] for n in range(0, len(texts), _BLOCK)]
    shares = [
        sum(len(_NUMBER.findall(text)) for text in block) / sum(len(t.split()) for t in block)
        for block in blocks
    ]
    fewest = _TENTH * median(shares)
    lost = [False, *(share < fewest for share in shares), False]
    kept = (block for n, block in enumerate(blocks) if not any(lost[n : n + 3]))
    return [text for block in kept for text in block]


def apostrophe(texts: list[str]) -> str:
    """Return which word the apostrophe belongs to, from what stands before and behind it."""
    ends: Counter[bool] = Counter()
    for text in texts:
        words = split(text, "left")
        for word, following in pairwise(words):
            if word.text.endswith("'") and following.start == word.end:
                ends[len(word.text) <= len(following.text)] += 1
    return "left" if ends[True] >= _ELISIONS * ends.total() else "right"


def split_all(texts: list[str], side: str) -> list[list[Word]]:
    """Return the words of the lines that are long enough to be judged."""
    return [words for text in texts if len(words := split(text, side)) >= _FEWEST_WORDS]
