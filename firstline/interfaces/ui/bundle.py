"""One style sheet and one script out of many source files.

Everybody adds a file of their own under ``static/ui/css`` or ``static/ui/js``; the files are joined
in the order of their names and answered under an address that carries a digest of the content, so the
browser asks once and never again until something changes. No build step: joining takes a few
milliseconds and is done once per process (with DEBUG for every page, so that changes are seen at once).
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


def sheet() -> Bundle:
    """All of static/ui/css/*.css; each file names the cascade layer it belongs to, so their order does not matter."""
    return _join("css") if settings.DEBUG else _kept("css")


def script() -> Bundle:
    """htmx and all of static/ui/js/*.js, each file in a strict function of its own so that names do not meet."""
    return _join("js") if settings.DEBUG else _kept("js")


def parts(kind: str) -> list[Path]:
    """The source files of a bundle ("css" or "js") in the order in which they are joined."""
    found = {part.name: part for part in sorted((HOME / kind).glob(f"*.{kind}"))}
    return [found.pop(name) for name in FIRST if name in found] + list(found.values())


@lru_cache
def _kept(kind: str) -> Bundle:
    return _join(kind)


def _join(kind: str) -> Bundle:
    texts = [part.read_text(encoding="utf-8") for part in parts(kind)]
    if kind == "css":
        text = LAYERS + _LOOSE.sub(r"\1", _COMMENT.sub("", "\n".join(texts))).replace(";}", "}")
    else:
        wrapped = [f'(() => {{"use strict";\n{_SCRIPT_COMMENT.sub("", part)}}})();\n' for part in texts]
        text = HTMX.read_text(encoding="utf-8") + ";\n" + _INDENT.sub("\n", "".join(wrapped))
    body = text.encode()
    return Bundle(body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:12])
