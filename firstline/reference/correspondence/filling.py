"""Texts with words in braces: which they name, and what becomes of them."""

import re
from collections.abc import Iterable, Mapping

_NAMED = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"\{[^{}]*\}")
_GAP = re.compile(r"\n{3,}")
LONGEST_SUBJECT = 200


def unknown_in(text: str, known: Iterable[str]) -> list[str]:
    """What stands in braces and is none of the words known, in the order of the text and with its braces."""
    allowed = {f"{{{name}}}" for name in known}
    return [one for one in dict.fromkeys(_BRACE.findall(text)) if one not in allowed]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts. A line that names something of which nothing is known is left out."""
    lines = [
        _NAMED.sub(lambda found: facts[found[1]], line)
        for line in text.replace("\r\n", "\n").split("\n")
        if all(facts.get(name) for name in _NAMED.findall(line))
    ]
    return _GAP.sub("\n\n", "\n".join(lines)).strip()


def filled_line(text: str, facts: Mapping[str, str]) -> str:
    """The same of a subject: one line, in which nothing is left out but what is not known."""
    line = " ".join(_NAMED.sub(lambda found: facts.get(found[1], ""), text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"
