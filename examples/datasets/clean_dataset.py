"""A Hugging Face dataset: findings of one split, and a repaired dataset to be uploaded.

Needs `pip install 'scrapelint[datasets]'`. A name on the Hub works like the file here.
"""

from pathlib import Path

from datasets import disable_progress_bars, load_dataset

from scrapelint.integrations import datasets as scrapelint

disable_progress_bars()
corpus = Path(__file__).parent.parent / "corpus/articles.jsonl"
articles = load_dataset("json", data_files={"train": str(corpus)})

# A dataset with a row for each finding; `num_proc` has several processes look.
found = scrapelint.check(articles)["train"]
for finding in found:
    print(f"{finding['id']} {finding['start']}: {finding['rule']}")

# The same dataset with repaired texts, and with what is left to be found in each.
cleaned = scrapelint.annotate(scrapelint.fix(articles))["train"]
kept = cleaned.filter(lambda row: row["text"] and not row["scrapelint"])
print(f"{len(kept)} of {len(cleaned)} articles are kept")
