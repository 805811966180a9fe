"""Parquet with Polars: which sites are damaged, and a repaired frame.

Needs `pip install 'scrapelint[polars]'`.
"""

from pathlib import Path

import polars as pl

from scrapelint.integrations import polars as scrapelint

articles = pl.scan_parquet(Path(__file__).parent.parent / "corpus/articles.parquet")

# A lazy frame of findings, a row each: `row` is the place of the article, `id` and `url` its own.
found = scrapelint.check(articles)
by_site = (
    found.with_columns(site=pl.col("url").str.extract("//(?:www[.])?([^/]+)"))
    .group_by("site", "rule")
    .len("findings")
    .sort("site", "rule")
    .collect()
)
for row in by_site.iter_rows(named=True):
    print(f"{row['site']}: {row['findings']} {row['rule']}")

# Safe repairs; then what is left of errors decides which articles go on.
fixed = scrapelint.annotate(scrapelint.fix(articles))
errors = pl.col("scrapelint").list.eval(pl.element().struct.field("severity") == "error")
sound = fixed.filter(~errors.list.any()).drop("scrapelint").collect()
print(f"{len(sound)} articles without errors: {', '.join(sound['id'])}")
