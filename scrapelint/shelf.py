"""The shipped rules as an earlier run read them: what a run needs of them, and no more.

To read all rule files and compile their expressions takes longer than to check a small text. What
comes of it is kept in a store of the user's: of all rules what tells which of them run, and for
each language, once a text in it comes, their detectors and compiled expressions. It holds as long
as no file of the rules or of this package is another one. What is not there, or is not what was
kept, is read from the files; they are all that a rule is made of.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
from math import inf
from pathlib import Path
from time import time_ns
from typing import Any
from zlib import crc32

from scrapelint import codes, parameters
from scrapelint.codes import Code
from scrapelint.detecting import ByLanguage, class_of, spoken
from scrapelint.detectors.base import Detector, Telltales, in_one
from scrapelint.fields import FieldError
from scrapelint.finding import Safety, Severity
from scrapelint.linear import begins_text
from scrapelint.rule import FAMILIES, Rule
from scrapelint.scan import grams, tails
from scrapelint.scan.scanner import Store

_FORMAT = 1
_PACKAGE = Path(__file__).parent
_CODE = (_PACKAGE, _PACKAGE / "detectors", _PACKAGE / "corpus", _PACKAGE / "scan")
"""Folders of what makes rules of files."""
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is written again is sure to have another time."""
_JOINED = ("lines", "surroundings")
"""Kinds of detectors that try several expressions as one."""
_BROKEN = (ValueError, TypeError, LookupError, RecursionError, FieldError)
"""What is raised by something else than what was kept."""


Held = dict[str, tuple[dict[str, Any], Any]]
"""By the names of rules, the fields of detectors and their telltales, as JSON has them."""


class Shelf:
    """The rules of a folder, kept in a store."""

    def __init__(
        self, folder: Path, store: Store, read: Callable[[Path], tuple[Rule, ...]]
    ) -> None:
        """Take the folder, and what reads all its rule files."""
        self._folder = folder
        self._store = store
        self._read = cache(partial(read, folder))
        self._held = cache(self._read_in)

    def rules(self) -> tuple[Rule, ...]:
        """Return all rules, in the order of their files. Raises RuleError."""
        try:
            found = tuple(self._rule(*entry) for entry in json.loads(self._get("rules")))
        except _BROKEN:
            found = ()
        if not found:
            entries = [_entry(rule) for rule in self._read()]
            self._put("rules", json.dumps(entries).encode())
            found = tuple(self._rule(*entry) for entry in entries)
        return found

    def _rule(self, name: str, family: str, kind: str, default: bool, *told: Any) -> Rule:  # noqa: ANN401, FBT001
        """Return a rule, the rest of which is read when it is asked for."""
        summary, severity, safety, languages = told
        if family not in FAMILIES or not all(map(_is_text, (name, kind, summary, *languages))):
            raise ValueError
        path = self._folder / family / f"{name}.toml"
        detectors = ByLanguage(
            spoken(tuple(languages)),
            build=partial(self._detector, path, kind),
            tell=partial(self._telltales, path),
        )
        return Rule(
            name=name,
            family=family,
            summary=summary,
            severity=Severity(severity),
            safety=Safety(safety) if safety else None,
            languages=tuple(languages),
            kind=kind,
            path=path,
            detectors=detectors,
            page=cache(lambda: _load(path).page()),
            default=bool(default),
        )

    def _detector(self, path: Path, kind: str, language: str) -> Detector:
        """Return the detector of a rule for a language."""
        try:
            fields, _ = self._held(language)[path.stem]
            return parameters.rebuilt(class_of(kind), fields)
        except _BROKEN:
            return _load(path).detectors[language]

    def _telltales(self, path: Path, language: str) -> Telltales | None:
        """Return what the detector of a rule for a language says must be there."""
        try:
            _, told = self._held(language)[path.stem]
        except _BROKEN:
            return _load(path).detectors.telltales(language)
        return told and Telltales(tuple(told[0]), frozenset(told[1]), told[2])

    def _read_in(self, language: str) -> Held:
        """Return what the detectors for a language are, and remember what their codes are."""
        try:
            held, known = _unpacked(self._get(language))
        except _BROKEN:
            held, known = _worked_out(self._read(), language)
            self._put(language, _packed(held, known))
        codes.remember(known)
        return held

    def _get(self, what: str) -> bytes:
        """Return what was kept of these very files, or nothing."""
        kept = self._store.get(self._key(what)) or b""
        crc, _, rest = kept.partition(b"\n")
        files, _, value = rest.partition(b"\n")
        is_whole = files == self._files[1] and crc == b"%08x" % crc32(rest)
        return value if is_whole else b""

    def _put(self, what: str, value: bytes) -> None:
        newest, files = self._files
        if time_ns() - newest > _SETTLED:
            rest = files + b"\n" + value
            self._store.put(self._key(what), b"%08x\n" % crc32(rest) + rest)

    def _key(self, what: str) -> str:
        """Return the name of what is kept: another one for each place of rules and each Python."""
        return f"{what}-{crc32(json.dumps([str(self._folder), sys.version]).encode()):08x}"

    @cached_property
    def _files(self) -> tuple[int, bytes]:
        """Return when any of the files was last changed, and what tells them from others."""
        folders = [*_CODE, *sorted(filter(Path.is_dir, self._folder.iterdir()))]
        found = [entry for folder in folders for entry in _files(folder)]
        newest = max(max(changed) for _, _, _, *changed in found)
        told = json.dumps([_FORMAT, str(self._folder), sys.version, found])
        return newest, told.encode()


