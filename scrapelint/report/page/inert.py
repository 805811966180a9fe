"""Data put into a page so that nothing in it can be taken for markup, script or a command."""

import json
import re
from typing import Any

from scrapelint.report.visible import UNSEEN, inert_json

_MARKUP = re.compile("[<>&]")


def embedded(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    r"""Return JSON for a `<script type="application/json">`.

    ``<``, ``>`` and ``&`` become escapes, so that no tag, comment or entity can begin in it, and so
    do control, bidirectional and invisible characters and lone surrogates.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return inert_json(UNSEEN.sub(_escape, _MARKUP.sub(_escape, text)))


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
