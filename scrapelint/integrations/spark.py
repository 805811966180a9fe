"""Data frames of Spark, looked at on all machines of a cluster, by `mapInArrow`.

Each machine needs scrapelint, and folders of further rules under the same path. `row` in findings
counts within a partition, so name a column that tells one text from all others with `id_field`.
"""

from collections.abc import Iterator
from functools import partial
from typing import Unpack

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from scrapelint.arrow import COLUMN, FINDING, FINDINGS, ColumnError, Job
from scrapelint.options import Options


def check(frame: DataFrame, **options: Unpack[Options]) -> DataFrame:
    """Return the findings in a frame, a row each, with the columns of `FINDINGS`."""
    job = Job.of(**options)
    return frame.mapInArrow(partial(_findings, job), from_arrow_schema(FINDINGS))


def annotate(frame: DataFrame, column: str = COLUMN, **options: Unpack[Options]) -> DataFrame:
    """Return the frame with the findings in each text, an array, in a column of its own.

    Raises ColumnError when there is a column of that name.
    """
    job = Job.of(**options)
    if column in frame.columns:
        raise ColumnError(f"there is a column `{column}` already")
    added = from_arrow_schema(pa.schema([pa.field(column, pa.list_(FINDING))]))
    schema = StructType([*frame.schema.fields, *added.fields])
    return frame.mapInArrow(partial(_annotated, job, column), schema)


def fix(frame: DataFrame, **options: Unpack[Options]) -> DataFrame:
    """Return the frame with repaired texts; nothing else is changed."""
    return frame.mapInArrow(partial(_fixed, Job.of(**options)), frame.schema)


def _findings(job: Job, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    first = 0
    for batch in batches:
        yield job.findings(batch, first=first)
        first += batch.num_rows


def _annotated(
    job: Job, column: str, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield job.annotated(batch, column)


def _fixed(job: Job, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield from map(job.fixed, batches)
