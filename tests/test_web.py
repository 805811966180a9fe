"""Files on the web, as servers on this machine send them: well, badly, and not at all."""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from scrapelint import rulebook, store
from scrapelint import web as web_
from scrapelint.cli import main
from scrapelint.files import FileProblem, Url
from scrapelint.rulebook import load_rules
from tests.web import Page, Web, serving

RULES = load_rules()
OLD, NEW = "Il part.Elle reste.", "Il part. Elle reste."
MANY, FOUND = 200, 20
TEXTS = [OLD if n % 10 == 0 else NEW for n in range(MANY)]
PADS = [Random(n).randbytes(4000).hex() for n in range(MANY)]  # noqa: S311 - no secret
"""What makes a file larger than what is asked of a server at a time, even compressed."""
LINES = "".join(
    json.dumps({"pad": pad, "text": text}) + "\n" for pad, text in zip(PADS, TEXTS, strict=True)
).encode()


def parquet() -> bytes:
    out = pa.BufferOutputStream()
    table = pa.table({"pad": PADS, "text": TEXTS})
    pq.write_table(table, out, compression="none", use_dictionary=False)
    return bytes(out.getvalue())


FILES = {
    "a.jsonl": (LINES, FOUND),
    "a.jsonl.gz": (gzip.compress(LINES, mtime=0) + gzip.compress(LINES, mtime=0), 2 * FOUND),
    "a.parquet": (parquet(), FOUND),
    "a.txt": (f"{OLD}\n".encode(), 1),
}
WAYS = {
    "ranges": {},
    "no ranges": {"ranges": False},
    "no ranges, and says so": {"ranges": False, "says_no_ranges": True},
    "no size": {"ranges": False, "sized": False},
    "no size, ranges": {"sized": False},
    "compressed where one may": {"ranges": False, "squeezed": "asked"},
    "compressed": {"ranges": False, "squeezed": "always"},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with serving({}) as web:
        yield web


@pytest.fixture
def web(server: Web) -> Web:
    """Return a server with nothing on it."""
    server.pages.clear()
    server.asked.clear()
    return server


def run(*arguments: str | Path) -> Result:
    options = ("--isolated", "--lang", "fr", "--select", "glued-sentences", "--jobs", "1")
    return CliRunner().invoke(main, ["check", *options, *map(str, arguments)])


def page(name: str, way: str) -> Page:
    """Return a file as it is sent in a way; one that is compressed is not so a second time."""
    if name.endswith(".gz") and way == "compressed":
        return Page(FILES[name][0], headers={"Content-Encoding": "gzip"})
    return Page(FILES[name][0], **WAYS[way])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_checked_however_it_is_sent(web: Web, name: str) -> None:
    data, found = FILES[name]
    Path(name).write_bytes(data)
    expected = run("--output-format", "jsonl", name).stdout
    assert expected.count("\n") == found
    for way in WAYS:
        web.pages[f"/{name}"] = page(name, way)
        told = run("--output-format", "jsonl", f"{web.address}/{name}")
        assert (told.exit_code, told.stderr) == (1, ""), way
        assert told.stdout.replace(f"{web.address}/{name}", name) == expected, way


@pytest.mark.parametrize("way", ["ranges", "no ranges", "no size"])
def test_a_fixed_copy_is_made_of_it(web: Web, way: str) -> None:
    for name in FILES:
        web.pages[f"/{name}"] = page(name, way)
    result = run("--fixed-copy", "out", *(f"{web.address}/{name}" for name in FILES))
    assert (result.exit_code, run("out").exit_code) == (0, 0), result.output
    assert Path("out/a.jsonl").read_bytes() == LINES.replace(OLD.encode(), NEW.encode())
    assert Path("out/a.txt").read_text(encoding="utf-8") == f"{NEW}\n"


def test_what_is_sent_in_parts_is_read_in_parts(web: Web) -> None:
    web.pages["/a.jsonl"] = Page(LINES)
    run(f"{web.address}/a.jsonl")
    assert sum(asked.startswith("GET") for asked in web.asked) >= 2
    assert all("bytes=" in asked for asked in web.asked if asked.startswith("GET"))


def test_what_comes_whole_is_fetched_up_to_a_limit(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_, "LARGEST", len(LINES) - 1)
    for way in ("no ranges", "no size"):
        web.pages["/a.jsonl"] = Page(LINES, **WAYS[way])  # type: ignore[arg-type]
        result = run(f"{web.address}/a.jsonl")
        assert result.exit_code == 2
        assert "error[too-large]: " in result.stderr
        assert "download it first" in result.stderr


def test_a_text_larger_than_one_may_be_is_not_fetched(web: Web) -> None:
    web.pages["/a.txt"] = Page(b"a" * 3_000_000, sized=False, ranges=False)
    with pytest.raises(FileProblem, match="more than 1,000,000"):
        store.read(Url(f"{web.address}/a.txt"), largest=1_000_000)


def test_redirects_are_followed(web: Web) -> None:
    web.pages["/old/a.jsonl"] = Page(b"", redirect=f"{web.address}/new/b")
    web.pages["/new/b"] = Page(LINES)
    assert f"{FOUND} findings" in run(f"{web.address}/old/a.jsonl").stdout
    web.pages["/round.jsonl"] = Page(b"", redirect=f"{web.address}/round.jsonl")
    result = run(f"{web.address}/round.jsonl")
    assert result.exit_code == 2
    assert "error[unreadable]: " in result.stderr


@pytest.mark.parametrize("mark", ["ETag", "Last-Modified"])
def test_a_file_that_changes_is_told(web: Web, mark: str) -> None:
    first, second = (f"Thu, 26 Nov 2026 10:00:0{n} GMT" for n in (0, 1))
    for ranges in (True, False):
        web.pages["/a.jsonl"] = Page(LINES, ranges=ranges, headers={mark: first})
        file = store.RemoteFile(Url(f"{web.address}/a.jsonl"))
        file.read(100)
        file.see_unchanged()
        web.pages["/a.jsonl"] = Page(LINES, ranges=ranges, headers={mark: second})
        with pytest.raises(FileProblem, match="changed while it was read"):
            file.see_unchanged()
        file.close()


def test_a_file_that_grows_or_shrinks_while_it_is_read_is_told(web: Web) -> None:
    for after in (LINES + b"{}\n", LINES[:1_000_000], b""):
        web.pages["/a.jsonl"] = Page(LINES)
        file = store.RemoteFile(Url(f"{web.address}/a.jsonl"))
        web.pages["/a.jsonl"] = Page(after)
        with pytest.raises(FileProblem):
            read_all(file)
        file.close()


def read_all(file: store.RemoteFile) -> None:
    while file.read(1 << 20):
        pass
    file.see_unchanged()


@pytest.mark.parametrize("way", ["ranges", "no ranges"])
def test_a_connection_that_is_lost_is_told(web: Web, way: str) -> None:
    for name, (data, _) in FILES.items():
        page = Page(data, breaks_at=len(data) // 2, **WAYS[way])  # type: ignore[arg-type]
        web.pages[f"/{name}"] = page
        for options in ((), ("--fixed-copy", "out")):
            result = run(*options, f"{web.address}/{name}")
            assert result.exit_code == 2, (name, result.output)
            assert "error[unreadable]: " in result.stderr
            assert not [*Path().glob("out*")]


@pytest.mark.parametrize(
    ("status", "told"), [(404, "no such file"), (403, "403"), (401, "401"), (500, "500")]
)
def test_what_a_server_does_not_give_is_told(web: Web, status: int, told: str) -> None:
    for name in FILES:
        web.pages[f"/{name}"] = Page(b"Il part.Elle reste.", status=status)
        result = run(f"{web.address}/{name}")
        assert result.exit_code == 2
        assert "error[unreadable]: " in result.stderr
        assert told in result.stderr
        assert "0 of 1 file checked" in result.stdout


def test_nobody_there_is_told() -> None:
    with serving({}) as web:
        address = web.address
    result = run(f"{address}/a.jsonl")
    assert result.exit_code == 2
    assert "error[unreadable]: " in result.stderr


def test_a_library_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    result = run("https://nowhere.invalid/a.jsonl")
    assert result.exit_code == 2
    assert "pip install 'scrapelint[cloud]'" in result.stderr


@pytest.mark.parametrize("status", [200, 302, 403, 404])
def test_what_is_secret_in_an_address_is_told_to_nobody(web: Web, status: int) -> None:
    host = web.address.removeprefix("http://")
    query = "X-Amz-Signature=word&name=word"
    there = f"{web.address}/b?key=word"
    redirect = there if status == 302 else ""
    page = Page(LINES, status=status, redirect=redirect, ranges=False, breaks_at=1_000_000)
    web.pages[f"/a.jsonl?{query}"] = page
    result = run(f"http://me:word@{host}/a.jsonl?{query}")
    assert result.exit_code == 2
    assert "word" not in result.output


def test_names_are_found_by_a_pattern_in_the_links_of_a_page(web: Web) -> None:
    links = ("b.jsonl", "a.jsonl", "../up.jsonl", "http://other.invalid/c.jsonl", "note.html")
    page = "".join(f'<a href="{link}">x</a>' for link in links).encode()
    web.pages["/crawl/"] = Page(page, headers={"Content-Type": "text/html"})
    for name in ("/crawl/a.jsonl", "/crawl/b.jsonl", "/up.jsonl"):
        web.pages[name] = Page(LINES)
    result = run("--output-format", "concise", f"{web.address}/crawl/*.jsonl")
    assert f"{2 * FOUND} findings" in result.stdout
    assert "in 2 files" in result.stdout
    result = run(f"{web.address}/crawl/*.csv")
    assert (result.exit_code, "no such file" in result.stderr) == (2, True)


def test_the_web_is_not_written_to(web: Web) -> None:
    Path("a.jsonl").write_bytes(LINES)
    result = run("--fixed-copy", f"{web.address}/b.jsonl", "a.jsonl")
    assert result.exit_code == 2
    assert "is read, not written to" in result.stderr
    assert web.asked == []


def test_a_proxy_of_the_environment_is_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", web.address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    fsspec.filesystem("http").clear_instance_cache()
    web.pages["http://nowhere.invalid/a.jsonl"] = Page(LINES)
    assert f"{FOUND} findings" in run("http://nowhere.invalid/a.jsonl").stdout
