"""Nothing in a file of many texts changes but the text, by the word of a second reading."""

import gzip
import json
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result

from scrapelint import rulebook
from scrapelint.cli import main
from scrapelint.rulebook import load_rules
from tests.promises import rawjson, records
from tests.promises.figures import record, size
from tests.test_framed import frames, members

RULES = load_rules()


@pytest.fixture(autouse=True)
def _rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", "--isolated", *map(str, arguments)])


def test_a_repair_changes_one_token_of_a_line_and_only_where_it_says(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    lines = [*rawjson.HOSTILE, *(rawjson.line(chance) for _ in range(size(600, 20_000)))]
    before = b"\xef\xbb\xbf" + b"\n".join(lines)
    path, journal = tmp_path / "a.jsonl", tmp_path / "journal"
    path.write_bytes(before)
    result = run("--fix", "--quiet", "--journal", journal, path)
    assert result.exit_code == 2  # there are bad lines
    edits = records.undone(journal, path, before)
    after = path.read_bytes().split(b"\n")
    assert len(after) == len(lines)
    changed = 0
    for old, new in zip([b"\xef\xbb\xbf" + lines[0], *lines[1:]], after, strict=True):
        assert records.same_but_text(old, new), (old, new)
        changed += old != new
    assert changed > len(lines) / 2
    undone = CliRunner().invoke(main, ["undo", str(journal)])
    assert (undone.exit_code, path.read_bytes()) == (0, before), undone.output
    told = f"{len(lines)} lines, {edits} edits in {changed} of them: 0 tokens changed beyond, "
    record("JSON Lines, by a second reading", f"{told}0 bytes outside the edits, all undone")


@pytest.mark.parametrize(
    ("suffix", "squeeze", "parts"),
    [(".gz", gzip.compress, members), (".zst", zstandard.compress, frames)],
)
def test_a_compressed_file_becomes_what_a_plain_one_does_part_by_part(
    tmp_path: Path,
    suffix: str,
    squeeze: Callable[[bytes], bytes],
    parts: Callable[[bytes], list[bytes]],
) -> None:
    chance = random.Random(2)  # noqa: S311 - no secret
    lines = [*rawjson.HOSTILE, *(rawjson.line(chance) for _ in range(size(100, 20_000)))]
    chance.shuffle(lines)
    data = b"\n".join(lines)
    cuts = sorted(chance.sample(range(1, len(data)), size(50, 5_000)))
    before = [squeeze(data[start:end]) for start, end in pairwise([0, *cuts, len(data)])]
    plain, squeezed = tmp_path / "a.jsonl", tmp_path / f"a.jsonl{suffix}"
    plain.write_bytes(data)
    squeezed.write_bytes(b"".join(before))
    for path in (plain, squeezed):
        assert run("--fix", "--quiet", path).exit_code == 2  # there are bad lines
    after = parts(squeezed.read_bytes())
    texts = [[*map(_expanded, each)] for each in (before, after)]
    assert b"".join(texts[1]) == plain.read_bytes() != data
    assert len(after) == len(before)
    same = [old == new for old, new in zip(*texts, strict=True)]
    assert all(new == old for new, old, kept in zip(after, before, same, strict=True) if kept)
    assert 0 < sum(same) < len(same)


def _expanded(part: bytes) -> bytes:
    gz = part.startswith(b"\x1f\x8b")
    return (
        gzip.decompress(part)
        if gz
        else zstandard.ZstdDecompressor().decompressobj().decompress(part)
    )


@pytest.mark.parametrize("line", rawjson.HOSTILE, ids=range(len(rawjson.HOSTILE)))
def test_hostile_lines_are_told_or_checked_and_others_with_them(
    tmp_path: Path, line: bytes
) -> None:
    path = tmp_path / "a.jsonl"
    good = b'{"text": "Il vient.Elle sort."}\n'
    path.write_bytes(good + line + b"\n" + good)
    checked = run("--output-format", "jsonl", "--lang", "fr", "--select", "glued-text", path)
    assert "Traceback" not in checked.output
    assert isinstance(checked.exception, SystemExit)
    found = {json.loads(each)["line"] for each in checked.stdout.splitlines()}
    assert {1, 3} <= found <= {1, 2, 3}
    told = any(word in checked.stderr for word in ("line 2:", "have no text", "too-large"))
    assert told != (2 in found) or not line.strip(b" \xef\xbb\xbf")
    run("--fix", "--quiet", "--lang", "fr", path)
    first, *middle, last = path.read_bytes().splitlines(keepends=True)
    assert first == last == good.replace(b".E", b". E")
    assert records.same_but_text(line + b"\n", b"".join(middle))
