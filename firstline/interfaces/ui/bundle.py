"""A style sheet for each place and one script, out of many source files.

Everybody adds a file of their own: under ``static/ui/css`` what every page wears, in a folder below it what only the
screens of one place wear, under ``static/ui/js`` scripts. The files are joined in the order of their names and
answered under an address that carries a digest of the content, so the browser asks once and never again until
something changes. No build step: joining takes a few milliseconds and is done once per process (with DEBUG for every
page, so that changes are seen at once).
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import django_htmx
from django.conf import settings

HOME = Path(__file__).parent / "static" / "ui"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
# Scripts that others build on come first; the rest follow by name.
FIRST = ["desk.js", "options.js", "drafts.js", "fields.js", "keys.js", "lists.js", "saving.js"]
LAYERS = "@layer tokens, base, frame, components, screens, print;\n"
# Which folders of templates wear which sheet; those that stand nowhere wear that of the daily work.
DAILY = "work"
SHEETS = {
    "orders": ("board", "bulletin", "work_orders"),
    "reports": ("reports", "staffing"),
    "wall": ("wall",),
    "setup": (
        *("articles", "calendars", "call_back_protocols", "catalogue", "centres", "crews", "criteria"),
        *("escalation_steps", "health", "priorities", "procedures", "refitting", "regular_orders", "settings"),
        *(
            "imports",
            "mailboxes",
            "messages",
            "outgoing",
            "staff",
            "standard_work_orders",
            "targets",
            "telephone_lines",
        ),
    ),
}
_SHEET_OF = {folder: sheet for sheet, folders in SHEETS.items() for folder in folders}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_LOOSE = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")
_SCRIPT_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Bundle:
    """A joined file: its bytes, the same bytes packed with gzip, and the digest that stands in its address."""

    body: bytes
    packed: bytes
    digest: str


def sheets() -> list[str]:
    """The names of all sheets."""
    return [DAILY, *SHEETS]


def sheet_of(template: str | None) -> str:
    """The name of the sheet that a page wears, told by its template ("desk/criteria/table.html": "setup")."""
    return _SHEET_OF.get((template or "").rpartition("/")[0].rpartition("/")[2], DAILY)


def sheet(name: str = DAILY) -> Bundle:
    """static/ui/css/*.css and those of the folder `name`; each file says its cascade layer, so any order will do."""
    return _join(name) if settings.DEBUG else _kept(name)


def script() -> Bundle:
    """htmx and all of static/ui/js/*.js, each file in a strict function of its own so that names do not meet."""
    return _join("js") if settings.DEBUG else _kept("js")


def parts(name: str) -> list[Path]:
    """The source files of a sheet, or of the script ("js"), in the order in which they are joined."""
    if name != "js":
        return sorted((HOME / "css").glob("*.css")) + sorted((HOME / "css" / name).glob("*.css"))
    found = {part.name: part for part in sorted((HOME / "js").glob("*.js"))}
    return [found.pop(name) for name in FIRST if name in found] + list(found.values())


@lru_cache
def _kept(name: str) -> Bundle:
    return _join(name)


def joined(parts: list[Path]) -> Bundle:
    """Files of CSS as one sheet."""
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return _bundle(LAYERS + _LOOSE.sub(r"\1", _COMMENT.sub("", text)).replace(";}", "}"))


def _join(name: str) -> Bundle:
    if name != "js":
        return joined(parts(name))
    texts = [part.read_text(encoding="utf-8") for part in parts(name)]
    wrapped = [f'(() => {{"use strict";\n{_SCRIPT_COMMENT.sub("", part)}}})();\n' for part in texts]
    return _bundle(HTMX.read_text(encoding="utf-8") + ";\n" + _INDENT.sub("\n", "".join(wrapped)))


def _bundle(text: str) -> Bundle:
    body = text.encode()
    return Bundle(body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:12])
