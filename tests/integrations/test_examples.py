"""The walk-throughs in examples/ do what they say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PRINTED = {
    "jsonl/pipeline.sh": """\
6 findings
2
3
""",
    "polars/check_parquet.py": """\
gazette.example: 1 doubled-punctuation
gazette.example: 1 glued-sentences
gazette.example: 1 mojibake
harbourpost.example: 1 glued-sentences
harbourpost.example: 1 share-buttons
harbourpost.example: 1 space-before-punctuation
4 articles without errors: gz-102, gz-103, hp-7, hp-8
""",
    "datasets/clean_dataset.py": """\
gz-101 53: glued-sentences
gz-101 126: doubled-punctuation
gz-102 127: mojibake
hp-7 61: glued-sentences
hp-7 95: share-buttons
hp-7 151: space-before-punctuation
4 of 6 articles are kept
""",
}


def run_example(name: str, home: Path) -> str:
    """Run an example as its reader would, and return what it prints."""
    tools = Path(sys.executable).parent
    program = [sys.executable] if name.endswith(".py") else ["bash"]
    done = subprocess.run(
        [*program, str(ROOT / "examples" / name)],
        cwd=home,
        env=os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "HF_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", PRINTED)
def test_an_example_prints_what_it_should(name: str, tmp_path: Path) -> None:
    assert run_example(name, tmp_path).endswith(PRINTED[name])


def test_every_example_is_told() -> None:
    told = (ROOT / "examples/README.md").read_text(encoding="utf-8")
    for folder in (ROOT / "examples").iterdir():
        assert folder.name == "README.md" or f"| `{folder.name}/` |" in told


def test_the_corpus_is_the_same_in_both_forms() -> None:
    import json

    import pyarrow.parquet as pq

    corpus = ROOT / "examples/corpus"
    lines = (corpus / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = pq.read_table(corpus / "articles.parquet").to_pylist()
    assert rows == [json.loads(line) for line in lines]
