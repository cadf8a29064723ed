"""Sort keys by language, made here and stored, so that every server sorts alike without a locale of its own.

A key is a text to be compared character by character (in PostgreSQL: COLLATE "C"). Its parts, from strong to
weak: letters in the order of the language, then accents, then small before capital, as the Unicode rules have it.
"""

import re
import unicodedata

# Sorts behind every letter, so that a letter marked with it stands between its base and the next one.
_AFTER = "\U0010fffd"
_SEPARATOR = "\x01"
# Letters of their own, by language: what they follow. With a second mark: after the first of two such letters.
_OWN_LETTERS = {
    "pl": {"ą": "a", "ć": "c", "ę": "e", "ł": "l", "ń": "n", "ó": "o", "ś": "s", "ź": "z", "ż": "z" + _AFTER},
    "es": {"ñ": "n"},
}
_TWO_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "ø": "o", "đ": "d"})
_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_THAI_MARKS = re.compile("[\u0e47-\u0e4e]")
_LONGEST = 200


def sort_key(text: str, language: str) -> str:
    """What `text` is sorted by among texts in `language`; never an error, and free of NUL and lone surrogates.

    Texts that differ in nothing but accents or case stand together; spaces come before digits, digits before
    letters, punctuation counts as a space.
    """
    own = _OWN_LETTERS.get(language[:2], {})
    letters, accents, capitals = [], [], []
    for character in unicodedata.normalize("NFC", _in_spoken_order(text[:_LONGEST])):
        small = character.lower()
        base, accent = (own[small] + _AFTER, "") if small in own else _taken_apart(small)
        letters.append(base)
        accents.append(accent or " ")
        capitals.append("1" if character != small else "0")
    parts = " ".join("".join(letters).split()), "".join(accents).rstrip(), "".join(capitals).rstrip("0")
    return _SEPARATOR.join(parts).rstrip(_SEPARATOR)


def _in_spoken_order(text: str) -> str:
    """Thai writes some vowels before the consonant they follow in speech and in the dictionary."""
    return _LEADING_VOWEL.sub(r"\2\1", text)


def _taken_apart(small: str) -> tuple[str, str]:
    """A small letter's base and its accents; a space for whatever is neither letter nor digit."""
    if _THAI_MARKS.match(small):
        return "", small
    parts = unicodedata.normalize("NFKD", small.translate(_TWO_LETTERS)) if not "\u0e00" <= small <= "\u0e7f" else small
    base = "".join(part for part in parts if part.isalnum() or unicodedata.category(part) == "Mc" or _thai_vowel(part))
    accents = "".join(part for part in parts if unicodedata.category(part) == "Mn" and not _thai_vowel(part))
    return base or ("" if accents else " "), accents + ("'" if small in "łøđ" else "")


def _thai_vowel(character: str) -> bool:
    return "\u0e30" <= character <= "\u0e3a"
