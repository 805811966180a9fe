"""Articles as careless scrapers leave them; the same seed makes the same article."""

import random

from tests.promises.damages import DAMAGES

_TEXT = """
Le pont de Brumont est fermé depuis lundi, a dit le maire de la commune. Une navette passe toutes
les heures, sauf le dimanche, et l’école a changé ses horaires pour les élèves.

Dans une lettre à Odile Varin, la préfète promet des travaux « avant l’été ». Les pêcheurs n’y
croient pas : « On attend depuis dix ans », dit Paul Ober. Il part demain à Vélizac.

The ferry to Norbeck no longer runs, and nobody knows when it will. Mary Holt, who sold the
tickets, waits at the pier. “We were told nothing,” she said on Tuesday.

The council of Aldham met for the third time this month. It isn't clear what it decided, but the
minutes (12 pages) say that the school on Mill Road will be closed by the end of 2031.

Die Fähre nach Altenau fährt nicht mehr, sagt der Bürgermeister. „Wir warten auf Ersatz“, erklärt
Jutta Ahrens, die mit ihren Kindern über den Fluss muss. Sie kommt jeden Morgen.

El puente de Valdeoro está cerrado desde el lunes, según el alcalde. «No hay dinero», dijo Inés
Robledo, que vive en la otra orilla. ¿Cuándo abrirá? Nadie lo sabe todavía.

Il ponte di Montelago è chiuso da lunedì, ha detto la sindaca. I pescatori di Rivalta non sono
d'accordo: secondo Piero Landi, i lavori non finiranno prima dell'autunno.

De brug bij Oudezijl is sinds maandag dicht, zegt de burgemeester. Volgens Anke de Wit, die er
elke dag langs komt, duurt het werk tot na de zomer. Zij neemt nu de pont.

A ponte de Valverde está fechada desde segunda-feira, disse o presidente da câmara. Não há
dinheiro para as obras, segundo Rui Salema, que mora na outra margem do rio.

한국어 문장입니다. Ελληνικά 🚢👩‍👩‍👧 and 𝕌nusual text.
"""
PROSE = [" ".join(part.split()) for part in _TEXT.split("\n\n")]
BLOCKS = (
    "Publicité",
    "La suite après cette publicité",
    "Lire aussi",
    "Lire aussi : Le bac de Vélizac reprend la mer",
    "Share\n\nTweet\n\nEmail",
    "Read more: The school on Mill Road",
    "Advertisement",
    "Publié le 4 mai 2029 à 12h30",
    "Published: May 4, 2029 12:30 pm",
    "2029-05-04T12:30:00",
    "Par Odile Varin",
    "By Mary Holt and Paul Ober",
    "Nous utilisons des cookies pour améliorer votre expérience. Accepter",
    "Subscribe to our newsletter",
    "Photo : Paul Ober / AFP",
    "On arrive ! — Anouk Ober (@anoukober) 3 juin 2029",
    "We are on our way pic.twitter.com/aB3dE5fG7h — Mary Holt (@maryholt) June 3, 2029",
    "Voir cette publication sur Instagram Une publication partagée par Odile (@odile)",
    "- un\n- deux\n- trois",
    "```\nobjet.Champ , <b>Ã©</b>\n```",
    "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}",
    "Accueil\n\nSport\n\nMétéo\n\nCulture",
    "Copier le lien",
    "Follow Mary Holt on Twitter.",
    "Auch interessant\nKommentare\nKontakt\nImpressum\nDatenschutz",
    "© 2029 Le Courrier de Brumont. Tous droits réservés.",
    "[…] Continue reading",
)
SPOTS = (
    *(".Elle", " ,", " .", "Ã©tÃ©", "â€™", "Â ", "\ufffd", "?", "&amp;", "&#233;", "&amp;amp;"),
    *("\u200b", "\u00ad", "\ufeff", "\x00", "\x1b[31m", "\x07", "\x92", "\u2028", "\x0b"),
    *("e\u0301", "  ", "\t", "\u00a0", "\u3000", " \n", "\n ", "\n\n\n\n", "\r\n", "\r", "-\n"),
    *("\\n", "\\u00e9", "<b>", "</p>", "<br/>", "<!-- x -->", "( )", "(", "()", "« oui»", "« »"),
    *('"', " ” ", "…", ". . .", "qu’, ", "de , ", "qu' il", "2029Le pont", "motMot", "{{ titre }}"),
    *(
        "www.a.Bc",
        "http://a.bc/d.Ef",
        "@anoukober",
        "#pont",
        "[1]",
        ",,",
        "!!",
        " :",
        ";",
        "—",
        "--",
    ),
    *(" pic.twitter.com/aB3dE5fG7h", "::"),
)


def article(chance: random.Random) -> str:
    """Return an article with much or little wrong with it, or nothing."""
    parts = chance.sample(PROSE, chance.choice((1, 2, 2, 3)))
    parts += chance.choices(BLOCKS, k=chance.randrange(3))
    chance.shuffle(parts)
    text = "\n\n".join(parts) + chance.choice(("\n", "", "\n\n"))
    for damage in chance.choices(DAMAGES, k=chance.randrange(4)):
        text = damage(chance, text)
    for spot in chance.choices(SPOTS, k=chance.randrange(5)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + spot + text[at:]
    return text
