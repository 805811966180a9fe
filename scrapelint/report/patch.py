"""What a repair changes, as `patch` takes it."""

import difflib
import os
import re

from scrapelint.report.visible import UNSEEN

_LINE = re.compile(r"[^\n]+\n?|\n")  # str.splitlines would cut at form feeds and the like


def diff(name: str, before: str, after: str) -> str:
    """Return the unified diff of two texts."""
    told = _quoted(name)
    lines = difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), told, told)
    marked = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(marked)


def _quoted(name: str) -> str:
    r"""Return a name as it is, or with quotes and escapes if `patch` would take it for another."""
    escaped = UNSEEN.sub(_octal, name.replace("\\", r"\\").replace('"', r"\""))
    return f'"{escaped}"' if escaped != name or " " in name else name


def _octal(match: re.Match[str]) -> str:
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(match[0]))
