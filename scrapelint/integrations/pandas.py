"""Data frames of pandas: findings as a frame, or beside each text, or repaired texts.

Only the columns that are looked at are read, so the others may hold anything.
"""

from typing import Unpack

import pandas as pd
import pyarrow as pa

from scrapelint.arrow import COLUMN, ColumnError, Job, columns, rows, tables
from scrapelint.options import Options


def check(frame: pd.DataFrame, **options: Unpack[Options]) -> pd.DataFrame:
    """Return the findings in a frame, a row each, with the columns of `FINDINGS`.

    `row` is the place of the text in the frame, from 0, as `iloc` takes it. Raises ColumnError.
    """
    job = Job.of(**options)
    found = tables.findings(job, _looked_at(job, frame))
    made: pd.DataFrame = found.drop_columns(["fix"]).to_pandas()
    made["fix"] = pd.Series(found.column("fix").to_pylist(), dtype=object)
    return made


def annotate(frame: pd.DataFrame, column: str = COLUMN, **options: Unpack[Options]) -> pd.DataFrame:
    """Return a copy with the findings in each text, a list of dicts, in a column of its own.

    None stands where there is no text. Raises ColumnError.
    """
    job = Job.of(**options)
    if column in frame.columns:
        raise ColumnError(f"there is a column `{column}` already")
    found = [rows.annotation(seen) for seen in tables.seen(job, _looked_at(job, frame))]
    return frame.assign(**{column: pd.Series(found, frame.index, dtype=object)})


def fix(frame: pd.DataFrame, **options: Unpack[Options]) -> pd.DataFrame:
    """Return a copy with repaired texts; nothing else is changed. Raises ColumnError."""
    job = Job.of(**options)
    table = _looked_at(job, frame)
    name = columns.text_in(table.schema, job.fields)
    if name not in frame.columns:
        raise ColumnError(f"`{name}` is inside another column: it is not repaired there")
    texts = frame[name].astype(object)
    for seen in tables.seen(job, table, fix=True):
        if seen.outcome and seen.outcome.fixed:
            texts.iloc[seen.row] = seen.outcome.text
    kind = frame[name].dtype
    fixed = texts.astype("category" if isinstance(kind, pd.CategoricalDtype) else kind)
    return frame.assign(**{name: fixed})


def _looked_at(job: Job, frame: pd.DataFrame) -> pa.Table:
    """Return the columns that are looked at. Raises ColumnError."""
    names = [name for name in frame.columns if isinstance(name, str)]
    arrays, mixed = {}, set()
    for name in columns.possible(names, job.fields):
        if names.count(name) > 1:
            raise ColumnError(f"several columns are called `{name}`")
        try:
            arrays[name] = pa.Array.from_pandas(frame[name])
        except (pa.ArrowException, UnicodeEncodeError) as error:
            arrays[name] = pa.array(map(_written, frame[name]), pa.string())
            mixed.add((name, _why(error)))
    table = pa.table(arrays)
    text = columns.needed(table.schema, job.fields)[0]
    for name, why in mixed:
        if name == text:
            raise ColumnError(f"column `{name}` holds {why}, not only text")
    return table


def _why(error: Exception) -> str:
    is_half = isinstance(error, UnicodeEncodeError)
    return "halves of surrogate pairs" if is_half else "values of several types"


def _written(value: object) -> str | None:
    """Return a value as it is written, for an id; what Arrow cannot hold is left out."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN is not itself
        return None
    return str(value).encode(errors="replace").decode()
