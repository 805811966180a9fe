"""The shipped rules as an earlier run read them: what a run needs of them, and no more.

To read all rule files and compile their expressions takes longer than to check a small text. What
comes of it is kept in a store of the user's: of all rules what tells which of them run, and for
each language, once a text in it comes, their detectors and compiled expressions. It holds as long
as no file of the rules or of this package is another one. What is not there, or is not what was
kept, is read from the files; they are all that a rule is made of.
"""

import json
import sys
from collections.abc import Callable
from functools import cache, cached_property, partial
from pathlib import Path
from time import time_ns
from typing import Any
from zlib import crc32

from scrapelint import codes, edition, held, parameters
from scrapelint.detecting import ByLanguage, class_of, spoken
from scrapelint.detectors.base import Detector, Telltales
from scrapelint.document import LANGUAGES
from scrapelint.fields import FieldError
from scrapelint.finding import Safety, Severity
from scrapelint.held import Held
from scrapelint.rule import FAMILIES, Rule
from scrapelint.scan.scanner import Store

_FORMAT = 2
_PACKAGE = Path(__file__).parent
_CODE = (_PACKAGE, _PACKAGE / "detectors", _PACKAGE / "corpus", _PACKAGE / "scan")
"""Folders of what makes rules of files."""
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is written again is sure to have another time."""
_BROKEN = (*held.BROKEN, FieldError)
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
        self._held = cache(self._read_in)
        self._page = cache(lambda path: _load(path).page())

    def rules(self) -> tuple[Rule, ...]:
        """Return all rules, in the order of their files. Raises RuleError.

        As long as nothing is kept they are as they were read: perhaps nothing ever can be.
        """
        try:
            found = tuple(self._rule(*entry) for entry in json.loads(self._get("rules")[0]))
        except _BROKEN:
            found = ()
        if not found:
            found = self._read()
            self._put("rules", json.dumps(list(map(_entry, found))).encode() + b"\n")
        return found

    def _rule(self, name: str, family: str, kind: str, default: bool, *told: Any) -> Rule:  # noqa: ANN401, FBT001
        """Return a rule, the rest of which is read when it is asked for."""
        summary, severity, safety, languages = told
        is_sound = family in FAMILIES and set(languages) <= set(LANGUAGES) and default in {0, 1}
        if not (is_sound and held.texts([name, kind, summary])):
            raise ValueError
        path = Path(f"{self._folder}/{family}/{name}.toml")
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
            page=partial(self._page, path),
            default=bool(default),
        )

    def _detector(self, path: Path, kind: str, language: str) -> Detector:
        """Return the detector of a rule for a language."""
        try:
            return parameters.rebuilt(class_of(kind), self._held(language).fields(path.stem))
        except _BROKEN:
            return _load(path).detectors[language]

    def _telltales(self, path: Path, language: str) -> Telltales | None:
        """Return what the detector of a rule for a language says must be there."""
        try:
            return self._held(language).telltales(path.stem)
        except _BROKEN:
            return _load(path).detectors.telltales(language)

    def _read_in(self, language: str) -> Held:
        """Return what the detectors for a language are, and remember what their codes are."""
        try:
            found = Held(*self._get(language))
        except _BROKEN:
            value = held.packed(self._read(), language)
            self._put(language, value)
            line, _, pieces = value.partition(b"\n")
            found = Held(line, memoryview(pieces))
        codes.remember(language, found)
        return found

    def _get(self, what: str) -> tuple[bytes, memoryview]:
        """Return the line that was kept of these very files, or an empty one, and the rest."""
        kept, (_, files) = self._store.get(self._key(what)) or b"", self._files
        begin = _CRC + len(files) + 1
        end = max(kept.find(b"\n", begin), begin)
        is_whole = kept[_CRC:begin] == files + b"\n" and kept[:_CRC] == _sum(kept[_CRC:end])
        return kept[begin:end] if is_whole else b"", memoryview(kept)[end + 1 :]

    def _put(self, what: str, value: bytes) -> None:
        """Keep a line of value, and what stands behind it and has sums of its own."""
        newest, files = self._files
        if time_ns() - newest > _SETTLED:
            line, _, _ = value.partition(b"\n")
            head = _sum(files + b"\n" + line) + files + b"\n"
            self._store.put(self._key(what), head + value)

    def _key(self, what: str) -> str:
        """Return the name of what is kept: another one for each place of rules and each Python."""
        return f"{what}-{crc32(json.dumps([str(self._folder), sys.version]).encode()):08x}"

    @cached_property
    def _files(self) -> tuple[int, bytes]:
        """Return when any of the files was last changed, and what tells them from others."""
        newest, marks = edition.marks([*_CODE, *self._folder.glob("*/")])
        return newest, json.dumps([_FORMAT, str(self._folder), sys.version, marks]).encode()


def _sum(data: bytes) -> bytes:
    """Return a line that tells whether something is whole."""
    return b"%08x\n" % crc32(data)


_CRC = len(_sum(b""))


def _load(path: Path) -> Rule:
    from scrapelint.rulefile import load_rule  # noqa: PLC0415 - slow to load, seldom needed

    return load_rule(path)


def _entry(rule: Rule) -> tuple[Any, ...]:
    """Return what is kept of a rule in any case."""
    who = (rule.name, rule.family, rule.kind, rule.default)
    return (*who, rule.summary, rule.severity, rule.safety, rule.languages)
