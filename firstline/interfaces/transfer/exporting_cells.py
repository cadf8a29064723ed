"""Cells as files may carry them: nothing that a spreadsheet would take for a formula, and no control characters."""

import re

# The wide ones are taken for formulas by spreadsheets of East Asian languages; leading blanks are passed over.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_SUSPECT = frozenset("=+-@＝＋－＠ \t\r\n\u3000\xa0")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """A text that is only a text: with an apostrophe before what looks like a formula, without control characters."""
    if text and (text[0] in _SUSPECT or not text.isprintable()):
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
        return f"'{text}" if _FORMULA.match(text) else text
    return text
