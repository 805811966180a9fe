"""The modules that write, which tests give another system to write to."""

from collections.abc import Callable
from operator import setitem
from typing import Any

from scrapelint.writer import draft, folder, growing, lines, whole


def use(system: object, put: Callable[[dict[str, Any], str, Any], None] = setitem) -> None:
    """Have them write to what stands for the module `os`."""
    for part in (draft, folder, growing, lines, whole):
        put(vars(part), "os", system)
