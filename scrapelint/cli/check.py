"""The command `check`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from scrapelint import config, rulebook, sources, writer
from scrapelint.cli.failure import FAILED, FOUND, Failure
from scrapelint.cli.output import render, summary
from scrapelint.document import LANGUAGES
from scrapelint.linter import Linter
from scrapelint.repair import NotStableError
from scrapelint.report.visible import visible
from scrapelint.rule import Rule
from scrapelint.rulefile import RuleError
from scrapelint.run import Mode, Run, diff
from scrapelint.selection import Choice, SelectorError, wanted

_STDIN = Path("-")


def _names(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Take apart the names that stand behind one option, with commas between them."""
    return tuple(name.strip() for entry in value for name in entry.split(",") if name.strip())


_A_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--fix", is_flag=True, help="Repair the files where that is safe.")
@click.option("--unsafe-fixes", is_flag=True, help="Repair also by removing or joining words.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--select", multiple=True, callback=_names, help="Run only these rules or families.")
@click.option("--ignore", multiple=True, callback=_names, help="Leave these out.")
@click.option("--extend-select", multiple=True, callback=_names, help="Add these.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language; else each text decides.")
@click.option("--rules", "rules_", multiple=True, type=_A_PATH, help="A folder of further rules.")
@click.option("--config", "config_", type=_A_PATH, help="A configuration file.")
@click.option("--isolated", is_flag=True, help="Ignore all configuration files.")
@click.option("--exclude", multiple=True, callback=_names, help="Leave out, as in .gitignore.")
@click.option("--force-exclude", is_flag=True, help="Leave out even what is named.")
@click.option(
    "--output-format",
    type=click.Choice(["full", "concise", "json", "jsonl"]),
    default="full",
    envvar="SCRAPELINT_OUTPUT_FORMAT",
    show_default=True,
    help="How findings are printed.",
)
@click.option("-o", "--output-file", type=_A_PATH, help="Write the findings to a file.")
@click.option("--statistics", is_flag=True, help="Print a table of the rules instead.")
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if something was repaired.")
@click.option("--allow-empty", is_flag=True, help="Exit with 0 even if no file was checked.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--stdin-filename", default="-", help="The name of the text on standard input.")
def check(**options: Any) -> None:  # noqa: ANN401 - a value for each option, typed by click
    """Check PATHS: files, folders, or - for standard input; without any, this folder.

    Folders are searched for .txt and .md files. Exits with 0 if nothing was found, with 1 if
    something was, and with 2 if something that was asked for could not be done.
    """
    settings = _settings(options)
    mode: Mode = "diff" if options["diff"] else "fix" if options["fix"] else "check"
    run = Run(_linter(settings, options), mode, unsafe=options["unsafe_fixes"])
    if options["paths"] == (_STDIN,):
        _check_stdin(run, options)
    else:
        _check_files(run, settings, options)
    sys.exit(_status(run, options))


def _settings(options: dict[str, Any]) -> config.Config:
    here = Path.cwd()
    try:
        if options["config_"]:
            return config.read(options["config_"], here)
        return config.Config(here) if options["isolated"] else config.discover(here)
    except config.ConfigError as error:
        raise Failure(str(error)) from error


def _linter(settings: config.Config, options: dict[str, Any]) -> Linter:
    folders = (*settings.rules, *options["rules_"])
    line = Choice(
        "the command line", options["select"] or None, options["extend_select"], options["ignore"]
    )
    try:
        rules = rulebook.load_rules(*folders)
        names = wanted(rules, [choice for choice in (settings.choice, line) if choice])
    except (RuleError, SelectorError) as error:
        raise Failure(str(error)) from error
    _tell_replaced(rules, options)
    return Linter(rules, names, options["lang"] or settings.lang)


def _tell_replaced(rules: tuple[Rule, ...], options: dict[str, Any]) -> None:
    for replaced in rulebook.replaced(rules):
        if not options["quiet"]:
            click.echo(f"{replaced.path} replaces the shipped rule {replaced.name}", err=True)


def _check_files(run: Run, settings: config.Config, options: dict[str, Any]) -> None:
    exclude = (*settings.exclude, *options["exclude"])
    walk = sources.Walk(settings.folder, exclude, force_exclude=options["force_exclude"])
    outcomes = run.over(walk.files(options["paths"] or (Path(),)))
    if run.mode == "diff":
        lines: Iterator[str] = (entry for _ in outcomes for entry in run.take_diffs())
    else:
        lines = render(outcomes, options["output_format"], statistics=options["statistics"])
    _print(lines, options)
    _tell(run, walk, options)


def _check_stdin(run: Run, options: dict[str, Any]) -> None:
    """Check standard input; with --fix the repaired text goes out, the report to stderr."""
    try:
        content = sources.decode(sys.stdin.buffer.read())
        outcome, after = run.text(options["stdin_filename"], content.text)
    except (sources.UnreadableError, NotStableError) as error:
        raise Failure(f"{options['stdin_filename']}: {error}") from error
    run.totals.add(outcome)
    if run.mode == "diff":
        _print(iter([diff(outcome.name, content.text, after)]), options)
        return
    if run.mode == "fix":
        sys.stdout.buffer.write(content.encoded(after))
        sys.stdout.buffer.flush()
    lines = render(iter([outcome]), options["output_format"], statistics=options["statistics"])
    _print(lines, options, err=run.mode == "fix")


def _print(lines: Iterator[str], options: dict[str, Any], *, err: bool = False) -> None:
    if options["output_file"]:
        data = "".join(lines).encode("utf-8", "backslashreplace")
        try:
            writer.create(options["output_file"], data)
        except writer.WriteError as error:
            raise Failure(f"{options['output_file']}: {error}") from error
        return
    for line in lines:
        if not options["quiet"]:
            click.echo(line, nl=False, err=err)


def _tell(run: Run, walk: sources.Walk, options: dict[str, Any]) -> None:
    """Say on stderr what could not be done, and on stdout, for people, the figures."""
    run.totals.problems += walk.problems
    for problem in run.totals.problems:
        click.echo(f"error: {visible(problem)}", err=True)
    if not run.totals.checked and not run.totals.problems:
        why = "all were excluded" if walk.left_out else "no .txt or .md file was found"
        click.echo(f"warning: 0 files checked: {why}", err=True)
    for_people = options["output_format"] in {"full", "concise"} and not options["output_file"]
    if for_people and run.totals.checked and not options["quiet"] and run.mode != "diff":
        click.echo(summary(run), nl=False)


def _status(run: Run, options: dict[str, Any]) -> int:
    totals = run.totals
    nothing = not totals.checked and not options["allow_empty"]
    excluded = options["force_exclude"] and options["paths"]
    if totals.problems or (nothing and not excluded):
        return FAILED
    if options["exit_zero"]:
        return 0
    if run.mode == "diff":
        return FOUND if totals.changed else 0
    if totals.findings or (options["exit_non_zero_on_fix"] and totals.changed):
        return FOUND
    return 0
