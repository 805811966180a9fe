"""What a run ends with: severities and rates as gates."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.gates import GateError, Rate, percent

ERROR, WARNING, INFO = (
    "Il part.Elle reste.\n",
    "Ici pic.twitter.com/aB3dE5fG7h là.\n",
    " Rien à dire.\n",
)
SOUND = "Rien à dire.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--lang", "fr", *arguments])


def write(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        Path(f"{name}.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("fail_on", "statuses"),
    [
        ("error", (1, 0, 0, 0)),
        ("warning", (1, 1, 0, 0)),
        ("info", (1, 1, 1, 0)),
        ("never", (0, 0, 0, 0)),
    ],
)
def test_findings_count_from_a_severity_on(fail_on: str, statuses: tuple[int, ...]) -> None:
    for text, status in zip((ERROR, WARNING, INFO, SOUND), statuses, strict=True):
        write({"a": text})
        assert run("--fail-on", fail_on).exit_code == status
        Path("scrapelint.toml").write_text(f'fail-on = "{fail_on}"', encoding="utf-8")
        assert run().exit_code == status
        assert run("--fail-on", "info").exit_code == (text != SOUND)
        Path("scrapelint.toml").unlink()


def test_it_is_the_severity_that_the_project_has_decided() -> None:
    write({"a": ERROR})
    assert run("--fail-on", "error", "--config", "severity = {ALL = 'info'}").exit_code == 0
    write({"a": INFO})
    assert run("--fail-on", "error", "--config", "severity = {ALL = 'error'}").exit_code == 1


def test_what_could_not_be_done_is_2_whatever_the_gates() -> None:
    write({"a": SOUND})
    assert run("--fail-on", "never", "none.txt").exit_code == 2


def test_a_rule_with_a_rate_is_judged_by_it_alone() -> None:
    write({str(number): SOUND for number in range(199)} | {"bad": ERROR[:-1] + ERROR})
    assert run("--max-rate", "glued-sentences=0.5%").exit_code == 0
    exceeded = run("--max-rate", "glued-sentences=0.4%")
    assert exceeded.exit_code == 1
    told = "error: glued-sentences: found in 0.5% of documents (1 of 200), more than 0.4%\n"
    assert exceeded.stderr == told
    write({"bad": ERROR + WARNING})
    assert run("--max-rate", "glued-sentences=0.5%").exit_code == 1
    assert run("--max-rate", "glued-sentences=0.5%", "--max-rate", "embeds=1%").exit_code == 0
    assert run("--max-rate", "ALL=0.5%").exit_code == 0
    assert run("--max-rate", "glued-sentences=0.5%", "--fail-on", "error").exit_code == 0


def test_of_a_family_each_document_counts_once() -> None:
    write({"a": ERROR, "b": "Fin,dit-il. Il part.Elle reste.\n", "c": SOUND, "d": SOUND})
    assert run("--max-rate", "glued-text=50%").exit_code == 0
    both = run("--max-rate", "glued-text=49.999999%", "--max-rate", "ALL=1%", "--quiet")
    assert both.exit_code == 1
    assert both.stderr.splitlines() == [
        "error: ALL: found in 50% of documents (2 of 4), more than 1%",
        "error: glued-text: found in 50% of documents (2 of 4), more than 49.999999%",
    ]


def test_rates_of_the_configuration_hold_unless_the_command_line_has_another() -> None:
    write({"a": ERROR, "b": SOUND})
    rates = '[max-rate]\n"glued-text" = "10%"\n"embeds" = "0%"'
    Path("scrapelint.toml").write_text(rates, encoding="utf-8")
    assert run().exit_code == 1
    assert run("--max-rate", "glued-text=60%").exit_code == 0
    write({"b": WARNING})
    assert "embeds: found in 50%" in run("--max-rate", "glued-text=60%").stderr


def test_rates_are_exceeded_whatever_fails_but_not_with_exit_zero() -> None:
    write({"a": ERROR})
    assert run("--max-rate", "ALL=1%", "--fail-on", "never").exit_code == 1
    assert run("--max-rate", "ALL=1%", "--exit-zero").exit_code == 0


def test_standard_input_is_judged_the_same() -> None:
    def checked(*options: str) -> Result:
        return CliRunner().invoke(main, ["check", "-", "--lang", "fr", *options], input=ERROR)

    assert checked("--max-rate", "glued-text=100%").exit_code == 0
    assert "100% of documents (1 of 1)" in checked("--max-rate", "glued-text=99%").stderr
    assert checked("--fail-on", "never").exit_code == 0
    assert checked("--fix", "--max-rate", "glued-text=0%").exit_code == 0


@pytest.mark.parametrize(
    "rate", ["", "x", "glued-text", "ALL=1", "ALL=-1%", "ALL=101%", "ALL=1,5%"]
)
def test_what_is_no_rate_is_refused(rate: str) -> None:
    write({"a": SOUND})
    result = run("--max-rate", rate)
    assert result.exit_code == 2
    assert "a rate is a share of documents such as `0.5%`" in result.stderr


def test_a_rate_of_no_rule_is_refused() -> None:
    write({"a": SOUND})
    result = run("--max-rate", "glued=1%")
    assert result.exit_code == 2
    assert "unknown rule selector `glued` in `max-rate` from the command line" in result.stderr
    Path("scrapelint.toml").write_text('max-rate = { glued = "1%" }', encoding="utf-8")
    result = run("--max-rate", "ALL=1%")
    assert re.search(r"`glued` in `max-rate` from /.*/scrapelint\.toml", result.stderr)


def test_an_unknown_severity_is_refused() -> None:
    assert run("--fail-on", "fatal").exit_code == 2


@pytest.mark.parametrize(
    ("written", "hit", "documents", "exceeded"),
    [
        ("0%", 0, 10, False),
        ("0%", 1, 10**9, True),
        ("0.3%", 3, 1000, False),
        ("0.3%", 3, 999, True),
        ("0.000001%", 1, 10**8, False),
        ("100%", 7, 7, False),
        ("5%", 0, 0, False),
    ],
)
def test_rates_are_compared_exactly(
    written: str,
    hit: int,
    documents: int,
    exceeded: bool,  # noqa: FBT001
) -> None:
    assert Rate("ALL", written, frozenset()).is_exceeded(hit, documents) is exceeded


def test_a_percent_is_read_exactly() -> None:
    assert (percent("0.5%"), percent("100%"), percent(" 2.000001% ")) == (
        500_000,
        100_000_000,
        2_000_001,
    )
    with pytest.raises(GateError):
        percent("1.0000001%")
