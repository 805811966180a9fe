"""Run scrapelint and write down what it does to the system; started as a script of its own."""

import json
import os
import sys
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = (
    *("rename", "remove", "rmdir", "mkdir", "link", "symlink", "chmod", "chown", "truncate"),
    *("utime", "setxattr", "removexattr", "mknod", "mkfifo", "chflags"),
)
STARTS = ("system", "exec", "fork", "forkpty", "posix_spawn", "spawn", "startfile")
did: list[tuple[str, str]] = []
"""What was done, of each kind, and with what."""


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and not isinstance(arguments[0], int):
        did.append(("write" if arguments[2] & WRITES else "read", os.path.realpath(arguments[0])))
    elif event in {f"os.{name}" for name in CHANGES}:
        did.append(("change", repr(arguments)))
    elif event in {f"os.{name}" for name in STARTS} or event.startswith(("subprocess.", "pty.")):
        did.append(("process", repr(arguments)))
    elif event.startswith("socket."):
        did.append(("socket", event))
    elif event in {"exec", "compile"}:
        code = arguments[1] if event == "compile" else arguments[0].co_filename
        did.append(("run", os.fsdecode(code or "")))
    elif event in {"ctypes.dlopen", "pickle.find_class"}:
        did.append((event, repr(arguments)))
    elif event in {"os.scandir", "os.listdir"} and not isinstance(arguments[0], int):
        did.append(("list", os.path.realpath(arguments[0] or ".")))


if __name__ == "__main__":
    sys.addaudithook(watch)
    status: object = None
    try:
        from scrapelint.cli import main

        main()
    except SystemExit as end:
        status = end.code
    sys.stdout.write("\n" + json.dumps({"status": status, "did": did}))
