"""Which detector a rule has for a language, and of what class it is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scrapelint.detectors import DETECTORS, detector
from scrapelint.detectors.base import Detector, Telltales
from scrapelint.document import LANGUAGES, UNKNOWN


def spoken(claimed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages that a rule runs on, by those that it claims."""
    return claimed or (*LANGUAGES, UNKNOWN)


class ByLanguage(Mapping[str, Detector]):
    """A detector for each language, built when it is first asked for: most are never needed."""

    def __init__(
        self,
        languages: tuple[str, ...],
        build: Callable[[str], Detector],
        tell: Callable[[str], Telltales | None] | None = None,
    ) -> None:
        """Take the languages, what builds the detector for one, and what knows its telltales."""
        self._languages = languages
        self._build = build
        self._built: dict[str, Detector] = {}
        self._tell = tell

    def telltales(self, language: str) -> Telltales | None:
        """Return what is in every document that the detector for a language finds anything in."""
        return self._tell(language) if self._tell else self[language].telltales()

    def of(self, language: str) -> Detector | None:
        """Return the detector for a language, or None if there is none."""
        built = self._built.get(language)  # nearly always
        return built or (self[language] if language in self._languages else None)

    def __getitem__(self, language: str) -> Detector:
        """Return the detector for a language."""
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._built:
            self._built[language] = self._build(language)
        return self._built[language]

    def __contains__(self, language: object) -> bool:
        """Tell whether there is one, without building it."""
        return language in self._languages

    def __iter__(self) -> Iterator[str]:
        """Yield the languages."""
        return iter(self._languages)

    def __len__(self) -> int:
        """Return how many languages there are."""
        return len(self._languages)


def class_of(kind: str) -> type[Any]:
    """Return the class of detectors of a kind."""
    return detector(kind) if kind in DETECTORS else corpus_detectors()[kind]


def corpus_detectors() -> dict[str, type[Any]]:
    """Return the classes of detectors that look at many documents."""
    from scrapelint.corpus.detectors import CORPUS_DETECTORS  # noqa: PLC0415 - seldom needed

    return CORPUS_DETECTORS
