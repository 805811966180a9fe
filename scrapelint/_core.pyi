from collections.abc import Callable, Iterator, Sequence
from re import Match, Pattern
from typing import Self

EDITION: int

class Model:
    def __init__(
        self,
        weights: bytes,
        bias: int,
        gate: int,
        is_left: bool,
        near: str,
        around: str,
        before_mark: str,
        in_brackets: str,
        marks: Sequence[str],
        classes: dict[str, str],
        know: Callable[[str, bool], tuple[str, str, str, str, int]],
        letters: Callable[[int], bytes],
    ) -> None: ...
    def counts(self, text: str, /) -> list[tuple[int, int, int, int, int]]: ...
    def reaching(
        self, text: str, least: int, at_start: int, scar: int, fewest: int, /
    ) -> list[tuple[int, int]]: ...
    def scores(self, line: str, boundaries: list[int], /) -> list[int]: ...
    def borders(self, text: str, start: int, end: int, /) -> bytes: ...

class Ballot:
    def __init__(self, words: tuple[bytes, ...], shares: bytes, /) -> None: ...
    def votes(self, text: bytes, /) -> list[int]: ...

class Repeats:
    def __init__(
        self, text: str, paragraphs: tuple[tuple[int, int], ...], fold: Callable[[int], bytes], /
    ) -> None: ...
    def again(self, least: int, /) -> list[tuple[int, int]]: ...
    def copies(self, least: int, /) -> list[tuple[int, int]]: ...
    def passages(self, least: int, /) -> list[tuple[int, int, int]]: ...

class Sieve:
    def __init__(self, sets: bytes, extents: bytes, rows: bytes, fold: bytes, /) -> None: ...
    def scan(self, data: bytes, /) -> dict[int, bytes | None]: ...

class Search(Iterator[Match[str]]):
    def __new__(
        cls,
        pattern: Pattern[str],
        text: str,
        ends: list[int],
        data: bytes,
        least: float,
        most: float,
        run: bytes,
        line_ends: float,
        first: int,
        begins_line: bool,
        group: int,
        /,
    ) -> Self: ...
    def __next__(self) -> Match[str]: ...

def layout(text: str, /) -> tuple[list[int], list[tuple[int, int]], list[tuple[int, int]]]: ...
def keep_little() -> None: ...
