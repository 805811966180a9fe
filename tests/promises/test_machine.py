"""Whatever happens in a folder, each file in it is what somebody wrote, or its repair."""

import contextlib
import errno
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.parts_of_writer import use
from tests.promises.figures import record, size
from tests.promises.scene import FIX, Child, scrapelint
from tests.test_writer import Faulty, failing

DAMAGED, REPAIRED = b"Il part.Elle reste.\n", b"Il part. Elle reste.\n"
names = st.sampled_from(["a.txt", "b.txt", "c.txt"])
texts = st.lists(st.sampled_from([DAMAGED, b"Un.\r\n", b"\n", b"\xff"]), max_size=4).map(b"".join)
STEPS = [0]


def repaired(text: bytes) -> bytes:
    return text if b"\xff" in text else text.replace(DAMAGED, REPAIRED)


class Folder(RuleBasedStateMachine):
    """A folder that people and scrapelints work in."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.wrote: dict[str, bytes] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(name=names, text=texts)
    def write(self, name: str, text: bytes) -> None:
        path = self.folder / name
        same = [n for n in self.wrote if path.exists() and path.samefile(self.folder / n)]
        path.write_bytes(text)
        self.wrote |= dict.fromkeys([*same, name], text)

    @rule(name=names, text=texts)
    def save_as_editors_do(self, name: str, text: bytes) -> None:
        new = self.folder / "new"
        new.write_bytes(text)
        new.replace(self.folder / name)
        self.wrote[name] = text

    @rule(name=names, other=names, hard=st.booleans())
    def link(self, name: str, other: str, *, hard: bool) -> None:
        path, target = self.folder / name, self.folder / other
        if name in self.wrote or other not in self.wrote:
            return
        path.hardlink_to(target.resolve()) if hard else path.symlink_to(target)
        self.wrote[name] = self.wrote[other]

    @rule(name=names, mode=st.sampled_from([0o644, 0o444, 0o600]))
    def chmod(self, name: str, mode: int) -> None:
        if name in self.wrote:
            (self.folder / name).chmod(mode)

    @rule(option=st.sampled_from(["--quiet", "--diff"]))
    def look(self, option: str) -> None:
        before = self._contents()
        scrapelint("check", *FIX[2:], option, self.folder)
        assert self._contents() == before

    @rule(journal=st.booleans())
    def fix(self, *, journal: bool) -> None:
        options = ("--journal", self.folder / "journal") if journal else ()
        assert scrapelint(*FIX, *options, self.folder).status in {0, 2}
        assert not (self.wrote and list(self.folder.glob(".*"))), "a temporary file is left"

    @rule()
    def undo(self) -> None:
        if (self.folder / "journal").exists():
            assert scrapelint("undo", self.folder / "journal").status in {0, 2}

    @rule(
        at=st.integers(1, 60),
        error=st.sampled_from([errno.ENOSPC, errno.EIO, errno.EACCES]),
        once=st.booleans(),
    )
    def fix_on_a_bad_disk(self, at: int, error: int, *, once: bool) -> None:
        def prepare() -> None:
            use(Faulty(at, failing(error, once=once, at=at)))

        assert scrapelint(*FIX, self.folder, prepare=prepare).status in {0, 2}

    @rule(at=st.integers(1, 60))
    def fix_and_be_killed(self, at: int) -> None:
        def prepare() -> None:
            use(Faulty(at, lambda _: os.kill(os.getpid(), signal.SIGKILL)))

        assert scrapelint(*FIX, self.folder, prepare=prepare).status in {0, 2, -signal.SIGKILL}

    @rule(pause=st.floats(0, 0.02), name=names, text=texts)
    def fix_two_at_once_while_somebody_saves(self, pause: float, name: str, text: bytes) -> None:
        children = [Child(*FIX, self.folder) for _ in range(2)]
        for child in children:
            child.let_go()
        time.sleep(pause)
        self.save_as_editors_do(name, text)
        assert {child.end().status for child in children} <= {0, 2}

    def _contents(self) -> dict[str, bytes]:
        found = {}
        for name in self.wrote:
            with contextlib.suppress(OSError):  # a link to a name that is a link to it
                found[name] = (self.folder / name).read_bytes()
        return found

    @invariant()
    def every_file_is_what_somebody_wrote_or_its_repair(self) -> None:
        STEPS[0] += 1
        for name, found in self._contents().items():
            possible = {self.wrote[name]}
            if (self.folder / name).is_symlink():
                target = (self.folder / name).resolve()
                possible = {self.wrote.get(target.name, b"")}
            assert found in possible | {repaired(text) for text in possible}, name


SETTINGS = settings(
    max_examples=size(30, 3000),
    stateful_step_count=size(15, 50),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_people_and_scrapelints_in_one_folder() -> None:
    run_state_machine_as_test(Folder, settings=SETTINGS)
    told = f"{STEPS[0]} steps: each file what somebody wrote, or its repair"
    record("people and scrapelints in one folder", told)
