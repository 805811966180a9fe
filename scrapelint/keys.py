"""The keys of a configuration: what each may hold and what it is for.

A new key is an entry of `KEYS`, and a section of docs/configuration.md. What `scrapelint init`
writes and the schema for editors are made from the entries.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from scrapelint.document import LANGUAGES
from scrapelint.fields import FieldError, choice, flag, only, subtable, text, texts
from scrapelint.finding import Severity
from scrapelint.gates import FailOn, GateError, percent
from scrapelint.sources import costly

Reader = Callable[[Mapping[str, Any], str], Any]
"""Returns the value of a key of a table, or raises FieldError."""


class Kind(NamedTuple):
    """What a key may hold: how it is read, and as a JSON Schema has it."""

    read: Reader
    schema: Mapping[str, Any]


class Key(NamedTuple):
    """A key: what it holds, what it is for, an example, and the option it is a default for."""

    kind: Kind
    told: str
    example: str
    option: str | None = None


def _costless(patterns: tuple[str, ...], key: str) -> None:
    for told in costly(patterns).values():
        raise FieldError(f"`{key}`: {told}")


def _globs(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    patterns = texts(table, key)
    _costless(patterns, key)
    return patterns


def _lists_by_glob(table: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    inner = subtable(table, key)
    _costless(tuple(inner), key)
    try:
        return {pattern: texts(inner, pattern) for pattern in inner}
    except FieldError as error:
        raise FieldError(f"`{key}`: {error}") from error


def _severities(table: Mapping[str, Any], key: str) -> dict[str, Severity]:
    inner = subtable(table, key)
    try:
        return {selector: choice(inner, selector, Severity) for selector in inner}
    except FieldError as error:
        raise FieldError(f"`{key}`: {error}") from error


def _rates(table: Mapping[str, Any], key: str) -> dict[str, str]:
    inner = subtable(table, key)
    try:
        rates = {selector: text(inner, selector) for selector in inner}
        for rate in rates.values():
            percent(rate)
    except (FieldError, GateError) as error:
        raise FieldError(f"`{key}`: {error}") from error
    return rates


def _lang(table: Mapping[str, Any], key: str) -> str:
    lang = table[key]
    if lang not in LANGUAGES:
        raise FieldError(f"`{key}` must be one of {', '.join(LANGUAGES)}")
    return str(lang)


def _fail_on(table: Mapping[str, Any], key: str) -> str:
    return choice(table, key, FailOn).value


def _list(items: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "array", "items": items}


_SELECTOR = {"$ref": "#/$defs/selector"}
_A_TEXT = {"type": "string", "pattern": "\\S"}
TEXT = Kind(text, _A_TEXT)
FLAG = Kind(flag, {"type": "boolean"})
_SELECTORS = Kind(texts, _list(_SELECTOR))
_RULES = Kind(texts, _list({"$ref": "#/$defs/rule"}))
_FOLDERS = Kind(texts, _list(_A_TEXT))
_GLOBS = Kind(_globs, _list(_A_TEXT))
_IGNORES = Kind(
    _lists_by_glob,
    {"type": "object", "additionalProperties": _list(_SELECTOR)},
)
_SEVERITIES = Kind(
    _severities,
    {
        "type": "object",
        "propertyNames": _SELECTOR,
        "additionalProperties": {"enum": [severity.value for severity in Severity]},
    },
)
_RATES = Kind(
    _rates,
    {
        "type": "object",
        "propertyNames": _SELECTOR,
        "additionalProperties": {"type": "string", "pattern": "^[0-9]{1,3}(\\.[0-9]{1,6})?%$"},
    },
)

KEYS: Mapping[str, Key] = {
    "extend": Key(
        TEXT,
        "Another configuration, which holds where this one says nothing; in the same repository.",
        '"../scrapelint.toml"',
    ),
    "select": Key(
        _SELECTORS, "The rules or families to run; without it, all but a few.", '["ALL"]'
    ),
    "extend-select": Key(
        _SELECTORS, "Rules or families to run as well.", '["name-perhaps-missing"]'
    ),
    "ignore": Key(_SELECTORS, "Rules or families not to run.", '["hard-wrapped-lines"]'),
    "per-file-ignores": Key(
        _IGNORES,
        "Rules or families to ignore in some files; patterns as in .gitignore.",
        '{ "archive/" = ["structure"], "*.md" = ["markdown-residue"] }',
    ),
    "per-source-ignores": Key(
        _IGNORES,
        "Rules or families to ignore in records from some sites.",
        '{ "example.org" = ["photo-credit"], "*.example.net/live" = ["metadata"] }',
    ),
    "severity": Key(
        _SEVERITIES,
        "How bad findings are: error, warning or info.",
        '{ "typography" = "info", "photo-credit" = "error" }',
    ),
    "extend-safe-fixes": Key(
        _RULES,
        "Rules whose repairs --fix may make although they remove or join words; one by one.",
        '["repeated-paragraph"]',
    ),
    "extend-unsafe-fixes": Key(
        _SELECTORS, "Rules or families whose repairs need --unsafe-fixes.", '["glued-words"]'
    ),
    "unfixable": Key(_SELECTORS, "Rules or families that repair nothing.", '["typography"]'),
    "rules": Key(_FOLDERS, "Folders of rules of your own.", '["house-rules/"]'),
    "exclude": Key(_GLOBS, "What not to check, as in .gitignore.", '["drafts/", "*.raw.txt"]'),
    "force-exclude": Key(
        FLAG, "Whether that holds for files that are named, too.", "true", "force_exclude"
    ),
    "lang": Key(
        Kind(_lang, {"enum": list(LANGUAGES)}),
        "The language of all texts; without it each text decides.",
        '"fr"',
        "lang",
    ),
    **{
        f"{role}-field": Key(TEXT, f"The field of a record that {told}.", example, f"{role}_field")
        for role, told, example in (
            ("text", "is its text, as a dotted path", '"article.body"'),
            ("id", "is its id; a baseline knows it again by that", '"doc_id"'),
            ("url", "is its address", '"meta.url"'),
            ("lang", "tells its language", '"meta.lang"'),
            ("title", "is its title", '"headline"'),
            ("date", "is its date", '"published"'),
        )
    },
    "output-format": Key(TEXT, "How findings are printed.", '"concise"', "output_format"),
    "baseline": Key(
        TEXT, "A file of known findings that are not told again.", '"scrapelint.baseline"'
    ),
    "fail-on": Key(
        Kind(_fail_on, {"enum": [each.value for each in FailOn]}),
        "From which severity on a finding makes the exit status 1; or never.",
        '"warning"',
        "fail_on",
    ),
    "max-rate": Key(
        _RATES,
        "The share of documents in which rules may find something; more is exit status 1.",
        '{ "glued-sentences" = "0.5%", "missing-text" = "2%" }',
    ),
}
"""All keys, in the order in which they are told."""


def read(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values in a table, checked. Raises FieldError."""
    only(table, KEYS)
    return {key: KEYS[key].kind.read(table, key) for key in table}
