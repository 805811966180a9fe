"""The step for datatrove, in pipelines that are run by its own executor."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove", reason="needs the extra `engines`")

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from scrapelint.integrations.datatrove import Scrapelint
from tests.integrations.texts import CLEAN, GLUED, MENDED, beside, plain

TEXTS = [GLUED, CLEAN, "C’est ce qu’a dit hier, , la maire de Brumont."] * 20


def run(folder: Path, step: Scrapelint, tasks: int = 1) -> tuple[list[dict[str, Any]], Any]:
    """Run a pipeline over the texts in several files; return the documents and the stats."""
    source = folder / "in"
    source.mkdir()
    for n in range(tasks):
        lines = [
            json.dumps({"id": str(i), "text": text, "language": "fr"}) + "\n"
            for i, text in enumerate(TEXTS)
            if i % tasks == n
        ]
        (source / f"{n}.jsonl").write_text("".join(lines), encoding="utf-8")
    writer = JsonlWriter(str(folder / "out"), compression=None)
    LocalPipelineExecutor(
        [JsonlReader(str(source)), step, writer],
        tasks=tasks,
        workers=tasks,
        logging_dir=str(folder / "log"),
    ).run()
    stats = json.loads((folder / "log/stats.json").read_text(encoding="utf-8"))
    return read(folder / "out"), {k: v for each in stats for k, v in each["stats"].items()}


def read(folder: Path) -> list[dict[str, Any]]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jsonl"))]
    rows = [json.loads(line) for text in texts for line in text.splitlines()]
    return sorted(rows, key=lambda row: int(row["id"]))


@pytest.mark.parametrize("tasks", [1, 2])
def test_documents_are_annotated_and_findings_counted(tmp_path: Path, tasks: int) -> None:
    documents, stats = run(tmp_path, Scrapelint(annotate="found"), tasks)
    assert [d["text"] for d in documents] == TEXTS
    assert [d["metadata"]["found"] for d in documents] == plain(beside(TEXTS))
    total = {name: stat if isinstance(stat, int) else stat["total"] for name, stat in stats.items()}
    assert total["scrapelint/glued-sentences"] == 20
    assert total["scrapelint/doubled-punctuation"] == 20
    assert total["damaged"] == 40


def test_documents_are_repaired_and_dropped(tmp_path: Path) -> None:
    writer = JsonlWriter(str(tmp_path / "dropped"), compression=None)
    step = Scrapelint(fix="safe", drop=["missing-text"], exclusion_writer=writer, lang="fr")
    documents, _ = run(tmp_path, step)
    assert [d["text"] for d in documents] == [MENDED, CLEAN] * 20
    dropped = read(tmp_path / "dropped")
    assert [d["text"] for d in dropped] == TEXTS[2::3]
    assert dropped[0]["metadata"]["filter_reason"].startswith("doubled-punctuation at 1:23: ")


def test_what_cannot_be_meant_is_told() -> None:
    with pytest.raises(ValueError, match="nothing is called `missing`"):
        Scrapelint(drop=["missing"])
    with pytest.raises(TypeError, match="unknown option: fields"):
        Scrapelint(fields="x")  # type: ignore[call-arg]
