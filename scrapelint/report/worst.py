"""The few of many with the highest counts."""

from heapq import heappush, heappushpop
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class Worst(Generic[_Item]):
    """So many of all items that are added, those with the highest counts; of equals, the first."""

    def __init__(self, most: int) -> None:
        """Begin with none."""
        self._most = most
        self._kept: list[tuple[int, int, _Item]] = []
        self.added = 0
        """How many there were."""

    def add(self, count: int, item: _Item) -> None:
        """Keep an item if it is among the worst."""
        self.added += 1
        entry = (count, -self.added, item)
        if len(self._kept) < self._most:
            heappush(self._kept, entry)
        else:
            heappushpop(self._kept, entry)

    def all(self) -> list[tuple[int, _Item]]:
        """Return them with their counts, the worst first."""
        ordered = sorted(self._kept, key=lambda entry: entry[:2], reverse=True)
        return [(count, item) for count, _, item in ordered]
