"""A disk that forgets: what may be on it after a loss of power.

Data may be lost back to the last sync of the file; names may be lost back to the last sync of
the folder, any number of the later changes but in their order. A file that was never synced may
hold nothing, or only its first half.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapelint.exchange import exchange

Names = dict[str, int]


@dataclass
class Disk:
    """Stands in for the module `os` and keeps account of what is on the disk.

    `names` are those of each moment since the last sync of the folder; `safe` is the synced
    content of each file by its number, `held` what was written.
    """

    folder: Path
    names: list[Names]
    safe: dict[int, bytes]
    held: dict[int, bytes]
    states: set[tuple[tuple[str, bytes], ...]] = field(default_factory=set)

    @classmethod
    def of(cls, folder: Path) -> "Disk":
        """Begin with what is in a folder, all of it synced."""
        files = {path.name: path for path in folder.iterdir()}
        data = {path.stat().st_ino: path.read_bytes() for path in files.values()}
        return cls(folder, [{n: p.stat().st_ino for n, p in files.items()}], data, dict(data))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as `os` has it
        real = getattr(os, name)
        after = getattr(self, f"_after_{name}", None)
        if after is None:
            return real

        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            result = real(*arguments, **options)
            after(*arguments)
            self.states.update(self._possible())
            return result

        return call

    def _after_write(self, handle: int, _data: bytes) -> None:
        self.held[os.fstat(handle).st_ino] = Path(f"/proc/self/fd/{handle}").read_bytes()

    def _after_fsync(self, handle: int) -> None:
        number = os.fstat(handle).st_ino
        if number == self.folder.stat().st_ino:
            del self.names[:-1]
        elif number in self.held:
            self.safe[number] = self.held[number]

    def _after_open(self, *_: object) -> None:
        now = {path.name: path.stat().st_ino for path in self.folder.iterdir()}
        if now != self.names[-1]:
            self.names.append(now)

    def exchange(self, folder: int, first: str, second: str) -> bool:
        """Exchange two names, and keep account of it."""
        done = exchange(folder, first, second)
        self._after_open()
        return done

    _after_replace = _after_unlink = _after_open

    def _possible(self) -> Iterator[tuple[tuple[str, bytes], ...]]:
        for names in self.names:
            for share in (0, 0.5, 1):
                yield tuple((name, self._kept(names[name], share)) for name in sorted(names))

    def _kept(self, number: int, share: float) -> bytes:
        held = self.held.get(number, b"")
        return self.safe.get(number, held[: int(len(held) * share)])
