"""Rule files: TOML in, rules out, or an error that names the file and the reason.

Nothing in a rule file is run; its regular expressions are checked to be linear first.
"""

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from scrapelint.detectors import DETECTORS, Detector
from scrapelint.document import LANGUAGES, UNKNOWN
from scrapelint.finding import Safety, Severity
from scrapelint.parameters import ParameterError, build, for_language, is_by_language
from scrapelint.rule import FAMILIES, Case, Rule

_PACKAGED = Path(__file__).parent / "rules"
SHIPPED = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "rules"
"""Where the rules are: inside an installed package, beside the package in a checkout."""

TABLES = "tables"
"""The folder, among the families, of word lists that rules share."""

_Choice = TypeVar("_Choice", bound=StrEnum)

_KEYS = {"summary", "why", "severity", "languages", "fix", "words", "detect", "invalid", "valid"}
_CASE_KEYS = {"text", "lang", "found", "fixed", "note"}


class RuleError(Exception):
    """A rule file that cannot be used; the message names the file and the reason."""


def load_rules(*folders: Path) -> tuple[Rule, ...]:
    """Read the shipped rules and those of further folders, in the order of family and name.

    A rule of a later folder replaces one of the same name. Raises RuleError.
    """
    rules = {rule.name: rule for rule in load_folder(SHIPPED)}
    for folder in folders:
        rules |= {rule.name: rule for rule in load_folder(folder)}
    return tuple(sorted(rules.values(), key=lambda rule: (rule.rank, rule.name)))


def replaced(rules: Iterable[Rule]) -> list[Rule]:
    """Return those of the rules that stand in for a shipped one."""
    shipped = {rule.name: rule for rule in load_folder(SHIPPED)}
    return [r for r in rules if r.name in shipped and shipped[r.name].path != r.path]


@cache
def load_folder(folder: Path) -> tuple[Rule, ...]:
    """Read every rule file of a folder: `FAMILY/NAME.toml`. Raises RuleError."""
    if not folder.is_dir():
        raise RuleError(f"{folder}: not a folder of rules")
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*/*.toml")):
        if path.parent.name == TABLES:
            continue
        rule = load_rule(path)
        if rule.name in rules:
            raise RuleError(f"{path}: {rules[rule.name].path} has the same name")
        rules[rule.name] = rule
    return tuple(rules.values())


def load_rule(path: Path) -> Rule:
    """Read one rule file. Raises RuleError."""
    try:
        return _rule(path, _read(path))
    except (ParameterError, KeyError, TypeError, ValueError) as error:
        reason = f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
        raise RuleError(f"{path}: {reason}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path}: {error}") from error


def _rule(path: Path, data: dict[str, Any]) -> Rule:
    _only(data, _KEYS, "")
    if (family := path.resolve().parent.name) not in FAMILIES:
        raise ParameterError(f"the folder must be a family: {', '.join(FAMILIES)}")
    languages = _languages(data.get("languages", []))
    words = {**_tables(SHIPPED / TABLES), **_tables(path.resolve().parent.parent / TABLES)}
    words |= data.get("words", {})
    claimed = languages or _claims(data)
    rule = Rule(
        name=path.stem,
        family=family,
        summary=_text(data, "summary"),
        why=_text(data, "why"),
        severity=_choice(data, "severity", Severity),
        safety=_choice(data, "fix", Safety) if "fix" in data else None,
        languages=languages,
        detectors=_detectors(data["detect"], languages or (*LANGUAGES, UNKNOWN), words),
        invalid=tuple(_case(case, languages) for case in data.get("invalid", [])),
        valid=tuple(_case(case, languages) for case in data.get("valid", [])),
        path=path,
    )
    _check_cases(rule, claimed)
    return rule


def _detectors(
    table: Mapping[str, Any], languages: tuple[str, ...], words: Mapping[str, Any]
) -> dict[str, Detector]:
    parameters = dict(table)
    kind = parameters.pop("type", None)
    if kind not in DETECTORS:
        raise ParameterError(f"detect.type must be one of {', '.join(DETECTORS)}")
    return {
        language: build(
            DETECTORS[kind],
            {name: for_language(value, language) for name, value in parameters.items()},
            {name: for_language(value, language) for name, value in words.items()},
        )
        for language in languages
    }


@cache
def _tables(folder: Path) -> dict[str, Any]:
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def _claims(data: dict[str, Any]) -> tuple[str, ...]:
    """Return the languages that a rule for all languages has words of its own for."""
    values = [*data.get("words", {}).values(), *data["detect"].values()]
    keys = {key for value in values if is_by_language(value) for key in value}
    return tuple(sorted(keys - {"any"}))


def _case(data: dict[str, Any], languages: tuple[str, ...]) -> Case:
    _only(data, _CASE_KEYS, "a case: ")
    language = data.get("lang", languages[0] if len(languages) == 1 else UNKNOWN)
    found = data.get("found", [])
    if isinstance(found, str):
        found = [found]
    return Case(
        _text(data, "text"), language, tuple(found), data.get("fixed"), data.get("note", "")
    )


def _check_cases(rule: Rule, claimed: tuple[str, ...]) -> None:
    for kind, cases in (("invalid", rule.invalid), ("valid", rule.valid)):
        if not cases:
            raise ParameterError(f"at least one [[{kind}]] case is needed")
        for language in claimed:
            if all(case.language != language for case in cases):
                raise ParameterError(f'[[{kind}]]: no case with lang = "{language}"')
        for case in cases:
            if case.language not in rule.detectors:
                raise ParameterError(f'[[{kind}]]: lang = "{case.language}" is not the rule\'s')
    texts = [(case.text, case.language) for case in (*rule.invalid, *rule.valid)]
    for text in texts:
        if texts.count(text) > 1:
            raise ParameterError(f"two cases with one text: {text[0]!r}")
    for case in rule.invalid:
        if not case.found:
            raise ParameterError(f"[[invalid]]: `found` is missing: {case.text!r}")
        if (case.fixed is None) != (rule.safety is None):
            state = "needs `fixed`" if rule.safety else "has `fixed` but the rule no `fix`"
            raise ParameterError(f"[[invalid]]: {state}: {case.text!r}")
        if case.fixed == case.text:
            raise ParameterError(f"[[invalid]]: `fixed` is the same as `text`: {case.text!r}")


def _languages(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(language in LANGUAGES for language in value):
        raise ParameterError(f"languages must be a list of {', '.join(LANGUAGES)}")
    return tuple(value)


def _text(data: dict[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise ParameterError(f"{key} must be a text that is not empty")
    return value if key == "text" else value.strip()


def _choice(data: dict[str, Any], key: str, kind: type[_Choice]) -> _Choice:
    try:
        return kind(data[key])
    except ValueError:
        raise ParameterError(f"{key} must be one of {', '.join(kind)}") from None


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in data:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            raise ParameterError(f"{where}unknown key `{key}`{hint}")
