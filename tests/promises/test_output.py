"""Nothing that a text or a name holds reaches a terminal or a runner as a command."""

import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapelint.cli import main
from scrapelint.cli.output import paint, problem_line
from scrapelint.document import Span
from scrapelint.files import Problem
from scrapelint.finding import Edit
from scrapelint.linter import Linter
from scrapelint.origin import Origin
from scrapelint.page import Case, Page
from scrapelint.report.explain import explain
from scrapelint.report.outcome import Outcome
from scrapelint.report.patch import diff
from scrapelint.report.report import FORMATS, About, make, whole
from scrapelint.report.visible import visible_lines
from scrapelint.rule import Rule
from scrapelint.run import Totals
from tests.conftest import HOUSE_RULE, write_rule
from tests.promises.figures import record, size
from tests.promises.oracles import HIDDEN, UNSEEN, acts, commands
from tests.promises.scene import FIX, scrapelint
from tests.test_formats import CHECKS, sarif

COMMANDS = ("error", "Warning", "add-mask", "ADD-MATCHER", "set-output name=a", "stop-commands")
PIECES = (
    *(f"::{name}::x" for name in COMMANDS),
    *(f"##[{name}]y" for name in COMMANDS),
    *("##", "[", "]", "#[", "::", ":", "%0A", " ", "\t", "\u00a0", "\u3000", "\x85", "\u2028"),
    *("\r", "\n", "\r\n", "\n\n", "\n ::", "\r##["),
    *(
        "\x1b[2J",
        "\x1b[H",
        "\x1b]0;t\x07",
        "\x1b]8;;http://a.b\x1b\\",
        "\x1b]52;c;eA==\x07",
        "\x1bc",
    ),
    *("\x1b", "\x9b2J", "\x9d0;t\x9c", "\x90", "\x07", "\x08", "\x0e", "\0", "\x7f", "\x1b[?1049h"),
    *("\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060"),
    *("\U000e0041", "\ufff9", "\u180e", "\U0001d173", "\udcff", "\ud800", "\udc00", *HIDDEN),
    *("<img src=x onerror=y>", "<b>", "[a](javascript:x)", "![a](http://a.b)", "=cmd()", "{{x}}"),
    *(
        "Il part.Elle",
        "à, ",
        "de , et",
        "&amp;",
        "Ã©",
        "\ufffd",
        "é\u0301",
        "日本",
        "a" * 90,
        ") (",
    ),
    *(
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "&#x0;",
        "\ufffe",
        "\uffff",
        "http://a.b",
        "www.example.org",
        "a@example.org",
    ),
    *(
        "|",
        "``",
        "```\n",
        "**",
        "_",
        "\\`",
        "~~~",
        "1.",
        "- ",
        "{0}",
        "{{",
        "%25",
        "%3A",
        ",",
        ",line=9",
    ),
    *(
        "Share\n",
        "pic.twitter.com/a",
        "le le ",
        "\u0300" * 12,
        "`",
        '"',
        "\\",
        "'",
        "$(id)",
        "mot\n",
    ),
)
COLOURS = {"colour 0", "colour 1", "colour 31", "colour 33", "colour 36"}
AS_DATA = {"json", "figures", "sarif", "gitlab", "rdjson"}
NO_NAME = dict.fromkeys(map(ord, "\0\ud800\udc00"))
"""What no name of a file can hold."""
Sink = Callable[[Outcome, Rule], Iterator[str]]


def reported(form: str, outcome: Outcome, about: About) -> Iterator[str]:
    totals = Totals(asked=1, problems=[Problem(outcome.name, "refused", outcome.text)])
    totals.add(outcome)
    yield whole(make(form, about), [outcome], totals)


def told(outcome: Outcome, _rule: Rule) -> Iterator[str]:
    yield problem_line(Problem(outcome.name, "refused", outcome.text))


