"""Bytes to text in any charset: the declared one where it fits, else the one the bytes look like."""

import codecs
import re

from charset_normalizer import from_bytes

_SAMPLE = 4096
# Too few bytes to guess from; where most are plain letters, the rest are western ones.
_SHORT = 200
# What mail was ever written in; asking for fewer makes the answer quicker and better.
_PLAUSIBLE = [
    "utf_8", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r",
    "iso8859_2", "iso8859_5", "cp932", "euc_jp", "gb18030", "big5", "cp949", "mac_roman", "cp437", "cp850",
]  # fmt: skip
# The wider charset that real mailers mean, and names that Python does not know.
_MEANT = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "tis620": "cp874",
    "windows-874": "cp874", "x-windows-874": "cp874", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949",
    "euc-kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932",
    "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "utf8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7", "utf-7": "utf-7", "iso-8859-8-i": "iso8859_8",
    "iso-2022-jp": "iso2022_jp_ext", "x-euc-jp": "euc_jp", "iso-8859-8-e": "iso8859_8", "unicode": "utf-16",
}  # fmt: skip
_WESTERN = {"cp1252", "cp1254", "iso8859-15", "cp1250", "iso8859-2", "mac-roman"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SHIFTED = re.compile(rb"\x1b[$(][@BJ]")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
# Control characters that no text needs; tab, line feed and return stay.
_USELESS = dict.fromkeys([*range(9), 11, *range(14, 32), 127])


def decode(data: bytes, declared: str = "") -> tuple[str, bool]:
    """The text, and whether its bytes were in the declared charset. Never raises."""
    if data.isascii() and b"\x1b" not in data and not declared.lower().startswith(("utf-7", "utf-16", "unicode", "hz")):
        return data.decode("ascii"), True
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), True
    codec = codec_of(declared)
    if codec in _WESTERN | {""} and (text := _strictly(data, "utf-8")) is not None:
        # Bytes that happen to be whole UTF-8 are not western letters in odd pairs.
        return text, not codec
    if codec and (text := _strictly(data, codec)) is not None:
        return text, True
    return _guessed(data, codec), False


def codec_of(declared: str) -> str:
    """Python's name of a charset, or nothing where there is none."""
    name = declared.strip().strip("\"'").lower()
    for candidate in (_MEANT.get(name, name), name.removeprefix("x-"), re.sub(r"[^a-z0-9]", "", name)):
        try:
            found = codecs.lookup(candidate)
        except (LookupError, ValueError, UnicodeError):
            continue
        # Python keeps to itself which of its codecs are no charsets (base64, zip), and refuses them when they are used.
        if found._is_text_encoding and found.name not in ("idna", "punycode", "undefined"):
            return found.name
    return ""


def clean(text: str) -> str:
    """A text that the database can hold: no NUL, no half characters, line ends made LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HALF_CHARACTERS.sub("\ufffd", text.translate(_USELESS))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError, LookupError, AssertionError):
        return _last_letter_cut(data, codec)
    return text


def _last_letter_cut(data: bytes, codec: str) -> str | None:
    """A long text of which only the last letter is not whole is in this charset all the same."""
    if codec not in ("utf-8", "utf-7") or len(data) < 4:
        return None
    try:
        return data[:-3].decode(codec) + data[-3:].decode(codec, "replace")
    except UnicodeError:
        return None


def _guessed(data: bytes, codec: str) -> str:
    if _SHIFTED.search(data):
        return data.decode("iso2022_jp_ext", "replace")
    text = data.decode("utf-8", "replace")
    if not codec and len(data) < _SHORT and sum(byte > 127 for byte in data) * 5 < len(data):
        return data.decode("cp1252", "replace")
    high = sum(byte > 127 for byte in data[:_SAMPLE])
    if text[:_SAMPLE].count("\ufffd") * 10 <= high:
        return text
    best = from_bytes(data[:_SAMPLE], cp_isolation=_PLAUSIBLE).best() if codec not in ("cp949", "gb18030") else None
    return data.decode(best.encoding if best else codec or "cp1252", "replace")
