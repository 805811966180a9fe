"""Makes the pictures of the README: what the command prints, and the report in a browser.

python docs/pictures.py    writes terminal.svg and, where there is a chromium, report.png
"""

import os
import shutil
import sys
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path

import pyte
from click.testing import CliRunner

from scrapelint.cli import main
from scrapelint.report.visible import UNSEEN

HERE = Path(__file__).parent
TERMINAL, REPORT = HERE / "terminal.svg", HERE / "report.png"

COMMAND = "scrapelint check examples/articles/brumont-bridge.txt"
_COLUMN, _LINE, _MARGIN = 8.4, 20, 20
"""Sizes in pixels: the width of a character, the height of a line, and the space around."""
_DECIDED = (("repeated-paragraph", "a"), ("tweet", "r"), ("function-word-before-comma", "1a"))
"""Rules, and the keys that are pressed at the first finding of each."""
_STYLE = """
    .ground { fill: #ffffff; stroke: #d0d7de }
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328 }
    .bold { font-weight: 700 } .red { fill: #b3261e } .brown { fill: #8a5a00 }
    .cyan { fill: #2b6590 } .prompt { fill: #59636e }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117; stroke: #30363d } text { fill: #e6edf3 }
      .red { fill: #ff9a8f } .brown { fill: #e6b95c } .cyan { fill: #8bc1ec }
      .prompt { fill: #9198a1 }
    }
"""


def terminal() -> str:
    """Return what the command prints, as a terminal shows it, as SVG."""
    printed = _printed(COMMAND.split()[1:])
    lines = printed.splitlines()
    width = max(len(line) for line in lines) + 1
    screen = pyte.Screen(width, len(lines) + 1)
    pyte.Stream(screen).feed(printed.replace("\n", "\r\n"))
    rows = [[("prompt", "$ "), ("", COMMAND)]]
    rows += [_runs(screen, number) for number in range(len(lines))]
    columns = max(sum(len(text) for _, text in row) for row in rows)
    return _svg(rows, columns)


def _printed(arguments: list[str]) -> str:
    here = Path.cwd()
    os.chdir(HERE.parent)
    try:
        return CliRunner().invoke(main, [*arguments, "--isolated"], color=True).stdout
    finally:
        os.chdir(here)


def _runs(screen: pyte.Screen, number: int) -> list[tuple[str, str]]:
    """Return a line of the screen as pieces, each with its class."""
    row = [screen.buffer[number][column] for column in range(screen.columns)]
    while row and row[-1].data == " ":
        row.pop()
    looks = groupby(row, lambda cell: ("bold " * cell.bold + _colour(cell.fg)).strip())
    return [(look, "".join(cell.data for cell in cells)) for look, cells in looks]


def _colour(name: str) -> str:
    return "" if name == "default" else name


def _svg(rows: list[list[tuple[str, str]]], columns: int) -> str:
    width = round(columns * _COLUMN) + 2 * _MARGIN
    height = len(rows) * _LINE + 2 * _MARGIN
    drawn = []
    for number, row in enumerate(rows):
        column, y = 0, _MARGIN + 14 + number * _LINE
        for look, text in row:
            if text.strip():
                drawn.append(_text(look, text, column, y))
            column += len(text)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    edge = f'width="{width - 1}" height="{height - 1}"'
    label = f"What `{COMMAND}` prints"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{label}">\n'
        f"  <style>{_STYLE}  </style>\n"
        f'  <rect class="ground" x="0.5" y="0.5" {edge} rx="8"/>\n' + "".join(drawn) + "</svg>\n"
    )


def _text(look: str, text: str, column: int, y: int) -> str:
    indent = len(text) - len(text.lstrip())
    x, length = _MARGIN + (column + indent) * _COLUMN, len(text.strip()) * _COLUMN
    kind = f' class="{look}"' if look else ""
    shown = escape(UNSEEN.sub("", text.strip()))
    place = f'x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
    return f'  <text{kind} {place} xml:space="preserve">{shown}</text>\n'


def report(chromium: str) -> bytes:
    """Return a picture of the report on the example articles, some of it decided, as PNG."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to load

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        _printed(["check", "examples/articles", "--output", f"html:{path}"])
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 780}, color_scheme="light")
        page.goto(path.as_uri())
        for rule, keys in _DECIDED:
            page.evaluate(f"open([...LISTED].find((n) => kindOf(n).rule === '{rule}'))")
            for key in keys:
                page.keyboard.press(key)
        picture = page.screenshot()
        browser.close()
    return picture


def run() -> None:
    """Write both pictures."""
    TERMINAL.write_text(terminal(), encoding="utf-8")
    if chromium := shutil.which("chromium"):
        REPORT.write_bytes(report(chromium))
    else:
        sys.exit("no chromium: report.png stays as it was")


if __name__ == "__main__":
    run()
