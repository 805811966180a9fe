"""Runs tests with the compiled core watched by sanitizers, and fails at their first word.

python -m tests.sanitized [TESTS]

Reads and writes outside of what was allocated, use of what was freed, and what C leaves undefined:
needs gcc with its sanitizers, and Linux.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import hatch_build

ROOT = Path(__file__).parent.parent
TESTS = (
    *(
        "tests/test_core.py",
        "tests/test_gaps.py",
        "tests/test_known_words.py",
        "tests/test_repetition.py",
        "tests/test_rules.py",
        "tests/test_scan.py",
    ),
    *(
        "-k",
        "core or gaps or known_words or test_scan or repetition or name- or repeated",
    ),
)
SANITIZE = "-fsanitize=address,undefined"
FLAGS = (
    "-O1",
    "-g",
    "-fno-omit-frame-pointer",
    SANITIZE,
    "-fno-sanitize-recover=all",
    "-Wno-error",
)
WITHOUT_WRAPPING = "-fno-wrapv"
"""Python has its own compiler wrap what overflows; others do not."""
PRELOADED = ("libasan.so", "libstdc++.so.6")
"""What has to be there before all others; the second for libraries in C++ that are loaded later."""


def start(*tests: str) -> int:
    """Build the core and run the tests in a process that is watched, and return how it ended."""
    with TemporaryDirectory() as folder:
        core = hatch_build.build(Path(folder), *FLAGS, WITHOUT_WRAPPING, link_flags=[SANITIZE])
        return subprocess.run(
            [sys.executable, "-m", "tests.sanitized", f"--core={core}", *(tests or TESTS)],
            cwd=ROOT,
            env=os.environ
            | {
                "LD_PRELOAD": " ".join(map(_library, PRELOADED)),
                "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
                "UBSAN_OPTIONS": "print_stacktrace=1",
                "PYTHONMALLOC": "malloc",  # or what Python allocates would be seen in large pieces
            },
            check=False,
        ).returncode


def _library(name: str) -> str:
    command = ("gcc", f"-print-file-name={name}")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def run(core: str, *tests: str) -> int:
    """Run the tests with a core that was built elsewhere."""
    spec = importlib.util.spec_from_file_location("scrapelint._core", core)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules["scrapelint._core"] = module
    # What the sanitizers say goes past Python, and would be caught with what tests print.
    return pytest.main([*tests, "--capture=sys", "-p", "no:cacheprovider"])


if __name__ == "__main__":
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    is_watched = first.startswith("--core=")
    sys.exit(
        run(first.removeprefix("--core="), *sys.argv[2:]) if is_watched else start(*sys.argv[1:])
    )
