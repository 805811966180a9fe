"""The pieces a scanner looks for are in every match, and what it keeps is trusted for nothing."""

import re
from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapelint.cache import Cache
from scrapelint.detectors.base import Expression, matches
from scrapelint.detectors.repetition import Repetition
from scrapelint.document import Document
from scrapelint.linter import Linter
from scrapelint.rulebook import load_folder
from scrapelint.scan import frequency, reach, sieve
from scrapelint.scan.anchors import Anchor, anchor
from scrapelint.scan.engine import Engine
from scrapelint.scan.extent import BEHIND, OF_LINE, OF_TEXT, Extent
from scrapelint.scan.projection import bytes_of, letters, project, words
from scrapelint.scan.rows import ANY, Row
from scrapelint.scan.scanner import Forgetful, Hits, Pieces, Sought
from scrapelint.scan.search import near
from tests.conftest import write_rule

TEXTS = (
    "Le pont est fermé.Qui passe ?\nRien, dit-elle : « İstanbul » – ſo K, ẞ; 12.5 % et 3\u202f000.",
    "a\n\n b\u2009c\u200bd \ufffd \ue000 e\u0301 ٣ 中 ǰ \x01\x1f\x85\xa0 ’“”—…„‘•€ ¤¦¨¬¯¶¸¢¥±",
    "",
    "\n",
    "A b\n\nOn the Quay\nthe ferry, said-elle\n c\nfermé d\n"
    + "x, y-elle " * 40
    + "fermé\nThe End",
    "quai"
    + "." * 58
    + "Au"
    + ".!" * 40
    + "Ici"
    + " " * 59
    + ", w"
    + " " * 70
    + ", x.y!!Z et fini.A\n..B"
    + "x , ,!q, q"
    + " !" * 80
    + ",qq,",
)
EXPRESSIONS = (
    r"(?i:istanbul|so k)",
    r"(?<!\w)ſo",
    r"^\s*Rien,",
    r"fermé(?P<found>\.)(?=[A-Z])[A-Z]",
    r"(?:\A|\n\n)(?P<found> )b",
    r"\d(?:[.,]\d{1,3})* ?%",
    r"[^\W\d_]{3,}\.[A-Z]",
    r"\w+\s\?$",
    r"[\u2000-\u200a]c\u200b",
    r"[^\x00-\x7f]\s*\Z",
    r"(?:a|b|)c",
    r"€ ?¤",
    r"\ufffd|\ue000",
    r".{0,60}dit(?:-elle)? ?:",
    r"(?<=\d)(?:[.,]|\u202f)\d",
    r"^[^\n]{0,40} (?P<found>[a-z])\n",
    r"(?:\w+ )*[A-Z]\w+(?:\n|\Z)",
    r"\b.*fermé\b.*\n\w*$",
    r"[^,]{1,300}, \w+-elle(?!\n)",
    r"\A.*fermé.*$",
    r"^(?:Rien, \w{2,12}|On t[^\n]{1,30} \w)",
    r"[^\W\d_]{2}(?P<found>[.!?…]+)[A-Z]",
    r"[\w.] +,(?!,)",
    r"x(?:[ ,]+|!)*q",
    r"(?:q[ !]*)+,",
    r"\n *(?s:.)e",
    r"\n(?: *|x)(?:[bt]|dit)[he]",
    r"(?:(?:x,|-e|fe)(?: y|rm|-e|ll|e ){1,6}){1,2}(?: *|x)(?:é|,|\.)",
    r"(?:é*)*Rien",
    r"[^\n]{35}(?:fermé|€)",
    r"[^\n]{2,40}fer[a-z]{2}\b",
    r"(?<![a-z])[a-zA-Z]{8,}",
    r"(?>On|A)(?:\n|\s)*+[bt]",
    r"fe(r)m(?:\1|é)",
    r"(?=[^\x00-\x7f]).+?,",
    r"\A\s*Le(?: \w+)*\.$",
    r"(?:^|\Z)(?<!x)",
    r"n(?<=Le pon)t",
    r"t?-(?<=[dt]-)elle",
    r"(?<=\n[A-Z])[a-z]+(?<=te)",
)


