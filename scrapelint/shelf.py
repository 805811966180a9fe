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
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from time import time_ns
from typing import Any
from zlib import crc32

from scrapelint import codes, parameters
from scrapelint.codes import Code
from scrapelint.detecting import ByLanguage, kind_of, spoken
from scrapelint.detectors.base import Detector, in_one
from scrapelint.fields import FieldError
from scrapelint.finding import Safety, Severity
from scrapelint.linear import begins_text
from scrapelint.rule import FAMILIES, Rule
from scrapelint.scan import tails
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


class Shelf:
    """The rules of a folder, kept in a store."""

    def __init__(
        self, folder: Path, store: Store, read: Callable[[Path], tuple[Rule, ...]]
    ) -> None:
        """Take the folder, and what reads all its rule files."""
        self._folder = folder
        self._store = store
        self._read = cache(partial(read, folder))
        self._values = cache(self._values_in)

    def rules(self) -> tuple[Rule, ...]:
        """Return all rules, in the order of their files. Raises RuleError."""
        try:
            return tuple(self._rule(*entry) for entry in json.loads(self._get("rules")))
        except _BROKEN:
            entries = [_entry(rule) for rule in self._read()]
        self._put("rules", json.dumps(entries).encode())
        return tuple(self._rule(*entry) for entry in entries)

    def _rule(self, name: str, family: str, kind: str, default: bool, *told: Any) -> Rule:  # noqa: ANN401, FBT001
        """Return a rule, the rest of which is read when it is asked for."""
        summary, severity, safety, languages = told
        if family not in FAMILIES or not all(map(_is_text, (name, kind, summary, *languages))):
            raise ValueError
        path = self._folder / family / f"{name}.toml"
        detectors = ByLanguage(spoken(tuple(languages)), partial(self._detector, path, kind))
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
            values = self._values(language)[path.stem]
            return parameters.rebuilt(kind_of(path.parent.name, kind), values)
        except _BROKEN:
            return _load(path).detectors[language]

    def _values_in(self, language: str) -> dict[str, dict[str, Any]]:
        """Return what the fields of all detectors for a language are, and remember their codes."""
        try:
            head, _, numbers = self._get(language).partition(b"\n")
            values: dict[str, dict[str, Any]]
            values, told = json.loads(head)
            known = {e: _code(memoryview(numbers), *entry) for e, entry in told.items()}
        except _BROKEN:
            values, known = {}, {}
            for rule in self._read():
                if language in rule.detectors:
                    detector = rule.detectors[language]
                    values[rule.name] = parameters.values(detector)
                    known |= {e: _worked_out(e) for e in _expressions(rule, detector)}
            self._put(language, _written(values, known))
        codes.remember(known)
        return values

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


def _expressions(rule: Rule, detector: Detector) -> Iterator[str]:
    """Yield what a detector compiles."""
    for expressions in parameters.expression_lists(detector):
        yield from expressions
        if rule.kind in _JOINED:
            yield from (pattern.pattern for pattern in in_one(expressions))


def _worked_out(expression: str) -> Code:
    flags, groups, names, numbers = codes.worked_out(expression)
    return Code(flags, groups, names, begins_text(expression), tails.tail(expression), numbers)


def _code(numbers: memoryview, *told: Any) -> Code:  # noqa: ANN401
    """Return a code as JSON has it, but for the numbers: where they begin and end."""
    flags, groups, names, begins, (lines, strips), first, last = told
    return Code(
        int(flags),
        int(groups),
        dict(names),
        bool(begins),
        (lines, bool(strips)),
        numbers[first:last],
    )


def _written(values: dict[str, dict[str, Any]], known: Mapping[str, Code]) -> bytes:
    """Return a line of JSON and the numbers of all codes."""
    told, numbers = {}, bytearray()
    for expression, code in known.items():
        told[expression] = (*code[:-1], len(numbers), len(numbers) + len(code.numbers))
        numbers += code.numbers
    return json.dumps([values, told]).encode() + b"\n" + numbers
