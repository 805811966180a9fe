"""Rule files: TOML in, a rule out, or an error that names the file and the reason.

Nothing in a rule file is run; its regular expressions are proven to be linear first.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scrapelint import rulecases, tomlfile
from scrapelint.ambiguity import why_slow
from scrapelint.detecting import ByLanguage, class_of, corpus_detectors, spoken
from scrapelint.detectors import DETECTORS, detector
from scrapelint.detectors.base import Detector
from scrapelint.document import LANGUAGES
from scrapelint.fields import FieldError, choice, only, subtable, text, texts
from scrapelint.finding import Safety, Severity
from scrapelint.gaps import TableError, tablefile
from scrapelint.linear import compiled
from scrapelint.page import Page
from scrapelint.parameters import build, expressions, for_language, is_by_language
from scrapelint.rule import CORPUS, FAMILIES, MODELS, SHIPPED, TABLES, Rule, RuleError
from scrapelint.tomlfile import TomlError

_LONGEST_TEMPLATE = 1000
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|[a-z]+")
_KEYS = (
    *("summary", "why", "severity", "languages", "fix", "default", "words", "detect"),
    *("invalid", "valid"),
)


def load_rule(path: Path) -> Rule:
    """Read one rule file, `FAMILY/NAME.toml`. Raises RuleError.

    What only its detectors can tell is checked here for all but the shipped rules, whose tests
    have done it.
    """
    try:
        return _rule(path, _read(path))
    except FieldError as error:
        raise RuleError(f"{path}: {error}") from error
    except RecursionError as error:
        raise RuleError(f"{path}: nested too deeply") from error


def check_path(path: Path) -> None:
    """Refuse a path that no rule file can have. Raises RuleError."""
    try:
        _name(path)
        _family(path)
    except FieldError as error:
        raise RuleError(f"{path}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomlfile.load(path)
    except TomlError as error:
        raise RuleError(f"{path}: {error}") from error


def _rule(path: Path, table: dict[str, Any]) -> Rule:
    only(table, _KEYS)
    languages = _languages(table)
    words = _words(path, table)
    page = Page(
        why=text(table, "why").strip(),
        invalid=rulecases.read(table, "invalid", languages),
        valid=rulecases.read(table, "valid", languages),
    )
    rule = Rule(
        name=_name(path),
        family=_family(path),
        summary=text(table, "summary").strip(),
        severity=choice(table, "severity", Severity),
        safety=choice(table, "fix", Safety) if "fix" in table else None,
        languages=languages,
        kind=_kind(path, table),
        path=path,
        detectors=_detectors(path, table, spoken(languages), words),
        page=lambda: page,
        default=_default(table),
    )
    if rule.family == CORPUS and (rule.default or rule.safety or rule.languages):
        raise FieldError("a rule for corpora says `default = false`, has no fix and no languages")
    if not path.resolve().is_relative_to(SHIPPED.resolve()):
        _check_detectors(rule)
    rulecases.check(rule, languages or _languages_with_words(table))
    return rule


def _check_detectors(rule: Rule) -> None:
    """Build a rule's detectors, and refuse expressions that can be slow. Raises FieldError."""
    detectors = list(rule.detectors.values())
    for expression in {e: None for d in detectors for e in expressions(d)}:
        if reason := why_slow(expression, re.MULTILINE):
            raise FieldError(f"detect: {reason}: {expression}")
    for one in detectors:
        if isinstance(one, detector("pattern")) and one.replace is not None:
            _check_template(one.find, one.replace)


def _check_template(find: Iterable[str], template: str) -> None:
    """Refuse what cannot stand for a place, or would make a text grow without measure."""
    if len(template) > _LONGEST_TEMPLATE:
        raise FieldError(f"`detect.replace` is longer than {_LONGEST_TEMPLATE} characters")
    for expression in find:
        try:
            compiled(expression).sub(template, "")
        except (re.error, IndexError) as error:
            raise FieldError(f"detect.replace: {error}: {template}") from error


def _name(path: Path) -> str:
    if not _NAME.fullmatch(path.stem) or path.stem in FAMILIES:
        raise FieldError("the name must be lower-case words with hyphens, and not a family's")
    return path.stem


def _family(path: Path) -> str:
    family = path.resolve().parent.name
    if family not in FAMILIES:
        raise FieldError(f"the folder must be a family: {', '.join(FAMILIES)}")
    return family


def _languages(table: dict[str, Any]) -> tuple[str, ...]:
    languages = texts(table, "languages")
    if not set(languages) <= set(LANGUAGES):
        raise FieldError(f"`languages` must be among {', '.join(LANGUAGES)}")
    return languages


def _default(table: dict[str, Any]) -> bool:
    default = table.get("default", True)
    if not isinstance(default, bool):
        raise FieldError("`default` must be true or false")
    return default


def _words(path: Path, table: dict[str, Any]) -> dict[str, Any]:
    """Return the word lists: the shipped shared ones, those beside the rule, the rule's own.

    In place of a list there may be a text: a part of an expression that several rules share.
    """
    beside = path.resolve().parent.parent / TABLES
    own = _checked(subtable(table, "words"))
    return {**_tables(SHIPPED / TABLES), **_tables(beside), **own}


def _checked(words: dict[str, Any]) -> dict[str, Any]:
    """Return word lists that hold what they must. Raises FieldError."""
    for name, value in words.items():
        by_language = subtable(words, name) if is_by_language(value) else {name: value}
        for language, entry in by_language.items():
            if not isinstance(entry, str):  # a text is a part of an expression
                texts(by_language, language)
    return words


@cache
def _tables(folder: Path) -> dict[str, Any]:
    return _checked({path.stem: _read(path) for path in sorted(folder.glob("*.toml"))})


def _languages_with_words(table: dict[str, Any]) -> set[str]:
    """Return the languages that a rule for all languages has words of its own for."""
    values = [*subtable(table, "words").values(), *subtable(table, "detect").values()]
    return {key for value in values if is_by_language(value) for key in value} - {"any"}


def _detectors(
    path: Path, table: dict[str, Any], languages: tuple[str, ...], words: Mapping[str, Any]
) -> ByLanguage:
    parameters = dict(subtable(table, "detect"))
    kind = _kind(path, table)
    del parameters["type"]

    def built(language: str) -> Detector:
        values = {name: for_language(value, language) for name, value in parameters.items()}
        if "model" in values:
            values["model"] = _model(path, values["model"])
        own = {name: for_language(value, language) for name, value in words.items()}
        return build(class_of(kind), values, own)

    return ByLanguage(languages, built)


def _kind(path: Path, table: dict[str, Any]) -> str:
    """Return what a rule's detectors are."""
    known = corpus_detectors() if _family(path) == CORPUS else DETECTORS
    kind = subtable(table, "detect").get("type")
    if not isinstance(kind, str) or kind not in known:
        raise FieldError(f"`detect.type` must be one of {', '.join(known)}")
    return kind


def _model(path: Path, name: object) -> object:
    """Return where the table of that name is, beside the rule or shipped."""
    if not isinstance(name, str):
        return name
    beside = path.resolve().parent.parent / MODELS / f"{name}.tsv"
    model = beside if beside.is_file() else SHIPPED / MODELS / f"{name}.tsv"
    try:
        tablefile.check(model)
    except TableError as error:
        raise FieldError(f"detect.model: {error}") from error
    return str(model)