def page(outcome: Outcome, rule: Rule) -> Iterator[str]:
    case = Case(outcome.text, "fr", (outcome.text,), outcome.text, outcome.name)
    said = Page(outcome.text, (case,), (case,))
    rule = replace(rule, summary=outcome.text, path=Path(outcome.name), page=lambda: said)
    yield from map(visible_lines, explain(rule))


def on_a_terminal(outcome: Outcome, _rule: Rule) -> Iterator[str]:
    yield from map(visible_lines, diff(outcome.name, outcome.text, [[Edit(Span(0, 1), "")]]))


def sink_of(form: str) -> Sink:
    """Return a report with rules that say of themselves what stands in the text."""

    def sink(outcome: Outcome, rule: Rule) -> Iterator[str]:
        page = Page(f"{outcome.text}.", (), ())
        said = replace(rule, summary=f"{outcome.text}.", page=lambda: page)
        rules = {finding.rule: said for finding in outcome.findings}
        yield from reported(form, outcome, About(rules, Path.cwd()))

    return sink


SINKS: dict[str, Sink] = {
    **{form: sink_of(form) for form in FORMATS if form != "html"},  # tests/test_html.py
    "coloured": lambda outcome, _: chain(
        reported("full", outcome, About(paint=paint)),
        reported("concise", outcome, About(paint=paint)),
    ),
    "a problem": told,
    "the page of a rule": page,
    "a diff on a terminal": on_a_terminal,
}


def hostile(chance: random.Random) -> str:
    return "".join(chance.choices(PIECES, k=chance.randrange(1, 14)))


def judge(output: str, *, coloured: bool = False) -> None:
    """See that neither a runner nor a terminal nor an eye is taken in."""
    assert commands(output) == []
    assert acts(output) <= (COLOURS if coloured else set())
    for colour in COLOURS if coloured else ():
        output = output.replace(f"\x1b[{colour[7:]}m", "")
    assert not UNSEEN.search(output)


def judge_annotations(output: str) -> None:
    """See that a runner takes our commands for what they are, and nothing else for one."""
    lines = output.splitlines()
    names = [re.match(r"::(error|warning|notice) title=[a-z -]+(,|::)", line) for line in lines]
    assert commands(output) == [found[1] for found in names if found]
    assert len(names) == len([found for found in names if found])
    judge("".join(f"a{line}\n" for line in lines))


def test_no_form_carries_a_command_or_what_cannot_be_seen(
    everything: Linter, rules: tuple[Rule, ...]
) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    count = size(1_500, 200_000)
    found = 0
    for number in range(count):
        name, text = hostile(chance).translate(NO_NAME) or "a", hostile(chance)
        findings = [
            each._replace(message=f"{each.message} ({text})") for each in everything.check(text)
        ]
        origin = (
            Origin(3, "text", id=text, url=f"https://{text}/") if chance.random() < 0.3 else None
        )
        outcome = Outcome(name, text, findings, origin=origin)
        found += len(outcome.findings)
        for form, sink in SINKS.items():
            output = "".join(sink(outcome, rules[0]))
            if form == "github":
                judge_annotations(output)
            else:
                judge(output, coloured=form == "coloured")
            CHECKS.get(form, len)(output)
            if form == "sarif" and number % 50 == 0:
                sarif().validate(json.loads(output))
            if form in {"json", "jsonl"}:
                read = (
                    [json.loads(each) for each in output.splitlines()]
                    if form == "jsonl"
                    else json.loads(output)
                )
                assert all(each["path"] == name for each in read)
            longest = max(map(len, output.splitlines()), default=0)
            assert longest < 500 + 14 * (len(name) + len(text)) or form in AS_DATA
    record(
        "outputs",
        f"{count} hostile names and texts with {found} findings × {len(SINKS)} forms: "
        "0 commands, 0 acts on a terminal, 0 characters that cannot be seen",
    )


@pytest.mark.parametrize(
    "line",
    [
        "::error::x",
        "  ::error file=a::b",
        "\u3000::ADD-MASK::",
        "a ##[set-output name=x]y",
        "##[Error]",
    ],
)
def test_the_runner_knows_a_command(line: str) -> None:
    assert len(commands(line)) == 1
    assert commands(f"::stop-commands::word\n{line}\n::word::\n") == ["stop-commands", "word"]


