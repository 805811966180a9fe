"""No input crashes it, and one bad file costs only itself."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapelint.cli import main
from tests.conftest import ROOT

odd = st.sampled_from(
    [b"\r", b"\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"a\xcc\x80\xcc\x95"]
    + [text.encode() for text in ("\u2028", "Ã©", "&#99999999999;", "&amp;amp;", "<b>", "((((")]
    + [text.encode() for text in ("```", "Il part.Elle", "qu’, ", "\x1b]0;x\x07", "::error::")]
)
contents = st.lists(st.one_of(st.binary(max_size=8), odd), max_size=12).map(b"".join)
SCRIPT = [sys.executable, "-c", "from scrapelint.cli import main; main()"]


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(contents, st.sampled_from(["full", "concise", "json", "jsonl"]), st.booleans())
def test_any_bytes_end_in_0_1_or_2_and_cost_only_themselves(
    tmp_path: Path,
    data: bytes,
    form: str,
    fix: bool,  # noqa: FBT001
) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(data)
    good.write_text("Il part.Elle reste.\n", encoding="utf-8")
    options = ["--fix", "--unsafe-fixes"] if fix else []
    arguments = ["check", str(bad), str(good), "--output-format", form, "--isolated", *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if form == "json":
        assert isinstance(json.loads(result.stdout), list)
    if fix:
        assert good.read_text(encoding="utf-8") == "Il part. Elle reste.\n"
    elif form == "jsonl":
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert [f["rule"] for f in found if f["path"] == str(good)] == ["glued-sentences"]


def make_tree(folder: Path, count: int) -> None:
    for number in range(count):
        path = folder / f"{number:04d}.txt"
        path.write_text("Il part.Elle reste, et la ville dort.\n" * 40, encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_fix_after_the_file_at_hand(tmp_path: Path, number: signal.Signals) -> None:
    make_tree(tmp_path, 400)
    command = [*SCRIPT, "check", "--fix", "--isolated", "--lang", "fr", str(tmp_path)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    first = tmp_path / "0003.txt"
    for _ in range(500):
        if "part. Elle" in first.read_text(encoding="utf-8"):
            break
        time.sleep(0.01)
    process.send_signal(number)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 128 + number, output
    texts = {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert texts == {
        "Il part.Elle reste, et la ville dort.\n" * 40,
        "Il part. Elle reste, et la ville dort.\n" * 40,
    }


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    quoted = f'"{sys.executable}" -c "from scrapelint.cli import main; main()"'
    return subprocess.run(
        ["bash", "-c", command.replace("scrapelint", quoted, 1) + "; echo ${PIPESTATUS[0]}"],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_closed_pipe_is_quiet_and_keeps_the_status(tmp_path: Path) -> None:
    make_tree(tmp_path, 60)
    result = shell("scrapelint check --isolated . | head -1", tmp_path)
    assert result.stdout.splitlines()[-1] == "1"
    assert result.stderr == ""
    result = shell("scrapelint check --isolated --fix . | head -1", tmp_path)
    assert "Traceback" not in result.stderr
    texts = {path.read_text(encoding="utf-8").count("part. Elle") for path in tmp_path.iterdir()}
    assert texts == {40}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("target", ["> /dev/full", ">&-"])
def test_output_that_cannot_be_kept_is_an_error(tmp_path: Path, target: str) -> None:
    make_tree(tmp_path, 2)
    result = shell(f"scrapelint check --isolated . {target}", tmp_path)
    assert result.stdout.splitlines()[-1] == "2"
    assert "standard output" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_any_locale_prints_the_same_bytes(tmp_path: Path, locale: dict[str, str]) -> None:
    (tmp_path / "é.txt").write_text("À déjà.Été à, « oui ».\n", encoding="utf-8")
    outputs = {
        subprocess.run(
            [*SCRIPT, "check", "--isolated", "."],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | extra,
            capture_output=True,
            check=False,
        ).stdout
        for extra in ({}, locale)
    }
    assert len(outputs) == 1


def test_names_that_are_no_utf8_or_look_like_options(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/\xff.txt")).write_bytes(b"Il part.Elle reste.\n")
    (tmp_path / "--fix.txt").write_bytes(b"Il part.Elle reste.\n")
    for form in ("full", "concise", "json", "jsonl"):
        result = CliRunner().invoke(main, ["check", str(tmp_path), "--output-format", form])
        assert result.exit_code == 1
        assert "glued-sentences" in result.stdout
    assert (tmp_path / "--fix.txt").read_bytes() == b"Il part.Elle reste.\n"
