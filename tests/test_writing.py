"""Writing where no file is replaced: reports, journals, leftovers, and who waits for whom."""

import fcntl
import os
import stat
import threading
import time
from pathlib import Path

import pytest

from scrapelint import files, writer
from scrapelint.files import FileProblem

STRIKE = b"X\n"
PATIENCE = 5.0
LEFT = ".0123456789abcdef.scrapelint-tmp"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def synced(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Have each fsync kept: whether it was one of a folder."""
    kept: list[bool] = []

    def fsync(handle: int) -> None:
        kept.append(stat.S_ISDIR(os.fstat(handle).st_mode))

    monkeypatch.setattr(os, "fsync", fsync)
    return kept


def test_lines_are_added_to_a_journal_as_they_are(journal: Path) -> None:
    for line in (b"one\n", b"two\n"):
        writer.append(journal, line, strike=STRIKE)
    assert journal.read_bytes() == b"one\ntwo\n"


def test_a_line_that_was_cut_off_is_struck_out_first(journal: Path) -> None:
    journal.write_bytes(b"one\ntw")
    writer.append(journal, b"three\n", strike=STRIKE)
    assert journal.read_bytes() == b"one\ntwX\nthree\n"


def test_a_line_that_does_not_reach_the_disk_is_taken_back(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.append(journal, b"one\n", strike=STRIKE)

    def fsync(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(FileProblem, match="journal not written"):
        writer.append(journal, b"two\n", strike=STRIKE)
    assert journal.read_bytes() == b"one\n"


def test_the_name_of_a_new_journal_is_seen_onto_the_disk_once(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = synced(monkeypatch)
    writer.append(journal, b"one\n", strike=STRIKE)
    writer.append(journal, b"two\n", strike=STRIKE)
    assert kept == [False, True, False]


def test_a_report_is_a_file_like_any_other_that_one_makes(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        writer.create(tmp_path / "report", b"report")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [tmp_path / "report"]


def test_a_report_goes_into_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    writer.create(tmp_path / "pipe", b"report")
    reader.join(5)
    assert read == [b"report"]


def test_what_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "none" / "file"
    with pytest.raises(FileProblem, match="not written"):
        writer.create(path, b"")
    with pytest.raises(FileProblem, match="journal not written"):
        writer.append(path, b"", strike=b"")


def test_only_files_of_ours_are_swept(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"mine")
    (tmp_path / LEFT).symlink_to(target)
    (tmp_path / LEFT.replace("0", "1")).mkdir()
    writer.sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_in_which_another_writes_is_not_swept(tmp_path: Path) -> None:
    (tmp_path / LEFT).write_bytes(b"half, and at work")
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    before = time.monotonic()
    writer.sweep(tmp_path)
    assert time.monotonic() - before < PATIENCE
    os.close(folder)
    assert (tmp_path / LEFT).exists()


@pytest.mark.parametrize("is_patient", [True, False])
def test_who_comes_second_waits_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_patient: bool
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    identity = files.read(path)[1]
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if is_patient and len(waits) == 3:
            os.close(folder)

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "monotonic", lambda: 100 + sum(waits))
    if is_patient:
        writer.replace(path, b"new", identity=identity)
        assert path.read_bytes() == b"new"
        return
    with pytest.raises(FileProblem, match="another scrapelint is writing here"):
        writer.replace(path, b"new", identity=identity)
    os.close(folder)
    assert path.read_bytes() == b"old"
    assert PATIENCE <= sum(waits) < PATIENCE + 0.1
