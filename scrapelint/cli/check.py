"""The command `check`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scrapelint import globs, rulebook, sources
from scrapelint.cli import piped, statistics_options
from scrapelint.cli.annotate_options import annotate_options, annotating
from scrapelint.cli.config_options import Configured, config_options, settings_of
from scrapelint.cli.corpus_options import (
    Anywhere,
    copying,
    corpus_options,
    fields,
    memory,
)
from scrapelint.cli.corpus_rules_options import chosen, corpus_rules_options, watched
from scrapelint.cli.decisions_options import Watch, decisions, decisions_option
from scrapelint.cli.engine_options import engine_options, pool
from scrapelint.cli.failure import FAILED, FOUND, Failure
from scrapelint.cli.output import paint, problem_line, summary
from scrapelint.cli.output_options import output_options, outputs
from scrapelint.cli.policy_options import conclude, gates, policy, policy_options
from scrapelint.cli.progress import progress
from scrapelint.cli.reports import Kept, Printed, Reports, pour
from scrapelint.cli.show import show
from scrapelint.cli.stream import Stream, guarded, stoppable
from scrapelint.config import Config
from scrapelint.document import LANGUAGES
from scrapelint.files import LARGEST, FileProblem, Location, Problem
from scrapelint.linter import Linter
from scrapelint.looking import Look, Mode
from scrapelint.pool import ResumeError
from scrapelint.recipe import Recipe
from scrapelint.repair import NotStableError
from scrapelint.report.report import About
from scrapelint.report.visible import inert, visible
from scrapelint.rule import Rule, RuleError
from scrapelint.run import Run
from scrapelint.selection import Choice, SelectorError

if TYPE_CHECKING:
    from scrapelint.report.patch import Diff


def _names(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Take apart the names that stand behind one option, with commas between them."""
    return tuple(name.strip() for entry in value for name in entry.split(",") if name.strip())


_A_PATH = click.Path(path_type=Path)


@click.command(cls=Configured)
@click.argument("paths", nargs=-1, type=Anywhere(allow_dash=True))
@click.option("--fix", is_flag=True, help="Repair the files where that is safe.")
@click.option("--unsafe-fixes", is_flag=True, help="Repair also by removing or joining words.")
@click.option("--journal", type=_A_PATH, help="With --fix, write down how to undo it.")
@decisions_option
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--select", multiple=True, callback=_names, help="Run only these rules or families.")
@click.option("--ignore", multiple=True, callback=_names, help="Leave these out.")
@click.option("--extend-select", multiple=True, callback=_names, help="Add these.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language; else each text decides.")
@click.option("--rules", "rules_", multiple=True, type=_A_PATH, help="A folder of further rules.")
@config_options
@click.option("--exclude", multiple=True, callback=_names, help="Leave out, as in .gitignore.")
@click.option("--force-exclude", is_flag=True, help="Leave out even what is named.")
@output_options
@statistics_options.add
@corpus_rules_options
@policy_options
@click.option("--follow-symlinks", is_flag=True, help="Repair the files that links lead to.")
@click.option("--max-bytes", type=int, default=LARGEST, help="Do not read files larger than this.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, help="Processes; 0, one for each core."
)
@corpus_options
@engine_options
@annotate_options
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if something was repaired.")
@click.option("--allow-empty", is_flag=True, help="Exit with 0 even if no file was checked.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--stdin-filename", default="-", help="The name of standard input, and so its kind.")
def check(**options: Any) -> None:  # noqa: ANN401 - a value for each option, typed by click
    """Check PATHS: files, folders, or - for standard input; without any, this folder.

    Folders are searched for .txt and .md files, and for records in .jsonl, .ndjson, .parquet and
    .arrow files; .json, .csv and .tsv files must be named. Exits with 0 if nothing was found, with
    1 if something was, and with 2 if something that was asked for could not be done.
    """
    settings = settings_of(click.get_current_context())
    copies = copying(options)
    mode: Mode = "diff" if options["diff"] else "fix" if options["fix"] or copies else "check"
    recipe = _recipe(settings, options)
    linter = statistics_options.timed(_linter(recipe, options), options)
    look = Look(
        linter,
        mode,
        options["unsafe_fixes"],
        options["max_bytes"],
        fields(options),
        recipe.ignores,
        decisions(options),
    )
    run = Run(
        annotating(options, pool(options, recipe, look)),
        follow_symlinks=options["follow_symlinks"],
        journal=options["journal"],
        watched=watched(linter, recipe.ignores),
        policy=policy(settings, options, linter.rules),
        gates=gates(settings, options, linter.rules),
        memory=memory(look, recipe.language, options),
        copying=copies,
    )
    stream = Stream()
    if options["show_settings"] or options["show_files"]:
        sys.exit(show(settings, linter, _walk(settings, options), stream, options))
    reports = _reports(look, stream, options)
    with stoppable(run) as signals:
        if piped.is_text(options):
            _check_stdin(run, reports, stream, options)
        else:
            try:
                _check_files(run, reports, stream, settings, options)
            except ResumeError as error:
                raise Failure(str(error)) from error
    if signals:
        sys.exit(128 + signals[0])
    conclude(run, stream, options)
    sys.exit(_status(run, stream, options))


