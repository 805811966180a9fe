"""What a line looks like: a label, a sentence, or something short that is neither."""

import re

from scrapelint.detectors.base import Expression

_DECORATION = re.compile(r"^[\W_]+|(?<![\W_])[\W_]+$")
_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"[.…][\"'”’»)\]]*\Z")
_FEW = 6
"""Words from which a line that ends in a stop is a sentence; titles may ask and exclaim."""


def plain(line: str) -> str:
    """Return a line as it is compared: no case, no marks at its ends, single spaces."""
    return _SPACE.sub(" ", _DECORATION.sub("", line)).casefold()


def alone(expression: Expression) -> Expression:
    """Return an expression for what another one matches if it is all there is on a line."""
    return Expression(rf"^[^\S\n]*(?:{expression})[^\S\n]*$")


def is_text(line: str, long: int) -> bool:
    """Tell whether a line is a sentence, or has at least so many characters."""
    return len(line) >= long or (bool(_STOP.search(line)) and len(line.split()) >= _FEW)
