"""Where a text begins and ends but for what is blank: it may be long, and is not copied."""

_AT_ONCE = 256
"""Characters that are copied at a time."""


def start_of(text: str, start: int, end: int, blank: str | None = None) -> int:
    """Return the first place in a range that is not blank: white space, or some characters."""
    while start < end:
        after = start + _AT_ONCE if end - start > _AT_ONCE else end
        if rest := text[start:after].lstrip(blank):
            return after - len(rest)
        start = after
    return end


def end_of(text: str, start: int, end: int, blank: str | None = None) -> int:
    """Return the place behind the last in a range that is not blank."""
    while start < end:
        before = end - _AT_ONCE if end - start > _AT_ONCE else start
        if rest := text[before:end].rstrip(blank):
            return before + len(rest)
        end = before
    return start
