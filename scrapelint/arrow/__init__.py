"""Texts in Arrow: a record batch in, a record batch of findings out.

>>> import pyarrow as pa
>>> from scrapelint.arrow import Job
>>> batch = pa.RecordBatch.from_pydict({"text": ["Il a dit non.Puis oui."], "id": ["a1"]})
>>> Job.of(lang="fr").findings(batch).select(["row", "id", "rule", "start"]).to_pylist()
[{'row': 0, 'id': 'a1', 'rule': 'glued-sentences', 'start': 12}]

Arrow's strings are UTF-8, which cannot hold half of a surrogate pair: text with such halves, as
broken JSON has it, cannot come here and must be looked at by `scrapelint.check`.
"""

from scrapelint.arrow.columns import ColumnError
from scrapelint.arrow.job import COLUMN, Job, Linted
from scrapelint.arrow.schema import DOCUMENTS, FINDING, FINDINGS
from scrapelint.options import Options
from scrapelint.records.fields import Fields

__all__ = [
    "COLUMN",
    "DOCUMENTS",
    "FINDING",
    "FINDINGS",
    "ColumnError",
    "Fields",
    "Job",
    "Linted",
    "Options",
]
