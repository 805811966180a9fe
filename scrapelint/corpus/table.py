"""A table from keys to numbers in as little memory as Python allows."""

from array import array

_FULL = 0.7
"""Share of the slots that are taken when the table grows."""
_FREE = 0xFFFFFFFF
_FIRST_SIZE = 63


class Table:
    """The number that first came with each key of 64 bits; 12 bytes a slot, some 21 an entry."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._reset(_FIRST_SIZE)

    def __len__(self) -> int:
        """Return the number of keys."""
        return self._taken

    def first(self, key: int, number: int) -> int | None:
        """Return the number that came with a key before; if none did, keep this one."""
        slot = self._slot(key)
        if (known := self._numbers[slot]) != _FREE:
            return known
        self._put(slot, key, number)
        if self._taken > _FULL * len(self._keys):
            self._grow()
        return None

    def _slot(self, key: int) -> int:
        """Return the slot of a key, or the free one where it goes."""
        keys, numbers, size = self._keys, self._numbers, len(self._keys)
        slot = key % size
        while numbers[slot] != _FREE and keys[slot] != key:
            slot = slot + 1 if slot + 1 < size else 0
        return slot

    def _put(self, slot: int, key: int, number: int) -> None:
        self._keys[slot], self._numbers[slot] = key, number
        self._taken += 1

    def _reset(self, size: int) -> None:
        self._keys = array("Q", bytes(8 * size))
        self._numbers = array("I", b"\xff" * (4 * size))
        self._taken = 0

    def _grow(self) -> None:
        keys, numbers = self._keys, self._numbers
        self._reset(len(keys) * 3 // 2 | 1)
        for key, number in zip(keys, numbers, strict=True):
            if number != _FREE:
                self._put(self._slot(key), key, number)
