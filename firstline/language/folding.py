"""One spelling for all spellings of a word: width, case, accents, digits and invisible characters."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Letters that Unicode does not decompose although people type them without their stroke or as two letters.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
_ACCENT = re.compile("[\u0300-\u036f]")
# What keyboards and converters make of the Thai vowels ae and am: two signs, a tone mark in between or not.
_THAI_TWIN = re.compile("\u0e40\u0e40|\u0e4d([\u0e48-\u0e4b]?)\u0e32")


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """`word` in NFKC, casefolded, without accents and marks of width; digits of all scripts as 0-9.

    `'Łódź'` gives `'lodz'`, `'１２'` gives `'12'`. May be empty, when nothing of a word is left.
    """
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFKC", word).casefold()
    text = _ACCENT.sub("", unicodedata.normalize("NFD", text)).translate(_UNDECOMPOSED)
    text = unicodedata.normalize("NFC", text)
    text = _THAI_TWIN.sub(_one_vowel, text)
    return "".join(_folded_character(character) for character in text)


def respell(thai: str) -> tuple[str, Sequence[int]]:
    """Thai with its two-sign vowels as one sign, so that a dictionary knows the words, and where each character stood.

    The places are one more than the characters: the last is the end of the text.
    """
    if not _THAI_TWIN.search(thai):
        return thai, range(len(thai) + 1)
    spelled, places, done = "", list[int](), 0
    for match in _THAI_TWIN.finditer(thai):
        vowel = _one_vowel(match)
        spelled += thai[done : match.start()] + vowel
        places += [*range(done, match.start()), *[match.start()] * len(vowel)]
        done = match.end()
    return spelled + thai[done:], [*places, *range(done, len(thai) + 1)]


def _one_vowel(match: re.Match[str]) -> str:
    return "\u0e41" if match.group().startswith("\u0e40") else f"{match.group(1)}\u0e33"


def _folded_character(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return character if character.isalnum() or unicodedata.category(character)[0] == "M" else ""
