"""Data frames of Polars: findings as a frame, or beside each text, or repaired texts.

Only the columns that are looked at are read, so the others may hold anything. Of a lazy frame
comes a lazy one, which is looked at when it is collected.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar, Unpack

import polars as pl
import pyarrow as pa

from scrapelint.arrow import COLUMN, FINDING, FINDINGS, ColumnError, Job, columns, tables
from scrapelint.options import Options

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def check(frame: Frame, **options: Unpack[Options]) -> Frame:
    """Return the findings in a frame, a row each, with the columns of `FINDINGS`.

    `row` is the place of the text in the frame, from 0. Raises ColumnError.
    """
    change = partial(_check, Job.of(**options))
    if isinstance(frame, pl.DataFrame):
        return change(frame)
    return _later(frame, change, pl.DataFrame(FINDINGS.empty_table()).schema, streams=False)


def annotate(frame: Frame, column: str = COLUMN, **options: Unpack[Options]) -> Frame:
    """Return the frame with the findings in each text, a list, in a column of its own.

    Null stands where there is no text. Raises ColumnError.
    """
    change = partial(_annotate, Job.of(**options), column)
    if isinstance(frame, pl.DataFrame):
        return change(frame)
    kind = pl.Series(pa.array([], pa.list_(FINDING))).dtype
    return _later(frame, change, pl.Schema({**frame.collect_schema(), column: kind}), streams=True)


def fix(frame: Frame, **options: Unpack[Options]) -> Frame:
    """Return the frame with repaired texts; nothing else is changed. Raises ColumnError."""
    change = partial(_fix, Job.of(**options))
    if isinstance(frame, pl.DataFrame):
        return change(frame)
    return _later(frame, change, frame.collect_schema(), streams=True)


def _check(job: Job, frame: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(tables.findings(job, _looked_at(job, frame)))


def _annotate(job: Job, column: str, frame: pl.DataFrame) -> pl.DataFrame:
    if column in frame.columns:
        raise ColumnError(f"there is a column `{column}` already")
    marked = tables.annotated(job, _looked_at(job, frame), column)
    return frame.with_columns(pl.Series(column, marked.column(column)))


def _fix(job: Job, frame: pl.DataFrame) -> pl.DataFrame:
    table = _looked_at(job, frame)
    name = table.column_names[0]
    fixed = pl.Series(name, tables.fixed(job, table).column(name))
    return frame.with_columns(fixed.cast(frame.schema[name]))


def _later(
    frame: pl.LazyFrame,
    change: Callable[[pl.DataFrame], pl.DataFrame],
    schema: pl.Schema,
    *,
    streams: bool,
) -> pl.LazyFrame:
    """Return the frame as it will be changed, all of it at once or piece by piece."""
    return frame.map_batches(
        change,
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
        schema=schema,
        streamable=streams,
    )


def _looked_at(job: Job, frame: pl.DataFrame) -> pa.Table:
    """Return the columns that are looked at, that of the text first. Raises ColumnError."""
    table = frame.select(columns.possible(frame.columns, job.fields)).to_arrow()
    return table.select(columns.needed(table.schema, job.fields))
