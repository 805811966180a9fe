"""Files in stores: in memory, and as servers on this machine speak for S3 and others."""

import gzip
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from gcp_storage_emulator.server import create_server
from moto.server import ThreadedMotoServer

from scrapelint import rulebook, store
from scrapelint.cli import main
from scrapelint.files import FileProblem, Url
from scrapelint.rulebook import load_rules
from tests import hub

RULES = load_rules()
OLD, NEW = "Il part.Elle reste.", "Il part. Elle reste."
LINES = "".join(json.dumps({"id": n, "text": OLD}) + "\n" for n in range(50)).encode()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def parquet() -> bytes:
    out = io.BytesIO()
    table = pa.table({"id": range(50), "text": [OLD] * 50})
    pq.write_table(table, out, row_group_size=20, compression="zstd")
    return out.getvalue()


FILES = {
    "a.jsonl": LINES,
    "in/b.jsonl.gz": gzip.compress(LINES, mtime=0),
    "in/c.parquet": parquet(),
    "in/d.txt": f"{OLD}\n".encode(),
    "in/notes.json": b"{}",
}


def run(*arguments: str | Path) -> Result:
    options = ("--isolated", "--lang", "fr", "--select", "glued-sentences", *map(str, arguments))
    return CliRunner().invoke(main, ["check", *options])


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """Run S3, and yield what leads there."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}",
    }
    server.stop()


@pytest.fixture(scope="module")
def gs() -> Iterator[dict[str, str]]:
    """Run Google's store, and yield what leads there."""
    server = create_server("127.0.0.1", 0, in_memory=True, default_bucket="corpus")
    server.start()
    http = server._api._httpd  # noqa: SLF001 - it chose its port
    http.handle_error = lambda *_: None  # of clients that hung up
    yield {
        "STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{http.server_address[1]}",
        "FSSPEC_GS_TOKEN": "anon",
        "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
    }
    server.stop()


@pytest.fixture
def hf() -> Iterator[dict[str, str]]:
    """Run the Hub, and yield what leads there."""
    with hub.serving({}) as address:
        yield {"FSSPEC_HF_ENDPOINT": address}


PLACES = {
    "memory": "memory://corpus",
    "s3": "s3://corpus",
    "gs": "gs://corpus/crawl",
    "hf": f"hf://{hub.REPOSITORY}",
}


@pytest.fixture(params=PLACES)
def root(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a folder with the files in it."""
    kind, where = request.param, PLACES[request.param]
    if kind != "memory":
        for name, value in request.getfixturevalue(kind).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(fsspec.config, "conf", {})
        fsspec.config.set_conf_env(fsspec.config.conf, os.environ)  # may be another by now
        fsspec.get_filesystem_class(kind).clear_instance_cache()
    files: Any = fsspec.filesystem(kind)
    if kind in {"memory", "s3"}:
        if files.exists(where):
            files.rm(where, recursive=True)
        files.mkdir(where)
    for name, data in FILES.items():
        files.pipe_file(f"{where}/{name}", data)
    return where


def stored(url: str) -> bytes:
    with fsspec.open(url, "rb") as file:
        return bytes(file.read())


def test_a_file_in_a_store_is_checked_as_one_here(root: str) -> None:
    for name, data in FILES.items():
        if name.endswith("json"):
            continue
        here = Path(name).name
        Path(here).write_bytes(data)
        expected, found = (
            run("--output-format", "jsonl", each) for each in (here, f"{root}/{name}")
        )
        assert found.stdout.replace(f"{root}/{name}", here) == expected.stdout
        assert (found.exit_code, found.stderr) == (1, "")


def test_a_folder_and_a_pattern_are_searched(root: str) -> None:
    checked = run("--output-format", "concise", root).stdout
    assert "151 findings in 151 of 151 texts in 4 files." in checked
    assert "100 findings in 100 of 100 texts in 2 files." in run(f"{root}/in/*.[jp]*[zt]").stdout


def test_a_fixed_copy_goes_into_a_store(root: str) -> None:
    assert run("--fixed-copy", f"{root}/fixed.jsonl", f"{root}/a.jsonl").exit_code == 0
    assert stored(f"{root}/fixed.jsonl") == LINES.replace(OLD.encode(), NEW.encode())
    assert stored(f"{root}/a.jsonl") == LINES
    assert run("--fixed-copy", f"{root}/out", f"{root}/in", "--jobs", "2").exit_code == 0
    assert gzip.decompress(stored(f"{root}/out/b.jsonl.gz")).count(NEW.encode()) == 50
    assert stored(f"{root}/out/d.txt") == f"{NEW}\n".encode()
    table = pq.read_table(io.BytesIO(stored(f"{root}/out/c.parquet")))
    assert table.column("text").to_pylist() == [NEW] * 50


def test_a_fixed_copy_comes_out_of_a_store(root: str) -> None:
    assert run("--fixed-copy", "out", f"{root}/in").exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "b.jsonl.gz",
        "c.parquet",
        "d.txt",
    ]
    assert run("out").exit_code == 0


def test_what_is_not_there_is_told(root: str) -> None:
    for name in ("none.jsonl", "none.txt", "none/*.jsonl", "none.parquet"):
        result = run(f"{root}/{name}")
        assert result.exit_code == 2
        assert "error[unreadable]: " in result.stderr


def test_a_store_is_not_written_in_place(root: str) -> None:
    result = run("--fix", f"{root}/a.jsonl")
    assert result.exit_code == 2
    assert "--fixed-copy does" in result.stderr


def test_what_is_secret_in_a_url_is_not_shown() -> None:
    url = Url("https://me:word@a.bc/d/e.jsonl?X-Amz-Signature=f")
    assert (str(url), url.name, url.suffix) == ("https://a.bc/d/e.jsonl", "e.jsonl", ".jsonl")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "simplecache::memory://x", "nonsense://x"])
def test_only_stores_are_read(url: str) -> None:
    with pytest.raises(FileProblem):
        store.read(Url(url), largest=10)


def test_a_file_that_changes_in_its_store_is_told() -> None:
    files: Any = fsspec.filesystem("memory")
    files.pipe_file("/x.jsonl", LINES)
    file = store.RemoteFile(Url("memory://x.jsonl"))
    files.pipe_file("/x.jsonl", LINES + b"\n")
    with pytest.raises(FileProblem, match="changed while it was read"):
        file.see_unchanged()
    file.close()