def places_of(row: Row, data: bytes) -> Iterator[int]:
    """Yield each place of the data at which a row ends, as a scanner tells them."""
    sets, beside = row.places, row.after != ANY
    for end in range(len(sets), len(data) + 1):
        start = end - len(sets)
        is_there = all(found >> data[start + at] & 1 for at, found in enumerate(sets))
        if is_there and not (row.begins and start) and not (row.ends and end < len(data)):
            yield end - beside


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_matches_are_looked_for_near_their_pieces(expression: str) -> None:
    found = anchor(expression, re.MULTILINE)
    if not isinstance(found, Anchor):  # nothing of it need be there, or only at the end
        assert re.compile(expression, re.MULTILINE).search("c") or "Z" in expression
        return
    for text in TEXTS:
        data = b"\n%b\n" % project(text)
        ends = [end for row in found.rows for end in places_of(row, data)]
        run = bytes(byte for byte in range(256) if found.run >> byte & 1)
        sought = Pieces([(expression, Sought(0, found.least, found.most, run))])
        document = Document(text, hits=Hits(sought, {0: ends}, data=data))
        near = [match.span() for match in matches(document, Expression(expression))]
        assert near == [m.span() for m in re.finditer(expression, text, re.MULTILINE)]


@given(
    st.text("a.\n", max_size=60),
    st.sets(st.integers(1, 62)),
    st.sampled_from((0, 1, 3)),
    st.sampled_from((0, 2, 17, 40, 301, inf)),
    st.sampled_from((b"", b".", b".\n")),
    st.sampled_from((0, 1, 3, inf)),
    st.booleans(),
    st.sampled_from((r"\.", "", r"^a*\.?", r"(?P<found>a)?[.a]", r"\.\na*", r"(?s:.{20})")),
)
def test_the_core_looks_where_its_twin_does(  # noqa: PLR0913, PLR0917 - all that tells
    text: str,
    places: set[int],
    least: int,
    more: float,
    run: bytes,
    line_ends: float,
    begins_line: bool,  # noqa: FBT001
    expression: str,
) -> None:
    core = pytest.importorskip("scrapelint._core", reason="no compiled core")
    data = b"\n%b\n" % text.encode()
    ends = sorted(place for place in places if place <= len(data))
    pattern = re.compile(expression, re.MULTILINE)
    for first in (0, len(text) // 2, len(text)):
        windows = ends, data, least, least + more, run, line_ends, first
        asked = pattern, text, *windows, begins_line, pattern.groups
        seen, wanted = core.Search(*asked), near(*asked)
        assert [match.span() for match in seen] == [match.span() for match in wanted]


def test_some_matches_are_there() -> None:
    matched = [e for e in EXPRESSIONS if any(re.search(e, t, re.MULTILINE) for t in TEXTS)]
    assert len(matched) > len(EXPRESSIONS) // 2


def test_a_byte_for_each_character() -> None:
    text = "".join(chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000) + "\ud800"
    assert len(project(text)) == len(text)


def test_the_bytes_are_the_same_wherever_pieces_end() -> None:
    text = "’é\U0001f600ſ" * 10_000
    assert project(text) == project("’é\U0001f600ſ") * 10_000


def test_equal_words_are_equal_bytes() -> None:
    text = "Straße STRASSE straße, ΣΑΣ σας Σας naïve_2 NAÏVE_2"
    runs = words(text).split()
    assert runs[0] == runs[1] == runs[2]
    assert runs[3] == runs[4] == runs[5]
    assert runs[6] == runs[7]


def test_letters_that_fold_into_others_are_not_guessed() -> None:
    assert (letters("Éa, b2c") or b"").split() == ["éa".encode("latin-1"), b"b", b"c"]
    assert letters("diſ") is None


@pytest.mark.parametrize(
    ("often", "seldom"),
    [
        (["\n", "Tt", "h"], ["\n", "t", "h"]),
        ([" ", "“"], ["e", "“"]),
        (["”", "."], ["“", "."]),
        ([*" has be"], [*" hax be"]),
        ([*" The "], [*" Thk "]),
        (["a", ":"], ["a", "{"]),
    ],
)
def test_what_stands_in_every_text_is_expected_there(often: list[str], seldom: list[str]) -> None:
    common, rare = (frequency.of_row(tuple(map(bytes_of, row))) for row in (often, seldom))
    assert common > 5 * rare


FERRY = "Le bac part.\n\nIl pleut sur le quai.\n\nLe bac part.\n"


def test_short_paragraphs_come_again_where_a_rule_asks_for_them() -> None:
    (again,) = Repetition("paragraph", 8).matches(Document(FERRY))
    assert FERRY[slice(*again.span)] == "Le bac part."


LINES = """
summary = "the words of a frog"
why = "A frog got in."
severity = "warning"

[detect]
type = "lines"
{parameters}

[[invalid]]
text = "A toad.\\n\\n{line}\\n"
found = "{found}"

[[valid]]
text = "A toad."
"""


@pytest.mark.parametrize(
    ("parameters", "line"),
    [
        ("labels = ['frog']\npatterns = ['newt']", f"frog{' ' * 300}"),
        (f"labels = ['{'frog ' * 60}end']\npatterns = ['newt']", "frog " * 60 + "end"),
        ("patterns = ['(?i)frog']", "FROG"),
    ],
)
def test_lines_are_found_with_a_scanner_whatever_their_rule(
    parameters: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = LINES.format(parameters=parameters, line=line, found=line.strip())
    monkeypatch.setenv("SCRAPELINT_ENGINE", "native")
    (rule,) = load_folder(write_rule(tmp_path, "frog-line", text).parent.parent)
    linter = Linter((rule,), frozenset({rule.name}))
    assert [finding.text for finding in linter.check(f"A toad.\n\n{line}\n")] == [line.strip()]


def test_small_texts_go_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "")
    assert Engine().scanner("en", 10_000, lambda: ("frog",)) is None


def test_kept_values_come_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a" / "b")
    assert cache.get("key") is None
    cache.put("key", b"value")
    assert cache.get("key") == b"value"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["key"]


def test_what_others_can_write_is_not_trusted(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", b"value")
    tmp_path.chmod(0o777)
    assert cache.get("key") is None
    tmp_path.chmod(0o700)
    (tmp_path / "key").chmod(0o666)
    assert cache.get("key") is None


def test_what_is_larger_than_anything_kept_is_not_read(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", b"value")
    with (tmp_path / "key").open("r+b") as file:
        file.truncate(1 << 40)
    assert cache.get("key") is None


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Cache(tmp_path / "file").put("key", b"value")
    assert Cache(tmp_path / "file").get("key") is None


def test_an_empty_name_stands_for_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPELINT_CACHE_DIR", "")
    cache = Cache.of_user()
    cache.put("key", b"value")
    assert cache.get("key") is None


DAMAGES = (
    *(b"", b"[]\n", b"[0]\nrubbish", b"[[0]]\n", b"1\n", b"\xff", b"[1, null]\n"),
    *(b"[0, [1, 2, 3]]\n", b'[-1, [1, 1, "0"]]\n' + bytes(50), b'[0, [1, 1, "0"]]\n\0'),
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_scanner_is_made_again(damage: bytes, tmp_path: Path) -> None:
    pytest.importorskip("scrapelint._core")
    cache = Cache(tmp_path)
    expressions = (r"fermé\.[A-Z]",)
    assert sieve.prepared(expressions, cache, compiles=False) is None
    assert sieve.prepared(expressions, cache, compiles=True)
    (kept,) = tmp_path.iterdir()
    sound = kept.read_bytes()
    cache.put(kept.name, damage)
    again = sieve.prepared(expressions, cache, compiles=True)
    assert again
    ends = again.scanner.scan(b"\n%b\n" % project("fermé.Qui"))
    assert {number: list(places or ()) for number, places in ends.items()} == {0: [8]}
    assert kept.read_bytes() == sound


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_rows_are_met_wherever_they_are(expression: str) -> None:
    pytest.importorskip("scrapelint._core")
    found = anchor(expression, re.MULTILINE)
    prepared = sieve.prepared((expression,), Forgetful(), compiles=True)
    assert prepared
    if not isinstance(found, Anchor):
        assert expression not in prepared.sought
        return
    for text in (*TEXTS, "\n".join(TEXTS), ", ".join(TEXTS)):
        data = b"\n%b\n" % project(text)
        rows = (end for row in found.rows for end in places_of(row, data))
        ends = {end for end in rows if found.extent is None or fits(found.extent, data, end)}
        met = prepared.scanner.scan(data).get(0, ())
        if reach.read(expression).begins_text:  # there the first is enough
            assert bool(met) == bool(ends)
        else:
            assert set(met or ()) == ends


def fits(extent: Extent, data: bytes, end: int) -> bool:
    """Tell whether a row that ends there is near enough to where a match has to begin."""
    starts = {OF_LINE: data.rfind(b"\n", 0, end) + 1, OF_TEXT: 1, BEHIND: end}
    start = starts[extent.of]
    run = bytes(byte for byte in range(256) if extent.run >> byte & 1)
    before, behind = data[start:end], data[end : data.index(b"\n", end)] if end < len(data) else b""
    counted = [len(part.translate(None, run)) for part in (before, behind)]
    return counted[0] <= extent.before and sum(counted) <= extent.whole


@pytest.mark.parametrize(
    ("expression", "text", "is_met"),
    [
        (r"^.{0,10}fermé", "On l'a fermé lundi.", True),
        (r"^.{0,10}fermé", "Le pont qu'on a fermé lundi.", False),
        (r"^.{0,10}fermé", "Le pont qu'on a\nfermé lundi.", True),
        (r"^.{0,10}fermé.{0,9}$", "On l'a fermé lundi.", True),
        (r"^.{0,10}fermé.{0,9}$", "On l'a fermé avant-hier pour longtemps.", False),
        (r"^ *.{0,10}fermé.{0,9} *$", f"{' ' * 50}On l'a fermé lundi.{' ' * 50}", True),
        (r"^ *.{0,10}fermé", f"{' ' * 9000}On l'a fermé", True),
        (r"^[^\n]{0,10}\s*fermé", "Le pont qu'on a\nfermé", True),
        (r"^[^\n]{0,10}\nl'a fermé", "Le pont qu'on\nl'a fermé", True),
        (r"^[^\n]{0,10}\n.{0,5}fermé", "Le pont qu'on l'a enfin fermé", False),
        (r"fermé.{0,9}$", "Le pont qu'on a fermé lundi.", True),
        (r"fermé.{0,9}$", "Le pont qu'on a fermé lundi ou mardi.", False),
        (r"\A\s*.{0,10}fermé", "\n\nOn l'a fermé lundi.", True),
        (r"\A\s*.{0,10}fermé", "Le pont\n\nOn l'a fermé lundi.", False),
        (r"\A.*fermé", "Le pont qu'on a fermé lundi.", True),
    ],
)
def test_rows_too_far_inside_a_line_are_no_matter(expression: str, text: str, is_met: bool) -> None:  # noqa: FBT001
    pytest.importorskip("scrapelint._core")
    prepared = sieve.prepared((expression,), Forgetful(), compiles=True)
    assert prepared
    assert bool(prepared.scanner.scan(b"\n%b\n" % project(text))) == is_met


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_met_leads_to_all_matches(expression: str) -> None:
    pytest.importorskip("scrapelint._core")
    prepared = sieve.prepared((expression,), Forgetful(), compiles=True)
    assert prepared
    if expression not in prepared.sought:
        return
    for text in (*TEXTS, "\n".join(TEXTS), ", ".join(TEXTS)):
        data = b"\n%b\n" % project(text)
        hits = Hits(prepared.sought, prepared.scanner.scan(data), data=data)
        found = [
            match.span() for match in matches(Document(text, hits=hits), Expression(expression))
        ]
        assert found == [m.span() for m in re.finditer(expression, text, re.MULTILINE)]


def test_more_than_a_scanner_can_number_is_done_without() -> None:
    pytest.importorskip("scrapelint._core")
    expressions = [f"{number:05}" for number in range(70_000)]
    assert sieve.prepared(expressions, Forgetful(), compiles=True) is None


@pytest.mark.parametrize(
    ("expression", "first"),
    [
        (r"^[^\n]*,\s*\Z", 9),
        (r"\n[^\n]*[\s]\Z", 16),
        (r"\n[^\n]*[^\s]\Z", None),
        (r"(?:a|\n)[^\n]{2,}\s*\Z", 8),
        (r"\W+\s*\Z", 0),
        (r"(?:\n|x){1,2}[,\n]\Z", 9),
        (r"(?:\n|x){1,2},\Z", None),
        (r"(?s:.),\Z", None),
        (r"^[^\n]* (?P<found>or|and)\s*\Z", None),
        (r"(?<=\n)[a-z]+,(?!\n)\s*\Z", 9),
        (r"(?<=\n)[a-z]+(?P<found>,)\s*\Z", 9),
        (r"\s*\Z", 9),
        (r"\Z", 19),
    ],
)
def test_what_asks_for_the_end_begins_near_it(expression: str, first: int | None) -> None:
    text = "one\n\ntwo\n\nthree,\n\n \n"
    assert text.index("three") == 10
    tail = reach.read(expression).tail
    assert tail
    assert reach.first_of(tail, text) == first
    for part in (text, text.strip(), "a,", "", "\n,", "one\n\n,", "this or", "x\n\n", "a, "):
        found = [m.span() for m in re.finditer(expression, part, re.MULTILINE)]
        assert [m.span() for m in matches(Document(part), Expression(expression))] == found


def test_what_does_not_ask_for_the_end_has_no_tail() -> None:
    assert reach.read(r"^[^\n]*,").tail is None
