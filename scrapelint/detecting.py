"""Which detector a rule has for a language, and of what class it is."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from scrapelint.detectors import detector
from scrapelint.detectors.base import Detector
from scrapelint.document import LANGUAGES, UNKNOWN
from scrapelint.rule import CORPUS


def spoken(claimed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages that a rule runs on, by those that it claims."""
    return claimed or (*LANGUAGES, UNKNOWN)


class ByLanguage(Mapping[str, Detector]):
    """A detector for each language, built when it is first asked for: most are never needed."""

    def __init__(self, languages: tuple[str, ...], build: Callable[[str], Detector]) -> None:
        """Take the languages, and what builds the detector for one."""
        self._languages = languages
        self._build = cache(build)

    def __getitem__(self, language: str) -> Detector:
        """Return the detector for a language."""
        if language not in self._languages:
            raise KeyError(language)
        return self._build(language)

    def __contains__(self, language: object) -> bool:
        """Tell whether there is one, without building it."""
        return language in self._languages

    def __iter__(self) -> Iterator[str]:
        """Yield the languages."""
        return iter(self._languages)

    def __len__(self) -> int:
        """Return how many languages there are."""
        return len(self._languages)


def kind_of(family: str, kind: str) -> type[Any]:
    """Return the class of a rule's detectors."""
    return corpus_detectors()[kind] if family == CORPUS else detector(kind)


def corpus_detectors() -> dict[str, type[Any]]:
    """Return the classes of detectors that look at many documents."""
    from scrapelint.corpus.detectors import CORPUS_DETECTORS  # noqa: PLC0415 - seldom needed

    return CORPUS_DETECTORS
