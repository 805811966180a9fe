"""The benchmark of a corpus: it makes one, measures, and compares the whole with its parts."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import corpus, records

TEXTS = [
    "The ferry left at 10.It was late.\n\nNobody knew why , and nobody asked.\n\nThe end came.",
    "A boat of was seen near the quay.\n\nIt had 12 nets and 3 men.\n\nThey sang.",
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS), encoding="utf-8")
    return path


def test_no_two_texts_of_a_corpus_are_alike(tmp_path: Path) -> None:
    records.make(tmp_path / "corpus.jsonl", TEXTS, 30)
    lines = (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["text"] for line in lines}) > 20
    assert len({json.loads(line)["id"] for line in lines}) == 30


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is not told here")
def test_the_parts_of_a_corpus_tell_what_the_whole_does(articles: Path) -> None:
    options = [str(articles), "--records", "50", "--parts", "3", "--at", str(articles.parent)]
    result = CliRunner().invoke(corpus.main, options)
    assert result.exit_code == 0, result.output
    assert "50 records of 2 texts" in result.output
    assert re.search("the whole: [1-9]", result.output)
    assert "parent" in result.output


def test_findings_that_are_not_those_of_the_whole_are_told(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus.Findings, "take_part", lambda *_: None)
    result = CliRunner().invoke(corpus.main, [str(articles), "--records", "4", "--parts", "2"])
    assert "the parts tell something else" in str(result.exception)
