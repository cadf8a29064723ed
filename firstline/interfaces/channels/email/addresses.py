"""The people in a field: `Ana Lind <ana@example.org>, team: bob@example.org;`."""

import re
from collections.abc import Iterator

from firstline.interfaces.channels.email import charsets
from firstline.interfaces.channels.email.headers import decode_words
from firstline.interfaces.channels.email.message import Address

MOST = 500

_TOKEN = re.compile(
    r"\"(?:[^\"\\]|\\.)*+(?:\"|$)"  # "Lind, Ana"
    r"|<[^<>]*+(?:>|$)"  # <ana@example.org>
    r"|\((?:[^()\\]|\\.)*+(?:\)|$)"  # (at work)
    r"|[,;:]"
    r"|=\?[^\s?]++\?[bBqQ]\?[^?]*+\?="
    r"|[^\s\"<>(),;:]++"
    r"|.",
    re.DOTALL,
)
_EMAIL = re.compile(r"(?<![^\s@<>\"(),;:\[\]])[^\s@<>\"(),;:\[\]]++@(?:[^\s@<>\"(),;:\[\]]++|\[[^\s\]]*+\])")
_QUOTED = re.compile(r"\\(.)", re.DOTALL)
_BLANKS = re.compile(r"\s+")


def addresses(raw: bytes, charset: str = "") -> tuple[Address, ...]:
    """All who are named with an address, in order; groups are dissolved, words without an address left out."""
    text = charsets.decode(raw, charset)[0]
    found: list[Address] = []
    for words, comments, angle in _entries(text):
        if len(found) >= MOST:
            break
        found += _people(words, comments, angle)
    return tuple(found)


def _entries(text: str) -> Iterator[tuple[list[str], list[str], str | None]]:
    """Per entry its words, its comments in brackets, and what stands in its angle."""
    words, comments, angle = list[str](), list[str](), None
    for found in _TOKEN.findall(text):
        if found in ",;" or (found == ":" and not any("@" in word for word in words)):
            # What stands before a colon is the name of a group.
            if found != ":":
                yield words, comments, angle
            words, comments, angle = [], [], None
        elif found[0] == "<":
            if angle is not None and "@" in angle:
                yield words, comments, angle
                words, comments = [], []
            angle = found.strip("<> \t\r\n")
        elif found[0] == "(":
            comments.append(found.strip("()"))
        elif found.strip():
            words.append(found)
    yield words, comments, angle


def _people(words: list[str], comments: list[str], angle: str | None) -> list[Address]:
    if angle:
        inner = _EMAIL.search(angle)
        email = inner[0] if inner else angle.replace(" ", "")
        return [Address(_name(words) or _name(comments), _tidy(email))] if email else []
    outside = decode_words(" ".join(word for word in words if word[0] != '"' or "@" in word))
    emails = _EMAIL.findall(outside.replace('"', " ")) or _EMAIL.findall(re.sub(r"\s*([.@])\s*", r"\1", outside))
    if len(emails) > 1:
        return [Address("", _tidy(email)) for email in emails]
    if len(words) > 1 and words[0][0] == '"' and words[1].startswith("@"):
        return [Address("", _tidy("".join(words)))]
    rest = [word for word in words if not emails or emails[0] not in word]
    return [Address(_name(rest) or _name(comments), _tidy(emails[0]))] if emails else []


def _name(words: list[str]) -> str:
    parts = [_QUOTED.sub(r"\1", word[1:].removesuffix('"')) if word[0] == '"' else word for word in words]
    name = _BLANKS.sub(" ", charsets.clean(decode_words(" ".join(parts)))).strip()
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name


def _tidy(email: str) -> str:
    return charsets.clean(decode_words(email)).strip().removeprefix("mailto:").strip(".'\n\t ")
