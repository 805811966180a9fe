"""Tables, looked at batch by batch."""

from collections.abc import Callable, Iterator

import pyarrow as pa

from scrapelint.arrow.job import COLUMN, Job
from scrapelint.arrow.schema import FINDING, FINDINGS

_ROWS = 1000
"""Texts that are looked at before what was found becomes Arrow."""


def findings(job: Job, table: pa.Table) -> pa.Table:
    """Return the findings in a table; their rows are those of the whole table."""
    return pa.Table.from_batches(_findings(job, table), FINDINGS)


def annotated(job: Job, table: pa.Table, column: str = COLUMN) -> pa.Table:
    """Return the table with the findings in each row as a last column."""
    schema = table.schema.append(pa.field(column, pa.list_(FINDING)))
    return _mapped(lambda batch: job.annotated(batch, column), table, schema)


def fixed(job: Job, table: pa.Table) -> pa.Table:
    """Return the table with repaired texts."""
    return _mapped(job.fixed, table, table.schema)


def _findings(job: Job, table: pa.Table) -> Iterator[pa.RecordBatch]:
    first = 0
    for batch in _batches(table):
        yield job.findings(batch, first=first)
        first += batch.num_rows


def _mapped(
    change: Callable[[pa.RecordBatch], pa.RecordBatch], table: pa.Table, schema: pa.Schema
) -> pa.Table:
    return pa.Table.from_batches(map(change, _batches(table)), schema)


def _batches(table: pa.Table) -> list[pa.RecordBatch]:
    """Return the batches of a table; one if it is empty, so that its columns are looked for."""
    batches: list[pa.RecordBatch] = table.to_batches(max_chunksize=_ROWS)
    return batches or [pa.RecordBatch.from_pylist([], table.schema)]
