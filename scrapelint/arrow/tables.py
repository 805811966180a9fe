"""Tables, looked at batch by batch."""

from collections.abc import Callable, Iterator

import pyarrow as pa

from scrapelint.arrow.job import COLUMN, Job
from scrapelint.arrow.rows import Seen
from scrapelint.arrow.schema import FINDING, FINDINGS

_ROWS = 1000
"""Texts that are looked at before what was found becomes Arrow."""


def findings(job: Job, table: pa.Table, *, first: int = 0) -> pa.Table:
    """Return the findings in a table; rows are counted from `first` across its batches."""
    found = (job.findings(batch, first=first + before) for before, batch in _batches(table))
    return pa.Table.from_batches(found, FINDINGS)


def annotated(job: Job, table: pa.Table, column: str = COLUMN) -> pa.Table:
    """Return the table with the findings in each row as a last column."""
    schema = table.schema.append(pa.field(column, pa.list_(FINDING)))
    return _mapped(lambda batch: job.annotated(batch, column), table, schema)


def fixed(job: Job, table: pa.Table) -> pa.Table:
    """Return the table with repaired texts."""
    return _mapped(job.fixed, table, table.schema)


def seen(job: Job, table: pa.Table, *, fix: bool = False) -> Iterator[Seen]:
    """Yield what becomes of each text in a table."""
    for first, batch in _batches(table):
        yield from job.seen(batch, fix=fix, first=first)


def _mapped(
    change: Callable[[pa.RecordBatch], pa.RecordBatch], table: pa.Table, schema: pa.Schema
) -> pa.Table:
    return pa.Table.from_batches((change(batch) for _, batch in _batches(table)), schema)


def _batches(table: pa.Table) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield the batches of a table, each with the number of its first row.

    There is one even if the table is empty, so that its columns are looked for.
    """
    first = 0
    for batch in table.to_batches(max_chunksize=_ROWS) or [
        pa.RecordBatch.from_pylist([], table.schema)
    ]:
        yield first, batch
        first += batch.num_rows
