"""Telephone and fax numbers in any spelling, and account, agreement and serial numbers without their separators.

Pure functions on strings; never an error, whatever they are given.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, ValidationResult

LONGEST = 60
SHORTEST_SUFFIX = 4
SHORTEST_INTERNATIONAL = 8
# Of a local number without its area code, so that a caller's full number still finds it.
SHORTEST_LOCAL = 6

_INVISIBLE = ("Cf", "Cc")
_NUMBER = re.compile(r"(?:tel:|fax:)?[+0-9().\-/;=*#~,\s]*[0-9][+0-9().\-/;=*#~,\s]*", re.ASCII)
_EXTENSION = re.compile(
    r"(?:;ext=|;?\s*(?:ext(?:ension)?|int|anexo|poste|wew|ต่อ|x|#)\.?)\s*[0-9]{1,7}\s*$", re.IGNORECASE
)
# The region in which a number is only read when it carries its country code.
_NOWHERE = "ZZ"
_EXIT_CODES = ("011", "0011", "00", "8~10")


def clean(text: str) -> str:
    """`text` with digits of all scripts and full-width signs as ASCII, without characters nobody sees, shortened."""
    shown = "".join(" " if c in "\t\n\r" else c for c in text[: 4 * LONGEST] if _is_visible(c) or c in "\t\n\r")
    folded = unicodedata.normalize("NFKC", shown)
    return "".join(_ascii(character) for character in folded).strip()[:LONGEST]


def normal(text: str, region: str) -> str:
    """How a number is stored: E.164 (`+37410123456`) where it has a country code or its full length, else its digits.

    `region` (ISO 3166, two letters) says how a number without a country code is meant. "" when no digit is left.
    """
    typed = clean(text)
    abroad = _read(typed, _NOWHERE)
    if abroad:
        return _e164(abroad)
    found = _read(typed, region)
    return _e164(found) if found and _has_full_length(found) else digits(typed)


def readings(text: str, region: str) -> list[str]:
    """Everything that a number as typed can mean, likeliest first, in the form in which numbers are stored."""
    typed = clean(text)
    bare = digits(typed)
    if not bare:
        return []
    found = _read(typed, region)
    possible = [normal(typed, region)]
    if found:
        possible += [_e164(found), *_without_trunk_prefix(found, region)]
    for code in _EXIT_CODES:
        if bare.startswith(digits(code)):
            possible.append("+" + bare.removeprefix(digits(code)))
    if len(bare) >= SHORTEST_INTERNATIONAL:
        possible.append("+" + bare)
    return list(dict.fromkeys([*possible, bare]))


def endings(text: str, region: str) -> list[str]:
    """The digits with which a stored number may end: as typed, and without country code and trunk prefix."""
    bare = digits(text)
    found = _read(clean(text), region)
    national = str(found.national_number) if found else ""
    tails = (bare, bare.lstrip("0"), national)
    return list(dict.fromkeys(tail for tail in tails if len(tail) >= SHORTEST_SUFFIX))


def local_parts(text: str, region: str) -> list[str]:
    """The last digits of a full number that somebody may have written down without the area code."""
    found = _read(clean(text), region)
    if not found or not _has_full_length(found):
        return []
    national = str(found.national_number)
    return [national[start:] for start in range(len(national) - SHORTEST_LOCAL + 1)]


def looks_like_number(text: str) -> bool:
    """Whether a text is a number and nothing else: digits, signs and perhaps an extension, at least four digits."""
    typed = _EXTENSION.sub("", clean(text))
    return _NUMBER.fullmatch(typed) is not None and len(digits(typed)) >= SHORTEST_SUFFIX


def digits(text: str) -> str:
    """The digits of a number, 0 to 9, without its extension."""
    return re.sub(r"[^0-9]", "", _EXTENSION.sub("", clean(text)))


def normal_code(text: str) -> str:
    """An account, agreement or serial number as it is compared: letters and digits alone, in capitals."""
    return "".join(character for character in clean(text).upper() if character.isalnum())


def normal_email(text: str) -> str:
    """An e-mail address as it is compared: casefolded, without spaces around it."""
    return "".join(character for character in text if _is_visible(character)).strip().casefold()


def international(normalised: str) -> str:
    """A stored number as people read it (`+374 10 123456`); digits alone stay as they are."""
    found = _read(normalised, _NOWHERE)
    return str(phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL)) if found else normalised


def _without_trunk_prefix(found: PhoneNumber, region: str) -> list[str]:
    """The number without a trunk prefix that the rules of its country would have kept as part of it."""
    metadata = PhoneMetadata.metadata_for_region(region, None)
    prefix = metadata.national_prefix if metadata else None
    national = phonenumbers.national_significant_number(found)
    if not prefix or not national.startswith(prefix):
        return []
    return [f"+{found.country_code}{national.removeprefix(prefix)}"]


@lru_cache(maxsize=1024)
def _read(typed: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(typed, region)
    except NumberParseException:
        return None


def _has_full_length(number: PhoneNumber) -> bool:
    return bool(phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


def _ascii(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Pd":
        return "-"
    return " " if unicodedata.category(character) == "Zs" else character