def _load(path: Path) -> Rule:
    from scrapelint.rulefile import load_rule  # noqa: PLC0415 - slow to load, seldom needed

    return load_rule(path)


def _files(folder: Path) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the files of a folder, with what changes when one of them does."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith((".py", ".toml", ".tsv")):
                it = entry.stat()
                yield entry.path, it.st_size, it.st_ino, it.st_mtime_ns, it.st_ctime_ns


def _entry(rule: Rule) -> tuple[Any, ...]:
    """Return what is kept of a rule in any case."""
    who = (rule.name, rule.family, rule.kind, rule.default)
    return (*who, rule.summary, rule.severity, rule.safety, rule.languages)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _worked_out(rules: Iterable[Rule], language: str) -> tuple[Held, dict[str, Code]]:
    """Return what the detectors for a language are, and what is to know of their expressions."""
    held: Held = {}
    known: dict[str, Code] = {}
    for rule in rules:
        if language in rule.detectors:
            detector, told = rule.detectors[language], rule.detectors.telltales(language)
            held[rule.name] = (
                parameters.values(detector),
                told and (told.expressions, sorted(told.lines), told.at_least),
            )
            known |= {e: _code(e, compiled=False) for e in told.expressions} if told else {}
            known |= {e: _code(e, compiled=True) for e in _expressions(rule, detector)}
    return held, known


def _expressions(rule: Rule, detector: Detector) -> Iterator[str]:
    """Yield what a detector compiles."""
    for expressions in parameters.expression_lists(detector):
        yield from expressions
        if rule.kind in _JOINED:
            yield from (pattern.pattern for pattern in in_one(expressions))


def _code(expression: str, *, compiled: bool) -> Code:
    """Return what is to know of an expression, one that is compiled or only tells of a rule."""
    flags, groups, names, numbers = codes.worked_out(expression) if compiled else (0, 0, {}, b"")
    found = grams.needed(expression)
    return Code(
        flags, groups, names, begins_text(expression), tails.tail(expression), found, numbers
    )


def _packed(held: Held, known: Mapping[str, Code]) -> bytes:
    """Return a line of JSON and the numbers of all codes."""
    told, numbers = {}, bytearray()
    for expression, code in known.items():
        flags, groups, names, begins, (lines, strips), found, own = code
        end = len(numbers) + len(own)
        tail = (-1 if lines == inf else lines, strips)
        strings = None if found is None else sorted(found)
        told[expression] = flags, groups, names, begins, tail, strings, len(numbers), end
        numbers += own
    return json.dumps([held, told]).encode() + b"\n" + numbers


def _unpacked(kept: bytes) -> tuple[Held, dict[str, Code]]:
    """Return what was packed; raises one of _BROKEN where it is something else."""
    head, _, numbers = kept.partition(b"\n")
    held, told = json.loads(head)
    for fields, tells in held.values():
        if not isinstance(fields, dict):
            raise TypeError
        _check_telltales(tells)
    view = memoryview(numbers)
    return held, {expression: _seen(view, *entry) for expression, entry in told.items()}


def _check_telltales(told: Any) -> None:  # noqa: ANN401
    if told is not None:
        expressions, lines, at_least = told
        if not (all(map(_is_text, (*expressions, *lines))) and type(at_least) is int):
            raise ValueError


def _seen(numbers: memoryview, *told: Any) -> Code:  # noqa: ANN401
    flags, groups, names, begins, (lines, strips), strings, first, last = told
    tail = (inf if lines < 0 else lines, bool(strips))
    found = None if strings is None else frozenset(strings)
    return Code(flags, groups, names, bool(begins), tail, found, numbers[first:last])
