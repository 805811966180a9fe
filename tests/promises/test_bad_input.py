"""Whatever comes in: one exit status, one word for what was not done, and nothing lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapelint.cli import main
from tests.promises.bad_inputs import GROUPS, ONLY, Row
from tests.promises.bad_places import BAD, GOOD, rule
from tests.promises.figures import record, size
from tests.promises.scene import FIX, NOBODY, Ended, become_nobody, open_to_nobody, scrapelint

ROWS = [
    pytest.param(row, id=f"{group}: {row.name}") for group, rows in GROUPS.items() for row in rows
]


def contents(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        if path.is_file() and path.resolve().is_relative_to(folder)
        else None
        for path in folder.rglob("*")
    }


def told(ended: Ended, code: str) -> bool:
    return f"error[{code}]" in ended.output if code else "error[" not in ended.output


def run(folder: Path, row: Row, *more: str) -> Ended:
    asked = (row.called,) if row.asked is None else row.asked
    paths = [f"{folder}/{name}" for name in asked]

    def prepare() -> None:
        os.chdir(folder)
        if row.nobody and os.geteuid() == 0:
            become_nobody()

    return scrapelint("check", *row.common, *row.options, *more, "--", *paths, prepare=prepare)


def give_away(folder: Path) -> None:
    """Let everybody reach a folder, and let all in it be nobody's: no mode holds root up."""
    if os.geteuid() == 0:
        open_to_nobody(folder)
        for each in [folder, *folder.rglob("*")]:
            os.chown(each, NOBODY, NOBODY, follow_symlinks=False)


@pytest.mark.parametrize("row", ROWS)
def test_a_bad_input_ends_as_it_should(tmp_path: Path, row: Row) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o777)
    path = folder / row.called
    if isinstance(row.make, bytes):
        path.write_bytes(row.make)
    else:
        row.make(path)
    if row.nobody:
        give_away(folder)
    before = contents(folder)
    checked = run(folder, row)
    assert checked.status == row.check, checked.output[:2000]
    assert told(checked, "" if row.fix_only else row.code), checked.output[:2000]
    assert row.says in checked.output, checked.output[:2000]
    assert contents(folder) == before
    fixed = run(folder, row, "--fix")
    assert fixed.status == row.fix, fixed.output[:2000]
    assert told(fixed, row.code), fixed.output[:2000]
    after = before if row.fixed is None else before | {row.called: row.fixed}
    assert contents(folder) == after
    assert "Traceback" not in checked.output + fixed.output


def test_many_defects_of_one_line_are_told_in_few_words_each(path: Path) -> None:
    count = size(3_000, 1_000_000)
    path.write_bytes(b"Il part.Elle reste. " * count)
    checked = scrapelint("check", *FIX[2:], path)
    assert f"{count} findings in 1 of 1 file." in checked.output
    assert len(checked.output) < 400 * count
    journal = path.with_name("journal")
    assert scrapelint(*FIX, "--journal", journal, path).status == 0
    assert path.read_bytes() == b"Il part. Elle reste. " * count
    passes = json.loads(journal.read_bytes())["passes"]
    assert [len(edits) for edits in passes] == [count]


def test_a_file_1500_folders_deep_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1500):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_bytes(BAD)
    checked, fixed = scrapelint("check", *FIX[2:], tmp_path), scrapelint(*FIX, tmp_path)
    after = Path("a.txt").read_bytes()
    Path("a.txt").unlink()
    for _ in range(1500):  # whoever tidies up later does it with a call inside a call
        os.chdir("..")
        Path("d").rmdir()
    assert (checked.status, fixed.status) == (1, 0), checked.output[-1000:]
    assert after == GOOD


def test_a_folder_that_holds_itself_is_walked_to_its_end(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "a.txt").write_bytes(BAD)
    mount = ["mount", "--rbind", str(tmp_path), str(inside)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    checked = scrapelint("check", *FIX[2:], tmp_path)
    subprocess.run(["umount", "-l", inside], check=True)
    assert checked.status == 1
    assert "of 2 files" in checked.output


STDIN: dict[str, tuple[bytes, int, bytes, tuple[str, ...]]] = {
    "repaired": (BAD, 0, GOOD, ()),
    "with a mark": (
        b"\xff\xfe" + BAD.decode().encode("utf-16-le"),
        0,
        b"\xff\xfe" + GOOD.decode().encode("utf-16-le"),
        (),
    ),
    "CRLF": (BAD[:-1] + b"\r\n", 0, GOOD[:-1] + b"\r\n", ()),
    "no text": (b"\xff" + BAD, 2, b"\xff" + BAD, ()),
    "too large": (BAD, 2, BAD, ("--max-bytes", "10")),
    "not stable": (BAD, 2, BAD, ("--rules", "rules", "--select", "house-rule")),
}


@pytest.mark.parametrize("name", STDIN)
def test_standard_input_goes_out_repaired_or_as_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data, status, after, options = STDIN[name]
    rule("find = ['''reste''']\nreplace = 'restereste'")(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    command = ["check", "--isolated", "--lang", "fr", "--fix", *(options or ONLY), "-"]
    ended = CliRunner().invoke(main, command, input=data)
    assert (ended.exit_code, ended.stdout_bytes) == (status, after), ended.stderr
    assert bool(ended.stderr) == (status == 2)


@pytest.mark.parametrize("name", ["stdin", "stdout"])
def test_a_closed_stream_is_told(name: str, path: Path) -> None:
    def prepare() -> None:
        sys.stdin = path.open(encoding="utf-8")
        setattr(sys, name, None)

    ended = scrapelint("check", "--isolated", "--fix", "-", prepare=prepare)
    assert ended.status == 2
    assert ": closed\n" in ended.output
    assert "Traceback" not in ended.output


def test_the_figure_of_the_table() -> None:
    rows = [row for rows in GROUPS.values() for row in rows]
    refused = sum(row.fix == 2 for row in rows)
    record(
        "bad inputs",
        f"{len(rows)} inputs in {len(GROUPS)} groups × check and --fix: all end with the status "
        f"they should, {refused} of them with a word for what was not done, 0 silent",
    )
