"""Whether texts are scanned first: where there is a core, and once it pays."""

import os
from collections.abc import Callable, Sequence
from functools import cache

from scrapelint.scan import grams
from scrapelint.scan.scanner import Forgetful, Prepared, Store

_EDITION = 8
"""What `scrapelint._core` must say it is; core.h has the same number."""
_WORTH_LOADING, _WORTH_COMPILING = 8_000, 300_000
"""Characters of one language from which it is quicker to have a scanner made ready."""


def kind() -> str:
    """Return which way texts are searched, if the variable SCRAPELINT_ENGINE says."""
    return os.environ.get("SCRAPELINT_ENGINE", "")


def compiled() -> bool:
    """Tell whether `scrapelint._core` is there and to be used."""
    return kind() != "pure" and is_built()


@cache
def is_built() -> bool:
    """Tell whether there is a core, and of this source: a clone may be newer than its build."""
    try:
        from scrapelint import _core  # noqa: PLC0415 - not on every machine
    except ImportError:
        return False
    return getattr(_core, "EDITION", 0) == _EDITION


class Engine:
    """Makes a scanner for each language once it pays; findings are the same without one."""

    def __init__(self, store: Store | None = None) -> None:
        """Take where compiled scanners are kept.

        What `kind` says decides instead: `native` for a scanner at once, `pure` for none.
        """
        self._store = store or Forgetful()
        self._kind = kind()
        self._seen: dict[str, int] = {}
        self._ready: dict[str, Prepared | None] = {}
        self._glances: dict[str, Prepared | None] = {}

    def scanner(
        self, language: str, size: int, expressions: Callable[[], Sequence[str]]
    ) -> Prepared | None:
        """Return the scanner for a text of some size, or None where going without is as good."""
        if language in self._ready:
            return self._ready[language] or self._glance(language, expressions)
        before = self._seen.get(language, 0)
        seen = self._seen[language] = before + size
        compiles = self._kind == "native" or seen >= _WORTH_COMPILING
        loads = before < _WORTH_LOADING <= seen  # once: what is not there then does not come
        if self._kind == "pure":
            return None
        if not ((compiles or loads) and compiled()):
            return self._glance(language, expressions)
        from scrapelint.scan import sieve  # noqa: PLC0415 - a few small texts go without

        found = sieve.prepared(expressions(), self._store, compiles=compiles)
        if found is not None or compiles:
            self._ready[language] = found
        return found or self._glance(language, expressions)

    def _glance(self, language: str, expressions: Callable[[], Sequence[str]]) -> Prepared | None:
        """Return what tells of a small text which expressions cannot match in it, if known."""
        if language not in self._glances:
            self._glances[language] = grams.prepared(expressions())
        return self._glances[language]
