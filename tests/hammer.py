"""Calls all that the stub of the compiled core names, with what its annotations say and do not."""

import array
import ast
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, NoReturn

from tests.conftest import ROOT

STUB = ROOT / "scrapelint" / "_core.pyi"
REFUSED = (TypeError, ValueError, OverflowError, IndexError, StopIteration)
"""What hostile values may come to; OverflowError is what Python has for an int beyond C's,
IndexError for a group that an expression does not have, StopIteration for there being no more."""
RETURNED = "returned"
PIECES = (
    "",
    "a",
    "\0",
    "\ud800",
    "\udfff\ud800",
    "\U0010ffff",
    "é",
    "İſ",
    " \n\t\r\x85\u2028",
    "ab, ",
)
NUMBERS = (
    0,
    1,
    -1,
    2,
    255,
    1 << 16,
    (1 << 31) - 1,
    -(1 << 31),
    (1 << 63) - 1,
    -(1 << 63),
    1 << 200,
)
BYTES = (
    b"",
    b"\0",
    b"\xff" * 7,
    bytes(range(256)) * 64,
    bytearray(b"abc"),
    array.array("I", [7] * 9),
)
VALUES: dict[str, Sequence[object]] = {
    "int": NUMBERS,
    "bool": NUMBERS,
    "float": (0.0, -1.5, math.nan, math.inf, 1e308),
    "Pattern": tuple(map(re.compile, ("", "a", r"[^a]\n?", "(?P<found>b)?,"))),
    **dict.fromkeys(("bytes", "bytearray", "memoryview", "Buffer"), BYTES),
}
MAPPINGS = {"dict", "Mapping"}


class Refusing:
    """Refuses whatever it is asked."""

    def _refuse(self, *_: object) -> NoReturn:
        raise ValueError("no")

    __len__ = __iter__ = __index__ = __getitem__ = __eq__ = _refuse
    __hash__ = None  # type: ignore[assignment]


@dataclass(eq=False)
class Emptying:
    """Empties the list that it stands in as soon as it is asked for anything."""

    holder: list[object]

    def _empty(self, *_: object) -> int:
        self.holder.clear()
        return 0

    __len__ = __index__ = __hash__ = __eq__ = _empty  # type: ignore[assignment]


class Text(str):
    """A text that is not quite one."""

    __slots__ = ()


@dataclass
class Hammer:
    """Makes calls by chance, always the same for a seed, and counts how they end.

    Each is made a number of times, so that what one leaves behind adds up. `made` holds objects of
    the classes by their names, to which those are added that come about.
    """

    core: ModuleType
    chance: random.Random
    repeats: int = 1
    ended: Counter[str] = field(default_factory=Counter)
    made: dict[str, list[object]] = field(default_factory=dict)
    aliases: dict[str, ast.expr] = field(default_factory=dict)

    def strike(self, times: int) -> None:
        """Call everything so often."""
        stub = ast.parse(STUB.read_text(encoding="utf-8")).body
        classes = [node for node in stub if isinstance(node, ast.ClassDef)]
        self.aliases |= {
            node.target.id: node.value
            for node in stub
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
        }
        for node in classes:
            self._make(node, times)
        for function in _functions(stub):
            self._call(getattr(self.core, function.name), _parameters(function), times)
        for node in classes:
            for method in _functions(node.body):
                for made in self.made[node.name][:5]:
                    self._call(getattr(made, method.name), _parameters(method)[1:], times)

    def _make(self, node: ast.ClassDef, times: int) -> None:
        made = self.made.setdefault(node.name, [])
        for method in _functions(node.body):
            if method.name in {"__init__", "__new__"}:
                make = getattr(self.core, node.name)
                made += self._call(make, _parameters(method)[1:], times)
        self.chance.shuffle(made)

    def _call(
        self, function: Callable[..., object], parameters: list[ast.arg], times: int
    ) -> list[object]:
        results = []
        for _ in range(times):
            values = [self._value(parameter.annotation) for parameter in parameters]
            if self.chance.random() < 0.05:
                values = values[: self.chance.randrange(len(values) + 1)] + values[:1]
            for _ in range(self.repeats):
                ended, result = _ended(function, values)
                self.ended[ended] += 1
            if ended == RETURNED:
                results.append(result)
        return results

    def _value(self, annotation: ast.expr | None) -> Any:  # noqa: ANN401
        if annotation is None or self.chance.random() < 0.1:
            return self.chance.choice(list(self._anything()))
        if isinstance(annotation, ast.BinOp):
            return self._value(self.chance.choice((annotation.left, annotation.right)))
        if isinstance(annotation, ast.Subscript) and isinstance(annotation.value, ast.Name):
            return self._filled(annotation.value.id, annotation.slice)
        return self._named(annotation.id if isinstance(annotation, ast.Name) else "")

    def _named(self, name: str) -> object:
        if name == "str":
            return self._text()
        if name in self.aliases:
            return self._value(self.aliases[name])
        return self.chance.choice(VALUES.get(name) or self.made.get(name) or [None])

    def _filled(self, name: str, item: ast.expr) -> object:
        if name in VALUES:
            return self._named(name)
        parts = item.elts if isinstance(item, ast.Tuple) else [item]
        if name in MAPPINGS:
            keys = self._several(parts[0])
            return {k: self._value(parts[-1]) for k in keys if isinstance(k, Hashable)}
        if name == "tuple" and not isinstance(parts[-1], ast.Constant):
            return tuple(self._value(part) for part in parts)
        several = self._several(parts[0])
        return tuple(several) if name == "tuple" else several

    def _text(self) -> str:
        piece = "".join(self.chance.choices(PIECES, k=self.chance.choice((0, 1, 3, 9))))
        return piece * self.chance.choice((1, 1, 2, 50, 3_000))

    def _several(self, item: ast.expr) -> list[object]:
        return [self._value(item) for _ in range(self.chance.choice((0, 1, 2, 5, 100)))]

    def _anything(self) -> Iterator[object]:
        yield from (None, 1.5, True, object(), Refusing(), Text("a"), {}, (), {"a": 1}, *BYTES)
        yield from (NUMBERS[-1], self._text(), memoryview(b"abcdef")[::2], range(1 << 40))
        itself: list[object] = []
        itself += (itself, Emptying(itself), Refusing(), 1)
        yield itself


def _ended(function: Callable[..., object], values: list[object]) -> tuple[str, object]:
    try:
        return RETURNED, function(*values)
    except REFUSED as error:
        return type(error).__name__, None


def _functions(nodes: list[ast.stmt]) -> list[ast.FunctionDef]:
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


def _parameters(function: ast.FunctionDef) -> list[ast.arg]:
    return function.args.posonlyargs + function.args.args
