"""Texts that every tool is tried on, and what must be found in them."""

import json
from collections.abc import Sequence
from typing import Any

import scrapelint
from scrapelint.looking import OF_FILES
from scrapelint.report.jsonl import record

GLUED = "Le maire a dit non.Puis il est parti."
MENDED = "Le maire a dit non. Puis il est parti."
CLEAN = "Le pont sur la Varne rouvre demain matin."
TEXTS = [GLUED, None, CLEAN, "", "The ferry has been late.It was foggy , they say.", "Ã©tÃ©"]
FIXED = [text and scrapelint.fix(text, "fr").text for text in TEXTS]


def rows(
    texts: Sequence[str | None], ids: Sequence[str | None] | None = None
) -> list[dict[str, Any]]:
    """Return the rows for findings in French texts, each checked by itself."""
    told = [
        {"row": row, "id": ids[row] if ids else None, "url": None, "field": "text"}
        | {key: value for key, value in record("", finding).items() if key != "path"}
        for row, text in enumerate(texts)
        if text is not None
        for finding in scrapelint.check(text, "fr", ignore=[*OF_FILES])
    ]
    return list(plain(told))


def plain(found: Any) -> Any:  # noqa: ANN401 - whatever a tool gives
    """Return what was found as JSON has it, NaN as nothing."""
    return json.loads(json.dumps(found, default=list).replace("NaN", "null"))


def beside(texts: Sequence[str | None]) -> list[list[dict[str, Any]] | None]:
    """Return what must stand beside each text."""
    known = ("row", "id", "url", "field")
    found = rows(texts)
    return [
        text
        if text is None
        else [{k: v for k, v in f.items() if k not in known} for f in found if f["row"] == row]
        for row, text in enumerate(texts)
    ]
