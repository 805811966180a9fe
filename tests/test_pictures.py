"""The pictures in docs/ show what the program does now."""

import runpy
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from tests.browser import CHROMIUM, needs_chromium
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def pictures() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs/pictures.py"))


def test_the_terminal_is_that_of_today(pictures: dict[str, Any]) -> None:
    drawn = pictures["terminal"]()
    assert drawn == (ROOT / "docs/terminal.svg").read_text("utf-8"), "python docs/pictures.py"
    texts = [node.text for node in ET.fromstring(drawn).iter() if node.tag.endswith("text")]  # noqa: S314
    assert "glued-sentences" in texts
    assert "6 findings in 1 of 1 file." in texts


@needs_chromium
def test_the_report_can_be_taken(pictures: dict[str, Any]) -> None:
    for taken in (pictures["report"](CHROMIUM), (ROOT / "docs/report.png").read_bytes()):
        assert taken.startswith(b"\x89PNG\r\n")
        size = int.from_bytes(taken[16:20]), int.from_bytes(taken[20:24])
        assert size == (1280, 780)
        assert 50_000 < len(taken) < 400_000
