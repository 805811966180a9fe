"""Datasets of Ray Data, looked at on all machines of a cluster.

Each machine needs scrapelint, and folders of further rules under the same path. Ray hands batches
to whatever worker is free, and those of a worker that died to another. `row` in findings counts
within such a batch, so name a column that tells one text from all others with `id_field`.
"""

from functools import partial
from typing import Unpack

from ray.data import Dataset

from scrapelint.arrow import COLUMN, Job, tables
from scrapelint.options import Options

_ROWS = 1000
"""Texts in a batch: at most some seconds of work are lost with a worker."""


def check(dataset: Dataset, **options: Unpack[Options]) -> Dataset:
    """Return the findings in a dataset, a row each, with the columns of `FINDINGS`."""
    return _mapped(dataset, partial(tables.findings, Job.of(**options)))


def annotate(dataset: Dataset, column: str = COLUMN, **options: Unpack[Options]) -> Dataset:
    """Return the dataset with the findings in each text, a list, in a column of its own."""
    return _mapped(dataset, partial(tables.annotated, Job.of(**options), column=column))


def fix(dataset: Dataset, **options: Unpack[Options]) -> Dataset:
    """Return the dataset with repaired texts; nothing else is changed."""
    return _mapped(dataset, partial(tables.fixed, Job.of(**options)))


def _mapped(dataset: Dataset, change: "partial[object]") -> Dataset:
    return dataset.map_batches(
        change, batch_format="pyarrow", batch_size=_ROWS, zero_copy_batch=True
    )
