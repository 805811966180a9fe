"""The cases in a rule file: that they are there, complete, and fit the rule."""

from collections.abc import Iterable
from typing import Any

from scrapelint.document import UNKNOWN
from scrapelint.fields import FieldError, only, subtables, text, texts
from scrapelint.page import Case, Sheet
from scrapelint.rule import CORPUS, Rule

_KEYS = ("text", "lang", "found", "fixed", "note")
_KEYS_OF_MANY = ("documents", "found", "note")
_SHEET = ("text", "url", "date", "times")
_MOST_TIMES = 1000


def read(table: dict[str, Any], kind: str, languages: tuple[str, ...]) -> tuple[Case, ...]:
    """Return the cases of one kind, `invalid` or `valid`. Raises FieldError.

    A case of a rule for one language is in that language, unless it says otherwise.
    """
    default = languages[0] if len(languages) == 1 else UNKNOWN
    return tuple(_case(case, kind, default) for case in subtables(table, kind))


def _case(table: dict[str, Any], kind: str, language: str) -> Case:
    if "documents" in table:
        return _case_of_many(table, kind)
    only(table, _KEYS, f"[[{kind}]]: ")
    return Case(
        text=text(table, "text"),
        language=text(table, "lang", language),
        found=_found(table),
        fixed=text(table, "fixed", "") if "fixed" in table else None,
        note=text(table, "note", ""),
    )


def _found(table: dict[str, Any]) -> tuple[str, ...]:
    found = table.get("found", [])
    return (found,) if isinstance(found, str) else texts(table, "found")


def _case_of_many(table: dict[str, Any], kind: str) -> Case:
    only(table, _KEYS_OF_MANY, f"[[{kind}]]: ")
    sheets = tuple(
        _sheet(sheet, f"[[{kind}.documents]]: ") for sheet in subtables(table, "documents")
    )
    return Case(
        text="\n".join(sheet.text for sheet in sheets),
        language=UNKNOWN,
        found=_found(table),
        note=text(table, "note", ""),
        documents=sheets,
    )


def _sheet(table: dict[str, Any], where: str) -> Sheet:
    only(table, _SHEET, where)
    times = table.get("times", 1)
    if type(times) is not int or not 1 <= times <= _MOST_TIMES:
        raise FieldError(f"{where}`times` must be a whole number from 1 to {_MOST_TIMES}")
    return Sheet(
        text=text(table, "text"),
        url=text(table, "url") if "url" in table else None,
        date=text(table, "date") if "date" in table else None,
        times=times,
    )


def check(rule: Rule, claimed: Iterable[str]) -> None:
    """Refuse a rule whose cases do not prove what it claims. Raises FieldError."""
    for kind, cases in (("invalid", rule.invalid), ("valid", rule.valid)):
        try:
            _check_languages(rule, cases, claimed)
        except FieldError as error:
            raise FieldError(f"[[{kind}]]: {error}") from error
    every = [*rule.invalid, *rule.valid]
    if any(bool(case.documents) != (rule.family == CORPUS) for case in every):
        raise FieldError("cases of the family `corpus`, and no others, have `documents`")
    _check_texts(every)
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
    seen: set[tuple[str, str, tuple[Sheet, ...]]] = set()
    for case in cases:
        key = (case.text, case.language, case.documents)
        if key in seen:
            raise FieldError(f"two cases with one text: {case.text!r}")
        seen.add(key)


def _check_damaged(rule: Rule, case: Case) -> None:
    if not case.found:
        raise FieldError(f"[[invalid]]: `found` is missing: {case.text!r}")
    if case.fixed is None and rule.safety:
        raise FieldError(f"[[invalid]]: the rule has a fix, `fixed` is missing: {case.text!r}")
    if case.fixed is not None and not rule.safety:
        raise FieldError(f"[[invalid]]: `fixed`, but the rule has no fix: {case.text!r}")
    if case.fixed == case.text:
        raise FieldError(f"[[invalid]]: `fixed` is the same as `text`: {case.text!r}")
