"""The page itself: its template, style and script, which are files beside this one."""

import hashlib
import pkgutil
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from html import escape

_SCRIPTS = (
    "dom",
    "data",
    "edits",
    "decisions",
    "exchange",
    "figures",
    "bars",
    "months",
    "crossed",
    "filters",
    "list",
    "reader",
    "card",
    "names",
    "dialogues",
    "keys",
    "main",
)
"""The files that make the script, in their order."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def pieces(numbers: Mapping[str, str]) -> tuple[str, str]:
    """Return what stands in the page before its data and after it.

    `numbers` are put into the template. Style and script are told to the browser by their hash,
    and it is to run and load nothing else.
    """
    style, script = _file("page.css"), _script()
    policy = (
        "default-src 'none'",
        f"style-src '{_hash(style)}'",
        f"script-src '{_hash(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    filled = {name: escape(value) for name, value in numbers.items()}
    filled |= {"policy": escape("; ".join(policy), quote=False), "style": style, "script": script}
    page = _SLOT.sub(lambda slot: filled.get(slot[1], slot[0]), _file("page.html"))
    before, _, after = page.partition("<!-- data -->\n")
    return before, after


@cache
def _file(name: str) -> str:
    data = pkgutil.get_data(__package__ or "", name)
    if data is None:
        raise FileNotFoundError(name)
    return data.decode().replace("\r\n", "\n")


@cache
def _script() -> str:
    parts = "\n".join(_file(f"{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n\n{parts}'


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