@pytest.mark.parametrize(
    "line", ["a ::error::b", ":\\:error::", "::error", "##\\[error]", "# #[a]"]
)
def test_the_runner_knows_what_is_none(line: str) -> None:
    assert commands(line) == []


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\x9b2J", "\x1b]0;t\x07", "\x9d0;t\x9c", "\x1bc", "\x07"]
)
def test_the_terminal_knows_an_act(text: str) -> None:
    assert acts(text)


def test_a_diff_is_out_of_reach_of_a_runner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    chance = random.Random(8)  # noqa: S311 - no secret
    for _ in range(size(60, 2_000)):
        text = "Il part.Elle reste.\n" + hostile(chance)
        (tmp_path / "a.txt").write_bytes(text.encode("utf-8", "ignore"))
        run = CliRunner().invoke(main, ["check", "--isolated", "--diff", str(tmp_path)])
        lines = run.stdout.split("\n")
        word = lines[0].removeprefix("::stop-commands::")
        assert len(word) == 32
        assert commands(run.stdout) == ["stop-commands", word]


def test_a_diff_on_a_terminal_does_nothing_to_it(path: Path) -> None:
    path.write_text("Il part.Elle reste.\n\x1b[2J\x1b]0;t\x07 ::error::x\n", encoding="utf-8")
    terminal, its_end = os.openpty()
    os.set_blocking(terminal, False)

    def prepare() -> None:
        sys.stdout = os.fdopen(its_end, "w")

    ended = scrapelint("check", *FIX[2:], "--diff", path, prepare=prepare)
    shown = os.read(terminal, 1 << 16).decode().replace("\r\n", "\n")
    os.close(terminal)
    os.close(its_end)
    assert ended.status == 1
    assert "+Il part. Elle reste.\n \\x1b[2J" in shown
    judge(shown)


def spoil(folder: Path, text: str) -> None:
    """Put settings and a rule that hold a text everywhere into a folder."""
    quoted = json.dumps(text.encode("utf-8", "replace").decode()).replace("\x7f", "\\u007f")
    (folder / "settings.toml").write_text(f"{quoted} = 1\n", encoding="utf-8")
    rule = HOUSE_RULE.replace('"the word frog"', quoted).replace(
        '"A toad."', f"{quoted}\nnote = {quoted}"
    )
    write_rule(folder / "rules", "no-frogs", rule)


def test_no_command_prints_what_a_file_of_settings_or_rules_holds(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311 - no secret
    count = size(40, 2_000)
    for number in range(count):
        text = hostile(chance) + "."
        folder = tmp_path / f"{number}-\n::error::x"
        folder.mkdir()
        spoil(folder, text)
        (folder / "a.txt").write_text("A frog.\n", encoding="utf-8")
        own = ["--rules", str(folder / "rules")]
        for command in (
            ["check", "--config", str(folder / "settings.toml")],
            ["check", "--isolated", "--select", text],
            ["check", "--isolated", "--config", f"{text}=1"],
            ["check", "--isolated", "--max-rate", f"{text}=1%"],
            ["check", "--isolated", "--baseline", str(folder / "settings.toml")],
            ["check", "--isolated", f"--{text}"],
            ["check", "--isolated", *own, str(folder / "a.txt")],
            ["check", "--isolated", "--rules", text],
            ["rules", *own],
            ["rules", "--output-format", "json", *own],
            ["rule", "no-frogs", *own],
            ["rule", "no-frogs", "--output-format", "json", *own],
            ["rule", text],
            ["test", str(folder / "rules" / "boilerplate" / "no-frogs.toml")],
            ["undo", str(folder / "settings.toml")],
            [text],
        ):
            run = CliRunner().invoke(main, command)
            assert run.exit_code in {0, 1, 2}, (command, run.exception)
            judge(run.output)
    record("outputs of commands", f"{count} hostile settings and rules × 16 commands: 0 commands")
