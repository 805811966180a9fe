"""What scrapers do to a text: each damage at places drawn by lot."""

import html
import random
import re
import textwrap
import unicodedata
from collections.abc import Callable

Damage = Callable[[random.Random, str], str]


def glued(chance: random.Random, text: str) -> str:
    return re.sub(r"(?<=[.»”“!?]) ", lambda m: chance.choice((m[0], "")), text)


def unlinked(chance: random.Random, text: str) -> str:
    """Lose names, with or without the space before them."""
    return re.sub(r"( ?)[A-Z]\w+ ?[A-Z]\w+", lambda m: chance.choice((m[0], m[1], "")), text)


def misread(chance: random.Random, text: str) -> str:
    codec = chance.choice(("cp1252", "latin-1", "mac-roman", "cp1251"))
    for _ in range(chance.choice((1, 1, 2))):
        text = text.encode().decode(codec, "replace")
    return text


def escaped(chance: random.Random, text: str) -> str:
    text = html.escape(text.replace("’", "'"))
    return html.escape(text) if chance.random() < 0.3 else text


def tagged(chance: random.Random, text: str) -> str:
    tag = chance.choice(("b", "em", "a href='x'", 'span class="y"'))
    return re.sub(
        r"[A-Z]\w+",
        lambda m: f"<{tag}>{m[0]}</{tag.split()[0]}>" if chance.random() < 0.3 else m[0],
        text,
    )


def spaced(chance: random.Random, text: str) -> str:
    odd = (" ", "  ", "\t", "\u00a0", " \u200b", "\u2009")
    return re.sub(" ", lambda m: chance.choice(odd) if chance.random() < 0.1 else m[0], text)


def stray(chance: random.Random, text: str) -> str:
    return re.sub(r"[,.;»)]", lambda m: f" {m[0]}" if chance.random() < 0.4 else m[0], text)


def wrapped(chance: random.Random, text: str) -> str:
    width = chance.randrange(40, 95)
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def hyphenated(chance: random.Random, text: str) -> str:
    return re.sub(
        r"(?<=[a-zé]{4})(?=[a-z]{4})", lambda _: "-\n" if chance.random() < 0.05 else "", text
    )


def hidden(chance: random.Random, text: str) -> str:
    marks = ("\u200b", "\u00ad", "\ufeff", "\u200d", "\x00")
    return re.sub(
        r"(?<=\w)(?=\w)", lambda _: chance.choice(marks) if chance.random() < 0.02 else "", text
    )


def repeated(chance: random.Random, text: str) -> str:
    paragraphs = text.split("\n\n")
    paragraphs.insert(chance.randrange(len(paragraphs) + 1), chance.choice(paragraphs))
    return "\n\n".join(paragraphs)


def joined(chance: random.Random, text: str) -> str:
    return text.replace("\n\n", chance.choice(("", " ", "\n", "\n\n\n", "\n \n", "\\n")))


def cut(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text) + 1)] + chance.choice(("", "…", "...", " [...]"))


def ended(chance: random.Random, text: str) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r", "\n\r", "\u2028")))


def recomposed(chance: random.Random, text: str) -> str:
    return unicodedata.normalize(chance.choice(("NFD", "NFC", "NFKD")), text)


DAMAGES: tuple[Damage, ...] = (
    *(glued, unlinked, misread, escaped, tagged, spaced, stray, wrapped),
    *(hyphenated, hidden, repeated, joined, cut, ended, recomposed),
)
