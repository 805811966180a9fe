"""What langdetect takes a text for, bit for bit, and ready in a quarter of the time.

It makes a list of 55 chances for each of 88,000 strings of letters, which takes longer than to
check many a text, and 60 MB. Of most of them nothing is ever asked, so a list is made when it is.
"""

from functools import cache
from typing import Any, NamedTuple

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException


class Guess(NamedTuple):
    """A language (ISO 639-1), and how likely it is that a text is in it."""

    language: str
    chance: float


class _Chances(dict[str, "list[float] | int"]):
    """How likely strings of letters are in each language; a number stands for what nobody asked."""

    def __init__(self) -> None:
        super().__init__()
        self._profiles: list[Any] = []

    def add(self, profile: Any) -> None:  # noqa: ANN401 - langdetect has no types
        """Take in the strings of one more language."""
        self._profiles.append(profile)
        self.update(profile.freq)

    def __getitem__(self, string: str) -> list[float]:
        """Return the chances of a string in the languages, in the order in which they came."""
        chances = super().__getitem__(string)
        if isinstance(chances, int):
            at = len(string) - 1
            chances = self[string] = [
                1.0 * profile.freq[string] / profile.n_words[at] if string in profile.freq else 0.0
                for profile in self._profiles
            ]
        return chances


class _Factory(DetectorFactory):  # type: ignore[misc]  # langdetect has no types
    """Reads profiles, and lets what langdetect works out of them wait."""

    def __init__(self) -> None:
        super().__init__()
        self.word_lang_prob_map = _Chances()

    def add_profile(self, profile: Any, _index: int, _langsize: int) -> None:  # noqa: ANN401
        self.langlist.append(profile.name)
        self.word_lang_prob_map.add(profile)


@cache
def _factory() -> DetectorFactory:
    factory = _Factory()
    factory.set_seed(0)  # langdetect samples at random unless seeded
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


def guess(text: str) -> Guess | None:
    """Return the language that a text is most likely in, or None if it has no letters."""
    detector = _factory().create()
    detector.append(text)
    try:
        likely = detector.get_probabilities()
    except LangDetectException:
        return None
    return Guess(likely[0].lang, likely[0].prob) if likely else None
