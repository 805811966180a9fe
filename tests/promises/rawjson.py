"""JSON records written by hand, as scrapers and their libraries write them, hostile ones too."""

import json
import random
from collections.abc import Callable

from tests.promises.articles import article

HOSTILE = (
    rb'{"text": "Il part.Elle reste.", "n": 1e400, "m": -0, "o": 1E+2}',
    rb'{"a": 1, "a": 2, "text": "Il part.Elle reste."}',
    rb'{"text": "Il part.Elle reste.", "text": "Il vient.Elle sort."}',
    rb'{"t\u0065xt": "Il part.Elle reste. Caf\u00e9.Puis \/ non."}',
    rb'{"text": "Il part.Elle reste \ud83d\ude00.Puis non."}',
    rb'{"text": "Il part.Elle reste \ud800.Puis non."}',
    rb'{"text": "Il part.Elle\u0000 reste."}',
    '{"text":"Il part.Elle reste.", "é":"\u2028"}'.encode(),
    b'{"text": "Il part.Elle reste.", "pi": 3.' + b"14159" * 50 + b"}",
    b'{"text": "Il part.Elle reste.", "n": ' + b"9" * 5000 + b"}",
    b'  {  "text"\t:  "Il part.Elle reste."  }  ',
    b'{"text": "Il part.Elle reste."}\r',
    b'{"text": "Il part.Elle reste.",}',
    b'{"text": "Il part.Elle reste.", "n": NaN}',
    b'{"text": "Il part.Elle reste.", "n": Infinity}',
    b'{"text": "Il part.Elle res',
    b'{"text": "Il part.Elle reste.\xff"}',
    b'{"text": "Il part.Elle reste.\tIci."}',
    b'{"text": null}',
    b'{"text": 7}',
    b'{"text": ["Il part.Elle reste."]}',
    b'{"title": "Il part.Elle reste."}',
    b'["Il part.Elle reste."]',
    b'"Il part.Elle reste."',
    b"\xef\xbb\xbf",
    b"",
    b"   ",
    b"not json",
    b'{"text": "Il part.Elle reste.", "deep": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"text": "Il part.Elle reste.", "deep": ' + b"[" * 100 + b"]" * 100 + b"}",
    b'{"content": "{\\"text\\": \\"Il part.Elle reste.\\"}", "z": "]}[{\\\\"}',
    b'{"body": "Il part.Elle reste.", "q": "\\"text\\": \\"", "text2": ":,{"}',
    b"<<<<<<< HEAD",
)


def string(text: str, chance: random.Random) -> str:
    """Return a text as one of many libraries would write it."""
    form = chance.randrange(4)
    if form == 0:
        return json.dumps(text)
    if form == 1:
        return json.dumps(text, ensure_ascii=False)
    if form == 2:
        return json.dumps(text, ensure_ascii=False).replace("/", "\\/")
    return "".join(_freely(sign, chance) for sign in text).join('""')


def _freely(sign: str, chance: random.Random) -> str:
    if sign in '"\\' or sign < " " or chance.random() < 0.02:
        units = sign.encode("utf-16-be")
        form = chance.choice(("\\u{:04x}", "\\u{:04X}"))
        return "".join(
            form.format(int.from_bytes(units[n : n + 2], "big")) for n in range(0, len(units), 2)
        )
    return sign


OTHERS: tuple[Callable[[random.Random], str], ...] = (
    lambda chance: f'"id": {chance.randrange(10**20)}',
    lambda chance: f'"score": {chance.choice(("1e400", "-0", "1.0", "0.1e-7", "12.50"))}',
    lambda _: '"url": "https:\\/\\/example.org\\/a"',
    lambda _: '"a": {"text": "Il part.Elle reste.", "b": [1, {"c": "}"}]}',
    lambda _: '"é": "\\u00e9\\ud83d\\ude00"',
    lambda _: '"tags": [ "x" ,"y" ]',
    lambda _: '"same": 1, "same": 2',
)


def line(chance: random.Random) -> bytes:
    """Return a record with a damaged text somewhere in it, or one of the hostile ones."""
    if chance.random() < 0.1:
        return chance.choice([each for each in HOSTILE if len(each) < 10_000])
    members = [make(chance) for make in chance.sample(OTHERS, chance.randrange(4))]
    space = chance.choice(("", " ", "\t"))
    members.insert(
        chance.randrange(len(members) + 1), f'"text":{space}{string(article(chance), chance)}'
    )
    return ("{" + f",{space}".join(members) + "}").encode() + chance.choice((b"", b"", b"\r"))
