"""The compiled core: the one that is written is the one that is tested, where there is one."""

from pathlib import Path

import pytest

from scrapelint.scan import engine
from tests.conftest import ROOT


def test_the_core_is_built_from_what_is_written() -> None:
    core = pytest.importorskip("scrapelint._core", reason="no compiled core")
    written = max(file.stat().st_mtime for file in (ROOT / "scrapelint" / "core").iterdir())
    rebuild = "build it anew: pip install --no-deps --editable ."
    assert Path(core.__file__).stat().st_mtime >= written, rebuild


def test_the_pure_way_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")
    assert not engine.compiled()
