"""Fingerprints of lines, as github/codeql-action computes them (what is expected is its output)."""

from collections.abc import Iterator

import pytest

from scrapelint.report.fingerprint import line_hashes

CASES = {
    "": ["c129715d7a2bc9a3:1"],
    "The ferry runs.\nIt is late.\n": [
        "c70b9fc265953583:1",
        "aeeddd253a065f62:1",
        "c129715d7a2bc9a3:1",
    ],
    "The ferry runs, rain or shine.\n" * 9: [
        *(f"2dfb38ba0457c9c9:{number}" for number in range(1, 7)),
        "6801610a97fbe194:1",
        "bba2284cb0215e41:1",
        "81d5d023fb0ce286:1",
        "c129715d7a2bc9a3:1",
    ],
    "Die Fähre\r\n\tfährt \r\rheute 😀.\n\r\n  \nnicht": [
        "a22f235f98b4fd2e:1",
        "dd6d7f645f8a7c61:1",
        "891a91fe42498d0f:1",
        "d8b6f3b99580d0c1:1",
        "c2a060b3ab47a06d:1",
        "290dd3f1c2399d57:1",
        "f6df7beb13332b29:1",
    ],
    "a b\tc\n" + "The old quay, \u2028 once more. " * 12 + "\nlast": [
        "f5c172cf70580f90:1",
        "839b200d9e739fad:1",
        "58429ecce5a8d0db:1",
    ],
}


@pytest.mark.parametrize("text", CASES, ids=["empty", "lines", "again", "ends", "long"])
@pytest.mark.parametrize("size", [1, 3, 100, 5000])
def test_they_are_those_of_github(text: str, size: int) -> None:
    def read() -> Iterator[str]:
        yield from (text[start : start + size] for start in range(0, len(text), size))

    expected = CASES[text]
    wanted = range(1, len(expected) + 1)
    assert list(line_hashes(read, wanted).values()) == expected
    assert line_hashes(read, {len(expected)}) == {len(expected): expected[-1]}
    assert line_hashes(read, set()) == {}
