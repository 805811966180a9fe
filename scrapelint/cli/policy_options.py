"""The options that say which findings count, and what a run ends with."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from scrapelint.cli.failure import Failure
from scrapelint.cli.stream import Stream
from scrapelint.config import Config
from scrapelint.files import FileProblem
from scrapelint.gates import FailOn, GateError, Gates, percent, rates
from scrapelint.policy import Policy, severities
from scrapelint.report.visible import inert, visible
from scrapelint.rule import Rule
from scrapelint.run import Run
from scrapelint.selection import SelectorError

if TYPE_CHECKING:
    from scrapelint.baseline import Baseline

_Command = Callable[..., Any]
_A_PATH = click.Path(path_type=Path)


def _parsed(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> dict[str, str]:
    """Take apart RULE=0.5%."""
    said = {}
    for entry in value:
        selector, _, rate = entry.partition("=")
        try:
            percent(rate)
        except GateError as error:
            raise click.BadParameter(f"`{entry}`: {error}") from error
        said[selector.strip()] = rate.strip()
    return said


def policy_options(command: _Command) -> _Command:
    """Add the options to a command."""
    for option in (
        click.option("--prune-baseline", is_flag=True, help="Take out of it what is gone."),
        click.option("--write-baseline", type=_A_PATH, help="Write all findings to such a file."),
        click.option("--baseline", type=_A_PATH, help="Leave out the known findings in a file."),
        click.option(
            "--max-rate",
            "max_rates",
            multiple=True,
            metavar="RULE=0.5%",
            callback=_parsed,
            help="Judge a rule or family by the share of documents it finds something in.",
        ),
        click.option(
            "--fail-on",
            type=click.Choice([each.value for each in FailOn]),
            default=FailOn.INFO.value,
            show_default=True,
            help="Exit with 1 only for findings as bad as this.",
        ),
    ):
        command = option(command)
    return command


def policy(settings: Config, options: dict[str, Any], rules: tuple[Rule, ...]) -> Policy:
    """Return what is told of findings."""
    said = [(layer.source, layer.values.get("severity", {})) for layer in settings.layers]
    _check_options(options)
    try:
        decided = severities(said, rules)
    except SelectorError as error:
        raise Failure(str(error)) from error
    return Policy(decided, _baseline(options), learns=bool(options["write_baseline"]))


def _baseline(options: dict[str, Any]) -> "Baseline | None":
    """Return the known findings, if there is a file of them or is to be one."""
    if not (options["write_baseline"] or options["baseline"]):
        return None
    from scrapelint.baseline import Baseline, BaselineError  # noqa: PLC0415 - seldom needed

    if options["write_baseline"]:
        return Baseline.beside(options["write_baseline"])
    try:
        return Baseline.read(options["baseline"])
    except BaselineError as error:
        raise Failure(str(error)) from error


def gates(settings: Config, options: dict[str, Any], rules: tuple[Rule, ...]) -> Gates:
    """Return what a run is judged by; a rate on the command line stands for one of the file."""
    said = [(layer.source, layer.values.get("max-rate", {})) for layer in settings.layers]
    try:
        limits = rates([*said, ("the command line", options["max_rates"])], rules)
    except SelectorError as error:
        raise Failure(str(error)) from error
    return Gates(FailOn(options["fail_on"]), limits)


def conclude(run: Run, stream: Stream, options: dict[str, Any]) -> None:
    """Say which rates are exceeded, and what became of the baseline."""
    if run.mode == "diff":
        return
    for told in run.gates.exceeded():
        stream.write(inert(f"error: {visible(told)}") + "\n", err=True)
    baseline = run.policy.baseline
    if baseline is None:
        return
    cut_short = stream.closed and run.mode != "fix"
    if run.policy.learns:
        told = _learned(baseline, options, cut_short=cut_short)
    else:
        whole = not (run.totals.problems or cut_short)
        told = _settled(run, baseline, options, whole=whole)
    if told and not options["quiet"]:
        stream.write(inert(visible(told)) + "\n", err=True)


def _learned(baseline: "Baseline", options: dict[str, Any], *, cut_short: bool) -> str:
    path, count = options["write_baseline"], baseline.known.total()
    if cut_short:
        raise Failure(f"{path}: not written: standard output was closed before all was checked")
    _write(path, baseline)
    return f"{path}: {count:,} known finding{'s' if count != 1 else ''}"


def _settled(run: Run, baseline: "Baseline", options: dict[str, Any], *, whole: bool) -> str:
    """Take out of the baseline what is gone, if asked to; return what there is to say of it."""
    path, linter = options["baseline"], run.pool.look.linter
    unused = baseline.unused(linter.wanted, {rule.name for rule in linter.rules})
    told = f"{path}: {unused.total():,} of {baseline.known.total():,} known findings"
    if not unused:
        return ""
    if not options["prune_baseline"]:
        return f"{told} are gone: take them out with --prune-baseline"
    if not whole:
        return f"{told} may be gone: not taken out, for not all could be checked"
    baseline.known -= unused
    _write(path, baseline)
    return f"{told} are gone and were taken out"


def _write(path: Path, baseline: "Baseline") -> None:
    from scrapelint import writer  # noqa: PLC0415 - seldom needed

    try:
        writer.create(path, "".join(baseline.lines()).encode())
    except FileProblem as problem:
        raise Failure(f"{path}: {problem}") from problem


def _check_options(options: dict[str, Any]) -> None:
    """Refuse what cannot be meant together."""
    context = click.get_current_context()
    if options["write_baseline"] and options["prune_baseline"]:
        raise click.UsageError("--write-baseline and --prune-baseline exclude one another", context)
    if options["diff"] and (options["write_baseline"] or options["prune_baseline"]):
        raise click.UsageError("--diff changes nothing, and so writes no baseline", context)
    named = context.get_parameter_source("baseline") is ParameterSource.COMMANDLINE
    if options["prune_baseline"] and not named:
        told = "--prune-baseline writes the file that --baseline names on the command line"
        raise click.UsageError(told, context)
