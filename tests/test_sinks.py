"""Nothing that a text or a file name holds reaches a terminal or a runner as a command."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapelint.cli import main
from scrapelint.document import Document
from scrapelint.linter import Linter
from scrapelint.report.jsonl import jsonl
from scrapelint.report.outcome import Outcome
from scrapelint.report.text import concise, full

hostile = st.lists(
    st.sampled_from(
        [
            "::error::x",
            "##[add-mask]y",
            "##",
            "[",
            "::",
            ":",
            " ",
            "\t",
            "\n",
            "\r",
            "\x1b[2J",
            "\x9b",
        ]
        + [
            "\x1b]52;c;x\x07",
            "\u202e",
            "\u2066",
            "\u200b",
            "\ufeff",
            "\U000e0041",
            "\x85",
            "\u2028",
        ]
        + ["Il part.Elle", "à,", "<b>", "&amp;", "\ufffd", "é\u0301", "日本", "a" * 90]
    ),
    max_size=14,
).map("".join)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")


def commands(output: str) -> list[str]:
    """Return the lines that GitHub's runner obeys: a port of ActionCommand.cs, both versions."""
    lines = re.split(r"\r\n|\r|\n", output)
    second = [line for line in lines if re.match(r"\s*::[^:\s]+( [^:]*)?::", line)]
    first = [line for line in lines if re.search(r"##\[[^\]\s]+( [^\]]*)?\]", line)]
    return [*second, *first]


def plain(text: str, _colour: str) -> str:
    return text


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=hostile, text=hostile)
def test_no_form_carries_a_command_or_a_control_character(
    everything: Linter, name: str, text: str
) -> None:
    outcome = Outcome(name, text, everything.check(text))
    outputs = [full([outcome], plain), concise([outcome], plain), jsonl([outcome])]
    for output in map("".join, outputs):
        assert commands(output) == []
        assert not CONTROL.search(output)
        for finding_line in output.splitlines():
            assert len(finding_line) < 400 + 7 * (len(name) + len(text))


def test_the_oracle_knows_a_command() -> None:
    assert commands("  ::error file=a::b")
    assert commands("a ##[set-output name=x]EVIL")
    assert not commands("a ::error::b")


def test_a_diff_is_out_of_reach_of_a_runner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("::error::x\nIl part.Elle reste.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = CliRunner().invoke(main, ["check", "--diff", str(tmp_path)]).stdout.splitlines()
    token = lines[0].removeprefix("::stop-commands::")
    assert len(token) == 32
    assert lines[-1] == f"::{token}::"
    assert Document("\n".join(lines)).text.count(token) == 2
