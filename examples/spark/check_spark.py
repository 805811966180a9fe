"""Spark: the same job on this machine or on all those of a cluster.

Needs `pip install 'scrapelint[spark]'` and Java 17 or later; started by `spark-submit` it runs
where that says. From the command line it is

    scrapelint check --engine spark examples/corpus/articles.parquet
"""

from pathlib import Path

from pyspark.sql import SparkSession, functions

from scrapelint.integrations import spark as scrapelint

spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.log.level", "ERROR")
    .getOrCreate()
)
corpus = Path(__file__).parent.parent / "corpus/articles.parquet"

# Findings as a frame, to be grouped, joined by `id` or written like any other.
articles = spark.read.parquet(str(corpus))
found = scrapelint.check(articles)
for row in found.groupBy("rule").count().orderBy("rule").collect():
    print(row["rule"], row["count"])

# Articles without an error, repaired where that is safe.
marked = scrapelint.annotate(scrapelint.fix(articles))
errors = functions.exists("scrapelint", lambda finding: finding.severity == "error")
print(marked.filter(~errors).count(), "articles without errors")
spark.stop()
