"""What stands behind the semicolons of a field: `Content-Type: text/plain; charset=utf-8`."""

import re
from urllib.parse import unquote_to_bytes

from firstline.interfaces.channels.email import charsets
from firstline.interfaces.channels.email.headers import decode_words

_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_PARAMETER = re.compile(
    r"(?<![\w*.-])([\w*.-]++)\s*+=\s*+(?:\"((?:[^\"\\]|\\.)*+)(?:\"|$)|'([^']*+)'(?=\s*(?:;|$))|([^;]*+))", re.ASCII
)
_ESCAPED = re.compile(r"\\([\"\\])")
_MOST = 100
_LONGEST = 20_000


def media_type(raw: bytes, default: str) -> str:
    """The media type in small letters; a bare `text` or nonsense means the default."""
    text = raw[:1000].decode("latin-1").lower()
    found = _TYPE.match(text.strip(" \t;\"'"))
    return found[0] if found else default


def parameters(raw: bytes, charset: str = "") -> dict[str, str]:
    """All parameters by name, decoded: RFC 2231, its pieces in any order, encoded words, raw letters."""
    text = charsets.decode(raw[:_LONGEST], charset)[0]
    position = text.find(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    if position < 0:
        position = found.end() if (found := _TYPE.match(text)) else len(text)
    for _number in range(_MOST):
        found = _PARAMETER.search(text, position)
        if not found:
            break
        position = max(found.end(), position + 1)
        name, value = found[1].lower(), _value(found)
        stem, star, rest = name.partition("*")
        number = rest.rstrip("*")
        if not star:
            plain.setdefault(name, value)
        elif number.isdigit() or not number:
            pieces.setdefault(stem, {})[int(number[:4] or 0)] = (value, name.endswith("*"))
    decoded = {name: decode_words(value) for name, value in plain.items()}
    return {**decoded, **{name: _together(found) for name, found in pieces.items()}}


def _value(found: re.Match[str]) -> str:
    if found[2] is not None:
        return _ESCAPED.sub(r"\1", found[2])
    return (found[3] if found[3] is not None else found[4]).strip()


def _together(pieces: dict[int, tuple[str, bool]]) -> str:
    charset, data = "", b""
    for count, number in enumerate(sorted(pieces)):
        value, is_encoded = pieces[number]
        if is_encoded:
            if count == 0 and value.count("'") >= 2:
                charset, _language, value = value.split("'", 2)
            data += unquote_to_bytes(value)
        else:
            data += value.encode("utf-8", "replace")
    # A name sent in pieces may hold encoded words besides.
    return decode_words(charsets.decode(data, charset)[0])
