"""Findings and figures as the command line prints them."""

import os

import click

from scrapelint.files import Problem
from scrapelint.report.visible import inert, visible
from scrapelint.run import Run


def paint(text: str, colour: str) -> str:
    """Return a text in a colour; click takes it out again where there is no terminal."""
    if os.environ.get("NO_COLOR"):
        return text
    return click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)


def problem_line(problem: Problem) -> str:
    """Return what was asked for and not done as a line for standard error."""
    told = f"error[{problem.code}]: {visible(problem.path)}: {visible(problem.reason)}"
    return inert(told) + "\n"


def summary(run: Run) -> str:
    """Return the figures of a run in words."""
    totals = run.totals
    noun = "file" if totals.texts == totals.checked else "text"
    lines = []
    if totals.failed:
        lines.append(
            f"{totals.checked} of {_count(totals.asked, 'file')} checked, {totals.failed} failed."
        )
    if totals.fixed:
        rules = ", ".join(f"{rule} {count}" for rule, count in sorted(totals.fixed.items()))
        lines.append(
            f"Repaired {_count(totals.fixed.total(), 'place')}"
            f" in {_count(totals.changed, noun)}: {rules}."
        )
    files = _count(totals.texts, noun)
    if noun == "text":
        files += f" in {_count(totals.asked, 'file')}"
    known = run.policy.baseline.used.total() if run.policy.baseline else 0
    if known:
        lines.append(f"{_count(known, 'known finding')} left out.")
    if not totals.findings:
        nothing = "Nothing new" if known else "Nothing"
        lines.append(f"{nothing} {'is left' if totals.fixed else 'found'} in {files}.")
        return "\n".join(lines) + "\n"
    lines.append(f"{_count(totals.findings, 'finding')} in {totals.damaged} of {files}.")
    if totals.safe:
        lines.append(f"{totals.safe} can be repaired safely with --fix.")
    if totals.unsafe and not (run.pool.look.unsafe and run.mode == "fix"):
        lines.append(
            f"{totals.unsafe} more with --fix --unsafe-fixes, which may remove words:"
            " look first with --diff."
        )
    lines.append(
        "`scrapelint rule NAME` tells what causes a finding and how to keep it from happening."
    )
    return "\n".join(lines) + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
