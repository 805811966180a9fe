"""The same article twice, word for word or nearly."""

from array import array
from collections.abc import Iterator
from struct import pack

from scrapelint.corpus.detectors import Copies
from scrapelint.corpus.labels import Labels
from scrapelint.corpus.reading import Reading, Told
from scrapelint.corpus.table import Table

_SHINGLE = 5
"""Words in a row that are compared."""
_BANDS, _ROWS = 16, 8
"""A pair with 85 of 100 shingles in common agrees in a whole band 99.4 times in 100."""
_SIZE = _BANDS * _ROWS
_SEED = 1
_BY_CHANCE = 1 / 256
"""How often two bytes agree by chance: of each of the hashes one byte is kept."""


class CopiesWatch:
    """Documents by what their words hash to."""

    def __init__(self, how: Copies) -> None:
        """Begin with no document."""
        self._how = how
        self._labels = Labels()
        self._exact = Table()
        self._near = _Near(how.share / 100)

    def add(self, reading: Reading) -> str | None:
        """Take in a document; return which earlier one it is."""
        self._labels.add(reading.name, reading.origin)
        if not reading.is_long and len(reading.words) < self._how.least:
            return None
        first = self._exact.first(reading.digest, reading.number)
        if self._how.unit == "exact":
            return None if first is None else f"as in {self._labels[first]}"
        if first is not None or reading.is_long or len(reading.words) < _SHINGLE:
            return None
        found = self._near.first(_signature(reading.words), reading.number)
        return found and f"{found[1]:.0%} as in {self._labels[found[0]]}"

    def end(self) -> Iterator[Told]:
        """Yield nothing: all is told."""
        return iter(())


class _Near:
    """Signatures of documents, found again by any of their bands."""

    def __init__(self, least: float) -> None:
        self._least = least
        self._bands = [Table() for _ in range(_BANDS)]
        self._signatures = bytearray()
        self._numbers = array("I")

    def first(self, signature: bytes, number: int) -> tuple[int, float] | None:
        """Return the most similar of the earlier documents, and how similar; keep this one.

        Of those with one band only the first is looked at, so that time stays bounded.
        """
        own = len(self._numbers)
        bands = memoryview(signature).cast("Q")
        met = {band.first(key, own) for band, key in zip(self._bands, bands, strict=True)}
        self._signatures += signature
        self._numbers.append(number)
        alike = [(self._similarity(signature, other), -other) for other in met if other is not None]
        share, other = max(alike, default=(0.0, 0))
        return (self._numbers[-other], share) if share >= self._least else None

    def _similarity(self, signature: bytes, other: int) -> float:
        at = other * _SIZE
        its = self._signatures[at : at + _SIZE]
        same = sum(map(int.__eq__, signature, its)) / _SIZE
        return (same - _BY_CHANCE) / (1 - _BY_CHANCE)


def _signature(words: list[str]) -> bytes:
    """Return a byte of each hash of MinHash over the shingles of a text."""
    from rensa import RMinHash  # noqa: PLC0415 - an optional extra

    sketch = RMinHash(_SIZE, _SEED)
    sketch.update(_shingles(words))
    return pack(f"<{_SIZE}I", *sketch.digest())[::4]


def _shingles(words: list[str]) -> list[str]:
    """Return what every five words in a row are."""
    return list(map(" ".join, zip(*(words[at:] for at in range(_SHINGLE)), strict=False)))
