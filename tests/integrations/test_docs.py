"""docs/integrations.md is true."""

import re
from typing import Any

import pandas as pd
import pytest

from scrapelint.arrow import DOCUMENTS, FINDINGS
from scrapelint.integrations import scrapy
from scrapelint.options import Options
from tests.conftest import ROOT
from tests.integrations.texts import GLUED

PAGE = (ROOT / "docs/integrations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("code", [b for b in BLOCKS if "import" in b and "JsonlReader" not in b])
def test_its_python_runs(code: str) -> None:
    found: dict[str, Any] = {"frame": pd.DataFrame({"text": [GLUED]})}
    exec(code, found)  # noqa: S102 - our own page
    assert len(found["found"]) == (0 if "documents" in found else 1)


def rows(after: str) -> set[str]:
    """Return what stands in the first column of the table that follows a text."""
    table = PAGE[PAGE.index(after) :].partition("\n\n| ")[2].partition("\n\n")[0]
    first = "".join(re.findall(r"^\| (`.*?) \|", "\n" + table, re.MULTILINE))
    return set(re.findall(r"`(\w+)`", first))


def test_every_option_column_and_setting_is_told() -> None:
    assert rows("They take these options:") == set(Options.__annotations__)
    assert rows("`check` gives these") == set(FINDINGS.names)
    settings = set(re.findall(r"`(SCRAPELINT_\w+)`", str(scrapy.__doc__)))
    assert rows("SCRAPELINT_DROP = ") == settings


def test_the_command_line_is_told_as_it_is() -> None:
    from click.testing import CliRunner

    from scrapelint.cli import main

    told = CliRunner().invoke(main, ["check", "--help"]).stdout
    for option in ("--engine", "--annotate", "--annotate-to"):
        assert option in told
        assert option in PAGE
    assert "fixed" in DOCUMENTS.names