def _recipe(settings: Config, options: dict[str, Any]) -> Recipe:
    extended = (*options["extend_select"], *chosen(options))
    line = Choice("the command line", options["select"] or None, extended, options["ignore"])
    return Recipe(
        folders=(*settings.rules, *options["rules_"]),
        choices=(*settings.choices, line),
        language=options["lang"],
        fixes=settings.fixes,
        ignores=settings.ignores,
    )


def _linter(recipe: Recipe, options: dict[str, Any]) -> Linter:
    try:
        linter = recipe.linter()
    except (RuleError, SelectorError) as error:
        raise Failure(str(error)) from error
    _tell_replaced(linter.rules, options)
    _tell_safe(recipe, options)
    return linter


def _tell_replaced(rules: tuple[Rule, ...], options: dict[str, Any]) -> None:
    for replaced in rulebook.replaced(rules):
        if not options["quiet"]:
            told = f"{replaced.path} replaces the shipped rule {replaced.name}"
            click.echo(inert(visible(told)), err=True)


def _reports(look: Look, stream: Stream, options: dict[str, Any]) -> Reports:
    """Return what findings are told in; the text that --fix takes from standard input goes out."""
    context = click.get_current_context()
    if look.mode == "diff":
        if options["outputs"]:
            raise click.UsageError("--diff shows changes, --output takes reports", context)
        return Reports((), About(), Printed(stream))
    about = About(
        rules={rule.name: rule for rule in look.linter.rules},
        top=sources.top(Path.cwd()),
        paint=paint,
        **statistics_options.about(look.linter, options),
    )
    err = options["paths"] == (piped.STDIN,) and look.mode == "fix"
    return Reports(outputs(context), about, Printed(stream, err=err, quiet=options["quiet"]))


def _tell_safe(recipe: Recipe, options: dict[str, Any]) -> None:
    """Tell whose word it is that words are removed without asking."""
    for choice in recipe.fixes:
        if choice.safe and options["fix"] and not options["quiet"]:
            told = f"repairs of {', '.join(choice.safe)} count as safe: {choice.source} says so"
            click.echo(inert(visible(told)), err=True)


def _walk(settings: Config, options: dict[str, Any]) -> sources.Walk:
    for told in sources.costly(options["exclude"]).values():
        raise Failure(f"--exclude: {told}")
    exclude = settings.exclude(*options["exclude"])
    for baseline in filter(None, (options["baseline"], options["write_baseline"])):
        exclude = (*exclude, *globs.exactly(baseline, settings.root))
    return sources.Walk(settings.root, exclude, force_exclude=options["force_exclude"])


def _check_files(
    run: Run, reports: Reports, stream: Stream, settings: Config, options: dict[str, Any]
) -> None:
    walk = _walk(settings, options)
    found: set[Location] = set()
    run.found = found
    watch = Watch(run.pool.look.decisions)
    outcomes = watch.over(run.over(piped.asked(run, walk, found, stream, options)))
    shown = progress(run, options["paths"], quiet=options["quiet"])
    if shown:
        outcomes, stream.before = shown.over(outcomes), shown.clear
    if run.mode == "diff":
        _show((entry for _ in outcomes for entry in run.take_diffs()), stream, options)
    else:
        outcomes = piped.while_read(run, outcomes, stream)
        reports.feed(outcomes, although_gone=run.mode == "fix")
    run.totals.problems += walk.problems
    run.totals.problems += watch.missing(tuple(run.totals.problems))
    if run.stopped:
        run.totals.problems.append(Problem(".", "stopped", "stopped before all was checked"))
    reports.end(run.totals)
    _tell(run, reports, walk, stream, options)


