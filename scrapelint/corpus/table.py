"""A table from keys to numbers in as little memory as Python allows."""

from array import array
from collections.abc import Iterator

_FULL = 0.7
"""Share of the slots that are taken when the table grows."""
_FREE = 0xFFFFFFFF


class Table:
    """The number that first came with each key of 64 bits; 12 bytes a slot, some 20 an entry."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._reset(64)

    def __len__(self) -> int:
        """Return the number of keys."""
        return self._taken

    def first(self, key: int, number: int) -> int | None:
        """Return the number that came with a key before; if none did, keep this one."""
        slot = self._slot(key)
        if (known := self._numbers[slot]) != _FREE:
            return known
        self._keys[slot], self._numbers[slot] = key, number
        self._taken += 1
        if self._taken > _FULL * len(self._keys):
            self._grow()
        return None

    def _slot(self, key: int) -> int:
        """Return the slot of a key, or the free one where it goes."""
        keys, numbers, mask = self._keys, self._numbers, len(self._keys) - 1
        slot = (key ^ key >> 32) & mask
        while numbers[slot] != _FREE and keys[slot] != key:
            slot = (slot + 1) & mask
        return slot

    def _reset(self, size: int) -> None:
        self._keys = array("Q", bytes(8 * size))
        self._numbers = array("I", b"\xff" * (4 * size))
        self._taken = 0

    def _grow(self) -> None:
        entries = list(self._entries())
        self._reset(2 * len(self._keys))
        for key, number in entries:
            slot = self._slot(key)
            self._keys[slot], self._numbers[slot] = key, number
        self._taken = len(entries)

    def _entries(self) -> Iterator[tuple[int, int]]:
        for key, number in zip(self._keys, self._numbers, strict=True):
            if number != _FREE:
                yield key, number
