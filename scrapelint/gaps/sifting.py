"""Whether boundaries are sifted first: once there are so many that it pays."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapelint.scan import engine

if TYPE_CHECKING:
    from scrapelint.gaps.sieve import Sieve

_WORTH = 25_000
"""Words from which it is quicker to load numpy and to make a sieve."""


class Sifting:
    """Makes the sieve of a table once it pays; findings are the same without one."""

    def __init__(self) -> None:
        """Begin without."""
        self._words = 0
        self._is_tried = False
        self._sieve: Sieve | None = None

    def sieve(self, weights: Mapping[str, int], bias: int, gate: int, words: int) -> "Sieve | None":
        """Return the sieve for so many further words, or None where going without is as good."""
        self._words += words
        kind = engine.kind()
        if kind == "pure":
            return None
        if not self._is_tried and (kind == "native" or self._words >= _WORTH):
            self._is_tried = True
            with suppress(ImportError):  # numpy is not there, or cannot be read just now
                from scrapelint.gaps.sieve import Sieve  # noqa: PLC0415 - slow to load

                self._sieve = Sieve(weights, bias, gate)
        return self._sieve
