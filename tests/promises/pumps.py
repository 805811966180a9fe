"""Texts made to be slow: pieces that come again and again, for as many characters as asked."""

PIECES = {
    "letters": "a",
    "capitals": "A",
    "accents": "é",
    "digits": "7",
    "spaces": " ",
    "tabs": "\t",
    "no-break spaces": "\u00a0",
    "line ends": "\n",
    "carriage returns": "\r",
    "dots": ".",
    "ellipses": "…",
    "commas": ", ",
    "apostrophes": "’",
    "quotes": '"',
    "guillemets": "« ",
    "turning quotes": '" a "b',
    "combining marks": "\u0315\u0300",
    "joiners": "\u200b\u200d",
    "soft hyphens": "\u00ad",
    "controls": "\x0b\x0c\x1b",
    "latin controls": "\x92\x93",
    "surrogates": "\udcff",
    "ampersands": "&",
    "entities": "&amp;",
    "numbers": "&#1",
    "angles": "<",
    "tags": "<b ",
    "comments": "<!--",
    "brackets": "(",
    "bracket nests": "([{",
    "empty brackets": "( ) ",
    "templates": "{{ ",
    "fences": "```x\n",
    "ticks": "`a",
    "addresses": "http://a.b/c ",
    "bare addresses": "www.a.",
    "entities in addresses": "www.a.&amp;",
    "mails": "a.a@b-c.",
    "handles": "@a #b ",
    "tweets": "— Ana Rey (@ana) 4 mai 2019\n",
    "pictures": "pic.twitter.com/a",
    "mojibake": "Ã©",
    "mojibake words": "dÃ©jÃ ",
    "capitals with accents": "A-À",
    "camel": "aB",
    "glued": "mot.Mot",
    "hyphens": "a-\nb",
    "dashes": "—",
    "underscores": "_",
    "backslashes": "\\n",
    "lost names": "de , et ",
    "doubled spaces": "le  la ",
    "short lines": "Le maire.\n",
    "labels": "Share\n",
    "menus": "Sport\n\nMétéo\n\n",
    "titles": "Le maire de la ville parle aux gens\n",
    "items": "- un\n",
    "tables": "a\tb | c\n",
    "styles": "a{abc:abc;",
    "pairs": "abc:",
    "scripts": "window.a(b); var c = {d: e};\n",
    "dates": "4 mai 2019 ",
    "bylines": "By A de la B, ",
    "names": "Ana de la Paz ",
    "phrases": "le maire de la ville a dit que ",
    "sentences": "Le pont est fermé. Il rouvrira demain à midi. ",
    "paragraphs": "Le pont est fermé depuis lundi, a dit le maire de la ville.\n\n",
    "wrapped": "Le pont est fermé depuis lundi, a dit le maire de la ville, et il\n",
}


def pumped(piece: str, length: int, end: str = "") -> str:
    """Return a text of a length, nothing but one piece again and again, and an end."""
    return (piece * (length // len(piece) + 1))[:length] + end


def counted(length: int) -> str:
    """Return paragraphs of a length that differ in one number each."""
    parts: list[str] = []
    while length > 0:
        parts.append(f"Le pont numéro {len(parts)} est fermé, a dit le maire de la ville hier.\n\n")
        length -= len(parts[-1])
    return "".join(parts)
