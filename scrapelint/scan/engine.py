"""Whether texts are scanned first: where that can be done, and once it pays."""

import os
from collections.abc import Callable, Sequence

from scrapelint.scan.scanner import Prepared, Store

_WORTH_LOADING, _WORTH_COMPILING = 30_000, 300_000
"""Characters of one language from which it is quicker to have a scanner made ready."""


class Forgetful:
    """A store that keeps nothing."""

    def get(self, key: str) -> bytes | None:  # noqa: ARG002 - as stores have it
        """Return nothing."""
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep nothing."""


class Engine:
    """Makes a scanner for each language once it pays; findings are the same without one."""

    def __init__(self, store: Store | None = None) -> None:
        """Take where compiled scanners are kept.

        The variable SCRAPELINT_ENGINE decides instead: `native` for a scanner at once, `pure`
        for none.
        """
        self._store = store or Forgetful()
        self._kind = os.environ.get("SCRAPELINT_ENGINE", "")
        self._seen: dict[str, int] = {}
        self._ready: dict[str, Prepared | None] = {}
        self._looked: set[str] = set()

    def scanner(
        self, language: str, size: int, expressions: Callable[[], Sequence[str]]
    ) -> Prepared | None:
        """Return the scanner for a text of some size, or None where going without is as good."""
        if language in self._ready:
            return self._ready[language]
        seen = self._seen[language] = self._seen.get(language, 0) + size
        compiles = self._kind == "native" or seen >= _WORTH_COMPILING
        loads = seen >= _WORTH_LOADING and language not in self._looked
        if self._kind == "pure" or not (compiles or loads):
            return None
        from scrapelint.scan import native  # noqa: PLC0415 - a few small texts go without

        self._looked.add(language)
        found = native.prepared(expressions(), self._store, compiles=compiles)
        if found is not None or compiles:
            self._ready[language] = found
        return found
