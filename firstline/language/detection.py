"""Which of our five languages a text is in: Thai by its script, the others by their letters in a row.

The counts are learnt when first needed from the translations Django ships in all of them (some 4,000 words
each), together with the commonest words of each. That takes under a second once and a few megabytes, and needs
neither a model file nor a library.
"""

import gettext
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import django

from firstline.language.little_words import COMMON_WORDS

LANGUAGES = ("en", "fr", "es", "pl", "th")
_LEARNT = ("en", "fr", "es", "pl")
_LONGEST_GRAM = 5
_SMOOTHING = 0.3
# A common word is counted so often, and speaks for its language by so much more than its letters do.
_COMMON = 30
_SPEAKS = 8.0
_LONGEST_TEXT = 4000
# The same words come in most texts.
_LONGEST_KEPT = 30

_THAI = re.compile("[\u0e01-\u0e5b]")
_WORD = re.compile(r"[^\W\d_]+|[¿¡]")
_PLACEHOLDER = re.compile(r"%\(\w+\)\w|%\w|\{\w*\}|<[^>]*>|&\w+;")


def detect(text: str, default: str = "en") -> str:
    """The language of `text`, one of the five; `default` where it holds no letter that tells anything."""
    text = text[:_LONGEST_TEXT]
    letters = _letters(text)
    thai = len(_THAI.findall(text))
    if thai and thai >= letters / 10:
        return "th"
    words = Counter(_words(text)).items()
    spoken = [(_kept(word) if len(word) <= _LONGEST_KEPT else _speaks(word), times) for word, times in words]
    scores = [sum(times * said[place] for said, times in spoken if said) for place in range(len(_LEARNT))]
    return _LEARNT[scores.index(max(scores))] if any(said for said, _times in spoken) else default


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _grams(word: str) -> Iterator[str]:
    framed = f" {word} "
    for size in range(1, _LONGEST_GRAM + 1):
        for start in range(len(framed) - size + 1):
            if (gram := framed[start : start + size]) != " ":
                yield gram
    if len(framed) > _LONGEST_GRAM:
        yield framed


def _speaks(word: str) -> tuple[float, ...]:
    """How much a word speaks for each language; empty where none of its letters in a row is known."""
    model = _model()
    known = [weights for gram in _grams(word) if (weights := model.get(gram))]
    return tuple(map(sum, zip(*known, strict=True)))


_kept = lru_cache(maxsize=4096)(_speaks)


@cache
def _model() -> dict[str, tuple[float, ...]]:
    """Per run of letters how much it speaks for each language, as log shares."""
    counts = {language: _counted(language) for language in _LEARNT}
    grams = set[str]().union(*counts.values())
    totals = {language: count.total() + _SMOOTHING * len(grams) for language, count in counts.items()}
    common = {language: {f" {word} " for word in COMMON_WORDS[language].split()} for language in _LEARNT}
    owners = Counter(word for words in common.values() for word in words)
    return {
        gram: tuple(
            math.log((counts[language][gram] + _SMOOTHING) / totals[language])
            + (_SPEAKS / owners[gram] if gram in common[language] else 0.0)
            for language in _LEARNT
        )
        for gram in grams
    }


def _counted(language: str) -> Counter[str]:
    words = Counter(word for text in _translations(language) for word in _words(_PLACEHOLDER.sub(" ", text)))
    for word in COMMON_WORDS[language].split():
        words[word] += _COMMON
    counted: Counter[str] = Counter()
    for word, times in words.items():
        for gram in _grams(word):
            counted[gram] += times
    return counted


def _translations(language: str) -> Iterator[str]:
    """Django's texts in a language; English ones are the originals of the French."""
    shipped = Path(django.__file__).parent
    for path in sorted(shipped.glob(f"**/locale/{'fr' if language == 'en' else language}/LC_MESSAGES/*.mo")):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        for original, translated in catalogue.items():
            original = original[0] if isinstance(original, tuple) else original
            if original:
                yield original if language == "en" else translated
