"""Datasets of Hugging Face, by their own `map`: on disk or streamed, whole or in splits.

What `map` made before is taken again only if the rules and the version are the same.
"""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal, TypeVar, Unpack

import pyarrow as pa
from datasets import (
    Dataset,
    DatasetDict,
    Features,
    IterableDataset,
    IterableDatasetDict,
)

from scrapelint.arrow import COLUMN, FINDING, FINDINGS, ColumnError, Job, tables
from scrapelint.edition import edition
from scrapelint.options import Options
from scrapelint.rule import SHIPPED

Data = TypeVar("Data", Dataset, DatasetDict, IterableDataset, IterableDatasetDict)


@dataclass(frozen=True)
class _Step:
    """What `map` does with each batch; its hash, by which `map` knows it, has all of this."""

    job: Job
    what: Literal["check", "annotate", "fix"]
    column: str
    made_of: str

    def __call__(self, batch: pa.Table | dict[str, list[Any]], numbers: list[int]) -> Any:  # noqa: ANN401 - as it came
        if isinstance(batch, pa.Table):
            return self._of(batch, numbers)
        return self._of(pa.table(batch), numbers).to_pydict()

    def _of(self, table: pa.Table, numbers: list[int]) -> pa.Table:
        if self.what == "annotate":
            return tables.annotated(self.job, table, self.column)
        if self.what == "fix":
            return tables.fixed(self.job, table)
        return tables.findings(self.job, table, first=numbers[0] if numbers else 0)


def check(
    dataset: Data,
    *,
    batch_size: int = 1000,
    num_proc: int | None = None,
    **options: Unpack[Options],
) -> Data:
    """Return the findings in a dataset or in each of its splits, with the columns of `FINDINGS`.

    `row` is the place of the text in its split, from 0. Raises ColumnError.
    """
    return _mapped(dataset, _step("check", "", {**options}), batch_size, num_proc)


def annotate(
    dataset: Data,
    column: str = COLUMN,
    *,
    batch_size: int = 1000,
    num_proc: int | None = None,
    **options: Unpack[Options],
) -> Data:
    """Return the dataset with the findings in each text, a list, in a column of its own.

    Null stands where there is no text. Raises ColumnError.
    """
    return _mapped(dataset, _step("annotate", column, {**options}), batch_size, num_proc)


def fix(
    dataset: Data,
    *,
    batch_size: int = 1000,
    num_proc: int | None = None,
    **options: Unpack[Options],
) -> Data:
    """Return the dataset with repaired texts; nothing else is changed. Raises ColumnError."""
    return _mapped(dataset, _step("fix", "", {**options}), batch_size, num_proc)


def _step(what: Literal["check", "annotate", "fix"], column: str, given: dict[str, Any]) -> _Step:
    job = Job.of(**given)
    return _Step(job, what, column, f"{version('scrapelint')} {edition([SHIPPED])}")


def _mapped(dataset: Data, step: _Step, batch_size: int, num_proc: int | None) -> Data:
    if isinstance(dataset, (DatasetDict, IterableDatasetDict)):
        splits = {name: _mapped(part, step, batch_size, num_proc) for name, part in dataset.items()}
        return type(dataset)(splits)
    names: list[str] = dataset.column_names or list(next(iter(dataset), {}))
    if step.what == "annotate" and step.column in names:
        raise ColumnError(f"there is a column `{step.column}` already")
    how: dict[str, Any] = {"batched": True, "batch_size": batch_size, "with_indices": True}
    how |= {"features": _features(dataset, step)}
    if dataset.features is None:  # records as they come, of which no type is known
        removed = names if step.what == "check" else None
        return dataset.with_format(None).map(step, **how, remove_columns=removed)
    if isinstance(dataset, IterableDataset):
        return dataset.with_format("arrow").map(step, **how).with_format(None)
    mapped = dataset.with_format("arrow").map(step, **how, num_proc=num_proc, desc="scrapelint")
    form = dataset.format if step.what != "check" else {}
    return mapped.with_format(form.get("type"), **form.get("format_kwargs", {}))


def _features(dataset: Dataset | IterableDataset, step: _Step) -> Features | None:
    """Return what is in the columns afterwards, if that is known."""
    if step.what == "check":
        return Features.from_arrow_schema(FINDINGS)
    if dataset.features is None or step.what == "fix":
        return dataset.features
    added = pa.schema([pa.field(step.column, pa.list_(FINDING))])
    return Features({**dataset.features, **Features.from_arrow_schema(added)})
