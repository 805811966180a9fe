"""The cases in a rule file: that they are there, complete, and fit the rule."""

from collections.abc import Iterable
from typing import Any

from scrapelint.document import UNKNOWN
from scrapelint.fields import FieldError, only, subtables, text, texts
from scrapelint.rule import Case, Rule

_KEYS = ("text", "lang", "found", "fixed", "note")


def read(table: dict[str, Any], kind: str, languages: tuple[str, ...]) -> tuple[Case, ...]:
    """Return the cases of one kind, `invalid` or `valid`. Raises FieldError.

    A case of a rule for one language is in that language, unless it says otherwise.
    """
    default = languages[0] if len(languages) == 1 else UNKNOWN
    return tuple(_case(case, kind, default) for case in subtables(table, kind))


def _case(table: dict[str, Any], kind: str, language: str) -> Case:
    only(table, _KEYS, f"[[{kind}]]: ")
    found = table.get("found", [])
    return Case(
        text=text(table, "text"),
        language=text(table, "lang", language),
        found=(found,) if isinstance(found, str) else texts(table, "found"),
        fixed=text(table, "fixed", "") if "fixed" in table else None,
        note=text(table, "note", ""),
    )


def check(rule: Rule, claimed: Iterable[str]) -> None:
    """Refuse a rule whose cases do not prove what it claims. Raises FieldError."""
    for kind, cases in (("invalid", rule.invalid), ("valid", rule.valid)):
        try:
            _check_languages(rule, cases, claimed)
        except FieldError as error:
            raise FieldError(f"[[{kind}]]: {error}") from error
    _check_texts([*rule.invalid, *rule.valid])
    for case in rule.invalid:
        _check_damaged(rule, case)


def _check_languages(rule: Rule, cases: tuple[Case, ...], claimed: Iterable[str]) -> None:
    if not cases:
        raise FieldError("at least one case is needed")
    languages = {case.language for case in cases}
    if missing := sorted(set(claimed) - languages):
        raise FieldError(f'no case with lang = "{missing[0]}"')
    if strange := sorted(languages - set(rule.detectors)):
        raise FieldError(f'lang = "{strange[0]}" is no language of the rule')


def _check_texts(cases: list[Case]) -> None:
    seen: set[tuple[str, str]] = set()
    for case in cases:
        if (case.text, case.language) in seen:
            raise FieldError(f"two cases with one text: {case.text!r}")
        seen.add((case.text, case.language))


def _check_damaged(rule: Rule, case: Case) -> None:
    if not case.found:
        raise FieldError(f"[[invalid]]: `found` is missing: {case.text!r}")
    if case.fixed is None and rule.safety:
        raise FieldError(f"[[invalid]]: the rule has a fix, `fixed` is missing: {case.text!r}")
    if case.fixed is not None and not rule.safety:
        raise FieldError(f"[[invalid]]: `fixed`, but the rule has no fix: {case.text!r}")
    if case.fixed == case.text:
        raise FieldError(f"[[invalid]]: `fixed` is the same as `text`: {case.text!r}")
