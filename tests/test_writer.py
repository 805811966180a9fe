"""Writing: the whole new file or the old one, through every fault and every kill."""

import ast
import errno
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from scrapelint import files, writer
from scrapelint.exchange import exchange
from scrapelint.files import FileProblem, Identity
from scrapelint.writer import whole
from tests.conftest import ROOT
from tests.parts_of_writer import use

OLD, NEW = b"old bytes, some of them\n" * 400, b"new bytes, and more of them\n" * 500


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def replace(path: Path) -> None:
    data, identity = files.read(path)
    assert data == OLD
    writer.replace(path, NEW, identity=identity)


def run(path: Path) -> None:
    """Do what a run does in a folder: sweep it, then write."""
    writer.sweep(path.parent)
    replace(path)


def test_replace_puts_the_new_bytes_and_leaves_nothing_else(path: Path) -> None:
    path.chmod(0o640)
    replace(path)
    assert path.read_bytes() == NEW
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_are_kept(path: Path) -> None:
    os.setxattr(path, "user.origin", b"https://example.org")
    replace(path)
    assert os.getxattr(path, "user.origin") == b"https://example.org"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_is_kept(path: Path) -> None:
    os.chown(path, 1234, 2345)
    replace(path)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_a_file_that_changed_meanwhile_is_let_alone(path: Path) -> None:
    _, identity = files.read(path)
    path.write_bytes(b"theirs")
    with pytest.raises(FileProblem, match="changed since it was read") as problem:
        writer.replace(path, NEW, identity=identity)
    assert problem.value.code == "changed"
    assert path.read_bytes() == b"theirs"


def save_by_name(path: Path, text: bytes) -> None:
    new = path.with_name("new")
    new.write_bytes(text)
    new.replace(path)


def save_in_place(path: Path, text: bytes) -> None:
    path.write_bytes(text)


@pytest.mark.parametrize("save", [save_by_name, save_in_place])
@pytest.mark.parametrize("times", [1, 2])
def test_what_is_saved_at_the_very_moment_stays(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    save: Callable[[Path, bytes], None],
    times: int,
) -> None:
    calls = []

    def late(folder: int, first: str, second: str) -> bool:
        calls.append(first)
        if len(calls) <= times:
            save(path, b"theirs %d" % len(calls))
        return exchange(folder, first, second)

    monkeypatch.setattr(whole, "exchange", late)
    with pytest.raises(FileProblem, match="changed since it was read") as problem:
        replace(path)
    assert problem.value.code == "changed"
    assert path.read_bytes() == b"theirs %d" % times
    assert list(path.parent.iterdir()) == [path]


def test_where_names_cannot_be_exchanged_one_replaces_the_other(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "exchange", lambda *_: False)
    replace(path)
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_root_sweeps_what_it_had_given_away(path: Path) -> None:
    left = path.with_name(".0123456789abcdef.scrapelint-tmp")
    left.write_bytes(b"half")
    os.chown(left, 1234, 1234)
    writer.sweep(path.parent)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["symlink", "hard link", "read-only", "missing", "no folder"])
def test_what_cannot_be_replaced_is_refused(path: Path, kind: str) -> None:
    identity = files.read(path)[1]
    if kind == "symlink":
        path.rename(path.with_name("real.txt"))
        path.symlink_to(path.with_name("real.txt"))
    elif kind == "hard link":
        path.with_name("b.txt").hardlink_to(path)
    elif kind == "read-only":
        path.chmod(0o444)
    elif kind == "missing":
        path.unlink()
    else:
        path = path.parent / "gone" / "a.txt"
    with pytest.raises(FileProblem) as problem:
        writer.replace(path, NEW, identity=identity)
    assert problem.value.code == "refused"
    assert all(file.read_bytes() == OLD for file in path.parent.glob("*.txt"))


@pytest.mark.parametrize("when", [0, 4_000_000_000])
def test_a_file_that_was_touched_is_another_whether_to_the_past_or_the_future(
    path: Path, when: int
) -> None:
    identity = files.read(path)[1]
    os.utime(path, (when, when))
    with pytest.raises(FileProblem, match="changed since it was read"):
        writer.replace(path, NEW, identity=identity)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "too large"])
def test_what_cannot_be_read_is_told_without_waiting(path: Path, kind: str) -> None:
    codes = {"folder": "unreadable", "pipe": "unreadable", "missing": "unreadable"}
    target = {"folder": path.parent, "too large": path}.get(kind, path.with_name("x"))
    if kind == "pipe":
        os.mkfifo(target)
    with pytest.raises(FileProblem) as problem:
        files.read(target, largest=1000)
    assert problem.value.code == codes.get(kind, "too-large")


def test_leftovers_of_a_killed_run_are_swept_and_nothing_else(path: Path) -> None:
    (path.parent / ".0123456789abcdef.scrapelint-tmp").write_bytes(b"half")
    (path.parent / ".notes.tmp").write_bytes(b"mine")
    run(path)
    assert sorted(file.name for file in path.parent.iterdir()) == [".notes.tmp", "a.txt"]


