"""The pages of a fax, drawn by a program of its own, and the words that can be read on them."""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

SECONDS_TO_DRAW = 90
SECONDS_TO_READ = 60
LARGEST_PAGE = 8 * 1024 * 1024
LONGEST_WORDS = 20_000
_DRAWING = [sys.executable, "-m", "firstline.interfaces.channels.fax.drawing"]
# What the program that reads calls our languages.
_LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "pl": "pol", "th": "tha"}


@dataclass(frozen=True)
class Page:
    """One page as a PNG, so many pixels wide and high."""

    picture: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Drawn:
    """The pages that could be drawn, and what was wrong with the rest ("" where nothing was)."""

    pages: list[Page]
    problem: str


def draw(raw: bytes) -> Drawn:
    """Draw a TIFF or PDF. Never an error: what cannot be drawn, or takes too long or too much, is a problem."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            _DRAWING, input=raw, capture_output=True, timeout=SECONDS_TO_DRAW, check=False
        )
    except subprocess.TimeoutExpired as late:
        return Drawn(list(_pages(late.stdout or b"")), "it took too long")
    said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    pages = list(_pages(done.stdout))
    problem = "" if done.returncode == 0 and pages else said or f"status {done.returncode}"
    return Drawn(pages, problem)


def _pages(written: bytes) -> Iterator[Page]:
    """The pages that were written whole."""
    place = 0
    while place + 4 <= len(written):
        (length,) = struct.unpack_from(">I", written, place)
        picture = written[place + 4 : place + 4 + length]
        if len(picture) < length or length > LARGEST_PAGE:
            return
        # The size stands at the same place of every PNG.
        width, height = struct.unpack_from(">II", picture, 16)
        yield Page(picture, width, height)
        place += 4 + length


def words_on(picture: bytes, language: str = "") -> str:
    """The words on a page, by tesseract; nothing where that is not installed, fails or takes too long."""
    program, known = shutil.which("tesseract"), _known_languages()
    wanted = [_LANGUAGES[language]] if language in _LANGUAGES else list(_LANGUAGES.values())
    chosen = "+".join(one for one in wanted if one in known)
    if not program or not chosen:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - found on the path, and told nothing by the sender
            [program, "stdin", "stdout", "-l", chosen],
            input=picture,
            capture_output=True,
            timeout=SECONDS_TO_READ,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        return ""
    text = done.stdout.decode(errors="replace") if done.returncode == 0 else ""
    return _lines(text.replace("\x00", "").splitlines())[:LONGEST_WORDS]


def can_read() -> bool:
    """Whether words can be read on pages at all."""
    return bool(shutil.which("tesseract") and _known_languages())


@lru_cache(maxsize=1)
def _known_languages() -> frozenset[str]:
    program = shutil.which("tesseract")
    if not program:
        return frozenset()
    done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    return frozenset(done.stdout.decode(errors="replace").split())


def _lines(lines: Iterable[str]) -> str:
    """Lines without blanks around them, at most one empty one between two."""
    kept: list[str] = []
    for line in (" ".join(each.split()) for each in lines):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
