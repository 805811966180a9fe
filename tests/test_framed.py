"""Compressed files: read frame by frame, and only the frames that change are written anew."""

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.files import OpenFile
from scrapelint.records.framed import GZIP, Framed

OLD, NEW = b'{"text": "Il part.Elle reste."}\n', b'{"text": "Il part. Elle reste."}\n'
SOUND = b'{"text": "Il part. Elle sort."}\n'


def run(*arguments: str | Path) -> Result:
    options = ("--isolated", "--lang", "fr", *map(str, arguments))
    return CliRunner().invoke(main, ["check", *options])


def member(data: bytes, name: str = "a.jsonl", time: int = 1_500_000_000) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(name, "wb", 9, buffer, time) as file:
        file.write(data)
    return buffer.getvalue()


def frame(data: bytes, *, checksum: bool = False) -> bytes:
    return zstandard.ZstdCompressor(3, write_checksum=checksum).compress(data)


def stream(data: bytes) -> bytes:
    """Return a frame that does not say its size."""
    squeeze = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    return squeeze.compress(data) + squeeze.flush()


def frames(data: bytes) -> list[bytes]:
    parts = []
    while data:
        decoder = zstandard.ZstdDecompressor().decompressobj()
        decoder.decompress(data)
        parts.append(data[: len(data) - len(decoder.unused_data)])
        data = decoder.unused_data
    return parts


def members(data: bytes) -> list[bytes]:
    parts = []
    while data:
        decoder = zlib.decompressobj(wbits=31)
        decoder.decompress(data)
        parts.append(data[: len(data) - len(decoder.unused_data)])
        data = decoder.unused_data
    return parts


def test_only_the_member_that_changes_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    parts = [member(SOUND * 100), member(SOUND + OLD), member(b""), member(SOUND, "b", 7)]
    path.write_bytes(b"".join(parts))
    assert run("--fix", path).exit_code == 0
    after = members(path.read_bytes())
    assert [a == b for a, b in zip(parts, after, strict=True)] == [True, False, True, True]
    assert gzip.decompress(after[1]) == SOUND + NEW
    head = len(b"a.jsonl\0") + 10
    assert after[1][:head] == parts[1][:head]


def test_a_record_over_several_members_is_repaired_in_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    text = SOUND + OLD * 3
    parts = [member(text[n : n + 10]) for n in range(0, len(text), 10)]
    path.write_bytes(b"".join(parts))
    assert run("--fix", path).exit_code == 0
    after = members(path.read_bytes())
    assert gzip.decompress(path.read_bytes()) == SOUND + NEW * 3
    assert len(after) == len(parts)
    assert sum(a != b for a, b in zip(parts, after, strict=True)) == 3


def test_only_the_frame_that_changes_is_written_anew_and_stays_of_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.zst"
    parts = [
        frame(SOUND * 100),
        frame(SOUND + OLD),
        frame(OLD, checksum=True),
        frame(b""),
        stream(OLD * 9),
        frame(SOUND),
    ]
    path.write_bytes(b"".join(parts))
    assert run("--fix", path).exit_code == 0
    after = frames(path.read_bytes())
    changed = [a != b for a, b in zip(parts, after, strict=True)]
    assert changed == [False, True, True, False, True, False]
    texts = [zstandard.ZstdDecompressor().decompressobj().decompress(part) for part in after]
    assert texts == [SOUND * 100, SOUND + NEW, NEW, b"", NEW * 9, SOUND]
    for old, new, text in zip(parts, after, texts, strict=True):
        was, is_ = (zstandard.get_frame_parameters(part) for part in (old, new))
        assert was.has_checksum == is_.has_checksum
        unknown = zstandard.CONTENTSIZE_UNKNOWN
        assert is_.content_size == (unknown if was.content_size == unknown else len(text))


def bgzip(data: bytes) -> bytes:
    """Return a member that tells its size in an extra field."""
    plain = member(data, "")
    return plain[:3] + b"\x04" + plain[4:10] + b"\x06\0BC\x02\0\xff\0" + plain[10:]


SKIPPED = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.jsonl.gz", bgzip(OLD), "extra fields"),
        ("a.jsonl.zst", SKIPPED + frame(OLD), "tell of others"),
        ("a.jsonl.zst", frame(OLD) + SKIPPED, "tell of others"),
    ],
    ids=["bgzip", "skipped before", "skipped after"],
)
def test_what_would_no_longer_be_true_is_refused(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert run(path).exit_code == 1
    result = run("--fix", path)
    assert (result.exit_code, path.read_bytes()) == (2, data)
    assert told in result.stderr
    assert [*tmp_path.iterdir()] == [path]


GZ, ZST = member(SOUND + OLD), stream(SOUND + OLD)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("gz", GZ[:-12], "in the middle"),
        ("gz", GZ + b"garbage", "not gzip"),
        ("gz", GZ + bytes(600) + b"x", "something else follows"),
        ("gz", GZ[:-8] + bytes(8), "not gzip: "),
        ("gz", OLD, "not gzip"),
        ("zst", ZST[:-9], "in the middle"),
        ("zst", ZST + b"garbage", "not zstd"),
        ("zst", ZST[:-4] + bytes(4), "not zstd: "),
        ("zst", OLD, "not zstd"),
        ("zst", b"\x28\xb5\x2f\xfd\x00\xa8" + ZST[6:], "window"),
    ],
)
def test_what_is_broken_is_told_and_the_rest_is_checked(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    path = tmp_path / f"a.jsonl.{name}"
    path.write_bytes(data)
    result = run("--output-format", "concise", path)
    assert result.exit_code == 2
    assert told in result.stderr
    result = run("--fix", path)
    assert (result.exit_code, path.read_bytes()) == (2, data)
    assert [*tmp_path.iterdir()] == [path]


def test_zeros_at_the_end_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(GZ + bytes(512))
    assert run("--fix", path).exit_code == 0
    assert gzip.decompress(path.read_bytes()) == SOUND + NEW
    assert path.read_bytes().endswith(bytes(512))


def test_a_file_without_a_defect_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(member(SOUND))
    path.chmod(0o444)
    before = path.stat()
    assert run("--fix", path).exit_code == 0
    assert path.stat() == before


def bomb(squeeze: Callable[[bytes], bytes]) -> bytes:
    return squeeze(SOUND) + squeeze(b"\n" * (1 << 28))


@pytest.mark.parametrize("name", ["gz", "zst"])
def test_what_is_made_to_fill_memories_is_left(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a.jsonl.{name}"
    path.write_bytes(bomb(gzip.compress if name == "gz" else zstandard.compress))
    result = run(path)
    assert result.exit_code == 2
    assert "error[too-large]" in result.stderr


@pytest.mark.parametrize("keeps_frames", [False, True])
def test_memory_does_not_grow_with_the_number_of_members(
    tmp_path: Path, *, keeps_frames: bool
) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(member(SOUND) * 2 + member(b"") * 500 + member(SOUND))
    file = Framed(OpenFile(path), GZIP, keeps_frames=keeps_frames)
    assert file.read(1 << 20) == SOUND * 3
    assert len(file.frames) == (4 if keeps_frames else 0)
    file.close()


def test_members_with_nothing_in_them_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    empty = [member(b"", f"{n}") for n in range(50)]
    path.write_bytes(b"".join([member(OLD), *empty, member(SOUND), *empty]))
    assert run("--fix", path).exit_code == 0
    after = members(path.read_bytes())
    assert (gzip.decompress(after[0]), after[1:]) == (NEW, [*empty, member(SOUND), *empty])
