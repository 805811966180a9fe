"""Files of tables: opened where one is needed, read once."""

from functools import cache
from pathlib import Path

from scrapelint.gaps import TableError
from scrapelint.gaps.table import FORMAT, Table, parse


def check(path: Path) -> None:
    """Refuse what is no table, by its first line. Raises TableError."""
    try:
        with path.open(encoding="utf-8") as file:
            first = file.readline().rstrip("\n")
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: {error}") from error
    if first != FORMAT:
        raise TableError(f"{path}: the first line must be `{FORMAT}`")


@cache
def read(path: str | Path) -> Table:
    """Read a table. Raises TableError."""
    file = Path(path)
    check(file)
    try:
        return parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, TableError) as error:
        raise TableError(f"{path}: {error}") from error
