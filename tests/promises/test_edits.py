"""Nothing changes but what is declared, by the word of a verifier that shares no code."""

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapelint import rulebook
from scrapelint.cli import main
from scrapelint.rulebook import load_rules
from tests.promises.articles import article
from tests.promises.figures import record, size
from tests.promises.verifier import verify

RULES = load_rules()
CODECS = (
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
)


def encoded(chance: random.Random) -> bytes:
    codec, mark = chance.choices(CODECS, weights=(6, 1, 1, 1))[0]
    return mark + article(chance).encode(codec)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_only_declared_edits_change_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, unsafe: bool
) -> None:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    chance = random.Random(unsafe)  # noqa: S311 - no secret
    originals = {str(tmp_path / f"{n}.txt"): encoded(chance) for n in range(size(250, 100_000))}
    for path, data in originals.items():
        Path(path).write_bytes(data)
    journal = tmp_path / "journal"
    options = ["--unsafe-fixes"] if unsafe else []
    command = ["check", "--fix", "--isolated", "--quiet", "--journal", str(journal), *options]
    assert CliRunner().invoke(main, [*command, str(tmp_path)]).exit_code in {1, 2}
    edits = verify(journal, originals)
    assert edits > len(originals) / 2
    undone = CliRunner().invoke(main, ["undo", str(journal)])
    assert undone.exit_code == 0, undone.output
    assert {path: Path(path).read_bytes() for path in originals} == originals
    which = "with unsafe repairs" if unsafe else "with safe repairs"
    told = f"{len(originals)} files, {edits} edits: 0 bytes changed outside them, all undone"
    record(f"an independent verifier, {which}", told)


def test_the_verifier_sees_a_byte_that_is_not_declared(tmp_path: Path) -> None:
    path, journal = tmp_path / "a.txt", tmp_path / "journal"
    before = b"Il part.Elle reste.\n"
    path.write_bytes(before)
    CliRunner().invoke(main, ["check", "--fix", "--isolated", "--journal", str(journal), str(path)])
    assert verify(journal, {str(path): before}) == 1
    path.write_bytes(path.read_bytes().replace(b"reste", b"Reste"))
    with pytest.raises(AssertionError):
        verify(journal, {str(path): before})