def _check_stdin(run: Run, reports: Reports, stream: Stream, options: dict[str, Any]) -> None:
    """Check standard input; with --fix the repaired text goes out, the report to stderr."""
    name = options["stdin_filename"]
    if sys.stdin is None:
        raise Failure("standard input: closed")
    data = sys.stdin.buffer.read(run.pool.look.largest + 1)
    run.totals.asked += 1
    try:
        content = _content(data, run.pool.look.largest)
        outcome, result = run.pool.look.at_text(name, content.text)
    except (FileProblem, NotStableError) as problem:
        if run.mode == "fix":
            stream.write(data + sys.stdin.buffer.read())  # as it came: nothing may get lost
        raise Failure(f"{name}: {problem}") from problem
    outcome = run.count(outcome)
    run.hold_back(name, result.held_back)
    if run.mode == "diff":
        from scrapelint.report.patch import diff  # noqa: PLC0415 - seldom needed

        shown = diff(name, content.text, result.passes, mark=content.mark_as_text)
        _show([shown], stream, options)
        return
    if run.mode == "fix":
        stream.write(content.encoded(result.text))
    reports.feed([outcome])
    reports.end(run.totals)
    _tell_held_back(run, stream)


def _content(data: bytes, largest: int) -> sources.Content:
    """Return the text in what came in. Raises FileProblem."""
    if len(data) > largest:
        raise FileProblem("too-large", f"more than {largest:,} bytes")
    content = sources.decode(data)
    if content.problem:
        raise content.problem
    return content


def _show(diffs: "Iterable[Diff]", stream: Stream, options: dict[str, Any]) -> None:
    """Print diffs, or write them to a file."""
    if options["output_file"]:
        pour(diffs, Kept(options["output_file"]))
    else:
        pour(guarded(diffs), Printed(stream, quiet=options["quiet"], as_is=True))


def _tell(
    run: Run, reports: Reports, walk: sources.Walk, stream: Stream, options: dict[str, Any]
) -> None:
    """Say on stderr what could not be done, and on stdout, for people, the figures."""
    totals = run.totals
    for problem in totals.problems:
        stream.write(problem_line(problem), err=True)
    _tell_held_back(run, stream)
    for note in run.totals.notes:
        stream.write(inert(f"warning: {visible(note)}") + "\n", err=True)
    if walk.passed_over:
        stream.write(f"warning: passed over: {_links(walk.passed_over)}\n", err=True)
    if not totals.asked and not totals.problems:
        why = (
            "all were excluded"
            if walk.left_out
            else "no .txt, .md, .jsonl, .parquet or .arrow file was found"
        )
        stream.write(f"warning: 0 files checked: {why}\n", err=True)
    if reports.for_people and totals.asked and not options["quiet"]:
        stream.write(summary(run), err=run.through is not None and run.mode == "fix")


def _tell_held_back(run: Run, stream: Stream) -> None:
    for note in run.totals.held_back:
        stream.write(inert(f"warning: {visible(note)}") + "\n", err=True)


def _links(paths: list[Path]) -> str:
    """Return how many links, pipes and the like there were, and one of them."""
    first = inert(visible(str(paths[0])))
    return f"{first}, no regular file" + (f", and {len(paths) - 1} more" if paths[1:] else "")


def _status(run: Run, stream: Stream, options: dict[str, Any]) -> int:
    totals = run.totals
    nothing = not totals.checked and not options["allow_empty"]
    excluded = options["force_exclude"] and options["paths"]
    cut_short = stream.closed and run.mode != "fix" and not run.gates.failing
    if totals.problems or (nothing and not excluded) or cut_short:
        return FAILED
    if options["exit_zero"]:
        return 0
    if run.mode == "diff":
        return FOUND if totals.changed else 0
    judged = run.gates.failing or any(run.gates.exceeded())
    if judged or (options["exit_non_zero_on_fix"] and totals.changed):
        return FOUND
    return 0
