"""The columns of findings and of documents, the same in every engine and every version."""

import pyarrow as pa

_PLACE = [
    pa.field("start", pa.int64(), nullable=False),
    pa.field("end", pa.int64(), nullable=False),
]
_EDIT = pa.struct([*_PLACE, pa.field("replacement", pa.string(), nullable=False)])
_FIX = pa.struct(
    [
        pa.field("safety", pa.string(), nullable=False),
        pa.field("edits", pa.list_(_EDIT), nullable=False),
    ]
)
_WHAT = [
    *(pa.field(name, pa.string(), nullable=False) for name in ("rule", "family", "severity")),
    pa.field("message", pa.string(), nullable=False),
    *_PLACE,
    *(
        pa.field(name, pa.int64(), nullable=False)
        for name in ("line", "column", "end_line", "end_column")
    ),
    pa.field("text", pa.string(), nullable=False),
    pa.field("lang", pa.string(), nullable=False),
    pa.field("fix", _FIX),
]
_COUNTS = pa.list_(
    pa.struct(
        [
            pa.field("rule", pa.string(), nullable=False),
            pa.field("count", pa.int64(), nullable=False),
        ]
    )
)

FINDING = pa.struct(_WHAT)
"""One finding, as a value in the column that `annotated` adds."""

FINDINGS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("id", pa.string()),
        pa.field("url", pa.string()),
        pa.field("field", pa.string(), nullable=False),
        *_WHAT,
    ]
)
"""One row a finding: where the text stands, then what a line of `--output-format jsonl` says.

`row` counts from 0; `start` and `end` count characters, not bytes, of that row's text.
"""

DOCUMENTS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        *(pa.field(name, pa.string()) for name in ("id", "url", "site", "month")),
        *(
            pa.field(name, pa.int64(), nullable=False)
            for name in ("findings", "errors", "warnings", "infos")
        ),
        pa.field("rules", _COUNTS, nullable=False),
        pa.field("fixed", _COUNTS, nullable=False),
        pa.field("held_back", pa.string()),
        pa.field("text", pa.large_string()),
    ]
)
"""One row a row of the input: how many findings by severity and rule, and its text afterwards.

`fixed` tells how often each rule repaired something, `held_back` why nothing was although it
could be. Where no text was, all counts are 0 and `text` is null.
"""
