"""Regular expressions that are compiled when they are first used: most runs need few of them."""

import re
from typing import Any, cast


class Late:
    """An expression that stands for its pattern, and is in its place until one is needed."""

    def __init__(self, expression: str, flags: int) -> None:
        """Take what the pattern is to be compiled from."""
        self.pattern = expression
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        """Return what the pattern has under a name, and keep it for the next time."""
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def late(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Return what can be used as the pattern of an expression."""
    return cast("re.Pattern[str]", Late(expression, flags))
