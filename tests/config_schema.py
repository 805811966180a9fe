"""The JSON Schema of configurations, made from the keys: `python -m tests.config_schema`."""

import json
from typing import Any

import click

from scrapelint.cli.check import check
from scrapelint.keys import KEYS
from scrapelint.rule import FAMILIES
from scrapelint.rulebook import load_rules
from scrapelint.selection import ALL
from tests.conftest import ROOT

FILE = ROOT / "scrapelint" / "config.schema.json"


def schema() -> dict[str, Any]:
    """Return the schema; names of rules are suggested, but there may be others."""
    rules = sorted(rule.name for rule in load_rules())
    name = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://scrapelint.invalid/config.schema.json",
        "title": "A configuration of scrapelint",
        "description": "scrapelint.toml, .scrapelint.toml or [tool.scrapelint] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _property(key) for key in KEYS},
        "$defs": {
            "selector": {"anyOf": [{"enum": [ALL, *FAMILIES, *rules]}, name]},
            "rule": {"anyOf": [{"enum": rules}, name]},
        },
    }


def _property(key: str) -> dict[str, Any]:
    told: dict[str, Any] = {"description": KEYS[key].told}
    for option in check.params:
        if option.name == KEYS[key].option and isinstance(option.type, click.Choice):
            return {**told, "enum": list(option.type.choices)}
    return {**told, **KEYS[key].kind.schema}


def written() -> str:
    """Return the schema as it is written."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
