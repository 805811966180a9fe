"""A folder of the user's for what takes long to make; it can be deleted at any time."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from scrapelint.files import FileProblem
from scrapelint.scan.scanner import Forgetful, Store

_VARIABLE = "SCRAPELINT_CACHE_DIR"
_OTHERS = 0o022
"""The bits of a mode that let others write."""
_LARGEST = 1 << 26
"""Bytes above which a file is none that was kept."""


class Cache:
    """Keeps values in files, one each, in a folder that only the user can write to.

    Whatever goes wrong, it is as if nothing were kept.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self._folder = folder

    @classmethod
    def of_user(cls) -> Store:
        """Return the cache where the system has such things.

        The variable SCRAPELINT_CACHE_DIR names another folder, or none if it is empty.
        """
        named = os.environ.get(_VARIABLE)
        if named is not None:
            return cls(Path(named)) if named else Forgetful()
        try:
            return cls(_system_folder() / "scrapelint")
        except RuntimeError:  # nobody's home is known
            return Forgetful()

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key, if nobody else can have put it there."""
        try:
            with (self._folder / key).open("rb") as file:
                found = os.fstat(file.fileno())
                if _is_own(self._folder.stat()) and _is_own(found) and found.st_size <= _LARGEST:
                    return file.read()
        except OSError:
            pass
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value; whoever reads at the same time sees all of it or nothing."""
        from scrapelint import writer  # noqa: PLC0415 - seldom needed

        with suppress(OSError, FileProblem):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            writer.create(self._folder / key, value)


def _is_own(found: os.stat_result) -> bool:
    if not hasattr(os, "getuid"):
        return True  # Windows: the folder is in the user's profile
    return found.st_uid == os.getuid() and not found.st_mode & _OTHERS


def _system_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
