"""A small run made by hand, as reports take it: two files, records of three others, a problem."""

from scrapelint.document import Span
from scrapelint.files import Problem
from scrapelint.finding import Edit, Finding, Fix, Safety, Severity
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import Lines
from scrapelint.run import Totals

TEXT = "Die Fähre fährt.Sie ist alt.Und leck.\nShare\nWrite to [email protected]\nor call.\n"
RECORD = "Il part.Elle reste."
PROBLEM = Problem("gone.txt", "unreadable", "no such file or directory")


def finding(  # noqa: PLR0913, PLR0917 - a value for each of its fields
    text: str,
    rule: str,
    span: tuple[int, int],
    severity: Severity = Severity.ERROR,
    safety: Safety | None = None,
    replacement: str = "",
    message: str = "",
) -> Finding:
    lines, (start, end) = Lines(text), span
    first, last = lines.at(start), lines.at(end)
    edits = (Edit(Span(*span), replacement),)
    return Finding(
        rule=rule,
        family="glued-text",
        severity=severity,
        message=message or f"what {rule} is about",
        start=start,
        end=end,
        line=first.line,
        column=first.column,
        end_line=last.line,
        end_column=last.column,
        text=text[start:end],
        lang="unknown",
        fix=Fix(safety, edits) if safety else None,
    )


def outcomes() -> list[Outcome]:
    safe, unsafe, info = Safety.SAFE, Safety.UNSAFE, Severity.INFO
    in_text = [
        finding(TEXT, "glued-sentences", (15, 16), safety=safe, replacement=". "),
        finding(TEXT, "glued-sentences", (27, 28), safety=safe, replacement=". "),
        finding(TEXT, "bare-share-button", (38, 43), Severity.WARNING, unsafe),
        finding(TEXT, "hidden-email", (53, 79), info, message="a {place} [of](its) own, 100%"),
    ]
    in_record = [
        finding(RECORD, "glued-sentences", (7, 8), safety=safe, replacement=". "),
        finding(RECORD, "glued-sentences", (18, 19), safety=safe, replacement=".\n"),
    ]
    seventh = Origin(7, "body", id="b-7", url="https://www.example.org/7", date="2019-01-31")
    eighth = Origin(8, "body", url="https://www.example.org/8")
    return [
        Outcome("texts/ferry, old.txt", TEXT, in_text),
        Outcome("texts/sound.txt", "All is well.\n", []),
        Outcome("all.jsonl", RECORD, in_record, origin=seventh),
        Outcome("all.jsonl", "All is well.", [], origin=eighth),
        Outcome("all.parquet", RECORD, in_record[:1], origin=Origin(3, "text")),
    ]


def totals(found: list[Outcome], *problems: Problem) -> Totals:
    figures = Totals(asked=len(found) + len(problems), problems=list(problems))
    for outcome in found:
        figures.add(outcome)
    return figures
