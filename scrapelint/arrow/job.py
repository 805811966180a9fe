"""What is to be done with each record batch: small, and the same in any process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Unpack

import pyarrow as pa

from scrapelint import anywhere, options
from scrapelint.arrow import columns, rows
from scrapelint.arrow.columns import ColumnError
from scrapelint.arrow.rows import Seen
from scrapelint.arrow.schema import DOCUMENTS, FINDING, FINDINGS
from scrapelint.edition import edition
from scrapelint.options import Options
from scrapelint.recipe import Recipe
from scrapelint.records.fields import Fields, language

COLUMN = "scrapelint"
"""Where findings stand beside a text if nobody says."""


class Linted(NamedTuple):
    """A batch with a row for each finding, and one with a row for each text."""

    findings: pa.RecordBatch
    documents: pa.RecordBatch


@dataclass(frozen=True)
class Job:
    """How to look at record batches: which columns, by which rules, which repairs.

    A job and its methods can be pickled; the linter is made where it is first needed. The
    methods raise ColumnError, RuleError and SelectorError.
    """

    fields: Fields = field(default_factory=Fields)
    recipe: Recipe = field(default_factory=Recipe)
    unsafe: bool = False
    edition: str = ""
    """What tells the recipe's own rule files from what they said before."""

    @classmethod
    def of(cls, **given: Unpack[Options]) -> "Job":
        """Return the job that options ask for. Raises TypeError and ValueError."""
        options.only_known(given, Options)
        recipe, unsafe = options.recipe(given), given.get("unsafe", False)
        said = edition(recipe.folders) if recipe.folders else ""
        return cls(options.fields(given), recipe, unsafe, said)

    def lint(self, batch: pa.RecordBatch, *, fix: bool = False, first: int = 0) -> Linted:
        """Return the findings in a batch and what there is to say of each of its texts.

        With `fix` the texts are repaired, and the findings are those left in them. Rows are
        counted from `first`.
        """
        seen = list(self.seen(batch, fix=fix, first=first))
        found = [row for one in seen for row in rows.findings(one)]
        return Linted(
            pa.RecordBatch.from_pylist(found, FINDINGS),
            pa.RecordBatch.from_pylist(list(map(rows.document, seen)), DOCUMENTS),
        )

    def findings(self, batch: pa.RecordBatch, *, first: int = 0) -> pa.RecordBatch:
        """Return the findings in a batch, a row each, with the columns of `FINDINGS`."""
        found = [row for one in self.seen(batch, first=first) for row in rows.findings(one)]
        return pa.RecordBatch.from_pylist(found, FINDINGS)

    def annotated(self, batch: pa.RecordBatch, column: str = COLUMN) -> pa.RecordBatch:
        """Return the batch with the findings in each row as a last column, null without a text.

        Raises ColumnError when there is a column of that name.
        """
        if column in batch.schema.names:
            raise ColumnError(f"there is a column `{column}` already")
        values = list(map(rows.annotation, self.seen(batch)))
        return batch.append_column(column, pa.array(values, pa.list_(FINDING)))

    def fixed(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the batch with repaired texts; everything else in it stays as it is."""
        seen = list(self.seen(batch, fix=True))
        if not any(one.outcome and one.outcome.fixed for one in seen):
            return batch
        texts = [one.outcome.text if one.outcome else None for one in seen]
        return columns.replaced(batch, columns.text_in(batch.schema, self.fields), texts)

    def seen(self, batch: pa.RecordBatch, *, fix: bool = False, first: int = 0) -> Iterator[Seen]:
        """Yield what becomes of each text, in the order of the rows."""
        texts = columns.texts(batch, columns.text_in(batch.schema, self.fields))
        origins = columns.origins(batch, self.fields)
        for row, (text, origin) in enumerate(zip(texts, origins, strict=True), first):
            if text is None:
                yield Seen(row, origin, None)
            else:
                said = language(origin)
                linter = anywhere.speaking(self.recipe, said, self.edition)
                yield Seen(row, origin, *anywhere.look(linter, text, fix=fix, unsafe=self.unsafe))
