"""Untrusted text made fit to be shown: nothing in it can act on a terminal or hide."""

import re

from scrapelint.late import late

UNSEEN = late(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    r"""Return a text with control, bidirectional and invisible characters as escapes.

    A line end becomes ``⏎`` and a tab ``→``, one character wide like any other.
    """
    return UNSEEN.sub(_escape, text.replace("\n", "⏎").replace("\t", "→"))


def visible_lines(text: str) -> str:
    """Return a text of several lines that way, its line ends kept."""
    return "\n".join(inert(visible(line)) for line in text.split("\n"))


def inert(line: str) -> str:
    """Return a line that no runner takes for a workflow command.

    GitHub's runner obeys lines that begin with two colons, white space aside, and the older form
    ``##[…]`` anywhere in a line (actions/runner, ActionCommand.cs).
    """
    line = line.replace("##[", "##\\[")
    return line.replace("::", ":\\:", 1) if line.lstrip().startswith("::") else line


def inert_json(text: str) -> str:
    """Return JSON, which no line of text can begin, that no runner takes for a command either."""
    return text.replace("##[", "##\\u005b")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