def test_a_report_goes_to_a_device_without_replacing_it() -> None:
    before = Path(os.devnull).stat()
    writer.create(Path(os.devnull), b"report")
    assert Path(os.devnull).stat().st_rdev == before.st_rdev


class Faulty:
    """The module `os`, doing something at its n-th call that reaches the system."""

    CALLS = (
        *("access", "close", "fchmod", "fchown", "fstat", "fsync", "getxattr", "listdir"),
        *("listxattr", "open", "removexattr", "replace", "setxattr", "stat", "unlink", "write"),
    )

    def __init__(self, at: int, action: Callable[[int], None]) -> None:
        self.at, self.action, self.calls = at, action, 0

    def __getattr__(self, name: str) -> object:
        real = getattr(os, name)
        if name not in self.CALLS:
            return real

        def call(*arguments: object, **options: object) -> object:
            self.calls += 1
            if name == "close":  # closes even when it reports an error
                real(*arguments)
            if self.calls >= self.at:
                self.action(self.calls)
            return None if name == "close" else real(*arguments, **options)

        return call


def calls_of_a_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    counter = Faulty(1, lambda _: None)
    use(counter, monkeypatch.setitem)
    replace(path)
    monkeypatch.undo()
    path.write_bytes(OLD)
    return counter.calls


def failing(error: int, *, once: bool, at: int) -> Callable[[int], None]:
    def action(call: int) -> None:
        if call == at or not once:
            raise OSError(error, os.strerror(error))

    return action


@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
def test_an_error_at_any_call_loses_nothing_and_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, once: bool
) -> None:
    errors = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT, errno.EROFS, errno.EPERM]
    calls = calls_of_a_write(path, monkeypatch)
    told = 0
    for at in range(1, calls + 1):
        for error in errors:
            path.write_bytes(OLD)
            use(Faulty(at, failing(error, once=once, at=at)), monkeypatch.setitem)
            try:
                replace(path)
            except FileProblem:
                told += 1
                assert path.read_bytes() in {OLD, NEW}
            else:
                assert path.read_bytes() == NEW
            monkeypatch.undo()
            path.write_bytes(OLD)
            run(path)
            assert list(path.parent.iterdir()) == [path]
    with capsys.disabled():
        print(f"\n{calls} calls × {len(errors)} errors: 0 files lost, {told} told")  # noqa: T201
    assert told >= (calls - 8) * len(errors)


def killed(path: Path, at: int) -> bool:
    """Replace the file in a child that is killed at one of its calls; tell whether it was."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            use(Faulty(at, lambda _: os.kill(os.getpid(), signal.SIGKILL)))
            replace(path)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_kill_at_any_call_leaves_the_old_file_or_the_new(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = calls_of_a_write(path, monkeypatch)
    outcomes = []
    for at in range(1, calls + 1):
        path.write_bytes(OLD)
        assert killed(path, at)
        outcomes.append(path.read_bytes())
        assert outcomes[-1] in {OLD, NEW}
        path.write_bytes(OLD)
        run(path)
        assert list(path.parent.iterdir()) == [path]
    old, new = outcomes.count(OLD), outcomes.count(NEW)
    with capsys.disabled():
        print(f"\n{calls} kills: {old} old, {new} new, 0 lost")  # noqa: T201
    assert old
    assert new


def test_writers_at_once_never_mix(path: Path) -> None:
    identity = Identity.of(path.stat())
    texts = [letter * 300_000 for letter in (b"a", b"b", b"c", b"d")]
    children = []
    for text in texts:
        child = os.fork()
        if child == 0:
            with suppress(FileProblem):
                writer.replace(path, text, identity=identity)
                os._exit(0)
            os._exit(1)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    assert statuses.count(0) == 1
    assert path.read_bytes() in texts
    assert list(path.parent.iterdir()) == [path]


WRITES = {"write_text", "write_bytes", "rename", "mkstemp", "touch", "O_WRONLY", "O_RDWR"}
MODULES = sorted((ROOT / "scrapelint").rglob("*.py"))


@pytest.mark.parametrize("path_", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_writer_opens_files_for_writing(path_: Path) -> None:
    if path_.parent.name == "writer" or path_.name == "stream.py":
        return  # the stream only opens the null device
    for node in ast.walk(ast.parse(path_.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in WRITES
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open"


EDGES = {"cli", "sources.py", "writer", "config.py", "rulefile.py", "rulebook.py", "files.py"}
EDGES |= {"tablefile.py", "texts.py"}  # they read what `learn` wrote, and what it learns from


@pytest.mark.parametrize("path_", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_below_the_edges_nothing_prints_exits_or_opens_files(path_: Path) -> None:
    if EDGES & {path_.name, path_.parent.name}:
        return
    for node in ast.walk(ast.parse(path_.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "open", "exit", "input"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"read_text", "read_bytes", "exit", "stdout", "stderr"}
