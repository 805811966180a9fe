"""Ray Data: the same job on this machine or on all those of a cluster.

Needs `pip install 'scrapelint[ray]'`; RAY_ADDRESS names a cluster. From the command line it is

    scrapelint check --engine ray examples/corpus/articles.parquet
"""

import logging
from pathlib import Path

import ray

from scrapelint.integrations import ray as scrapelint

ray.init(num_cpus=2, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
ray.data.DataContext.get_current().enable_progress_bars = False
corpus = Path(__file__).parent.parent / "corpus/articles.parquet"

# Workers get the articles in batches of Arrow, and give back batches of findings.
articles = ray.data.read_parquet(str(corpus))
found = scrapelint.check(articles)
for rule in sorted(row["rule"] for row in found.select_columns(["rule"]).take_all()):
    print(rule)

fixed = scrapelint.fix(articles).take_all()
print(sum(" , " in (row["text"] or "") for row in fixed), "article has a gap that no repair closes")
