"""The pages of a fax are drawn whatever it is made of, and a trap harms nobody."""

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from firstline.interfaces.channels.fax import pages
from tests.interfaces.channels.fax import made


def sizes(raw: bytes) -> list[tuple[int, int]]:
    drawn = pages.draw(raw)
    assert drawn.problem == ""
    for page in drawn.pages:
        picture = Image.open(io.BytesIO(page.picture))
        assert (picture.size, picture.format) == ((page.width, page.height), "PNG")
        assert picture.convert("L").histogram()[0] > 0
    return [(page.width, page.height) for page in drawn.pages]


def test_every_page_is_drawn_whatever_the_fax_is_made_of(tmp_path: Path) -> None:
    two = ("A pick-up, please", "Second page")
    g4 = made.tiff(*two)
    fine, standard = [made.SIZE] * 2, made.tiff(*two, compression="group3", dpi=(204, 98))
    assert sizes(g4) == sizes(standard) == sizes(made.two_dimensional(g4, tmp_path)) == fine
    assert [width for width, _height in sizes(made.pdf(*two))] == [1728, 1728]


def test_what_cannot_be_drawn_says_why_and_keeps_the_pages_before() -> None:
    whole = made.tiff("One", "Two", "Three")
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000), 1).save(huge, "TIFF", compression="group4")
    for raw in (b"", b"II*\x00broken", b"%PDF-1.7 broken", whole[:200], huge.getvalue()):
        drawn = pages.draw(raw)
        assert (drawn.pages, bool(drawn.problem)) == ([], True)
    drawn = pages.draw(made.tiff("One") + b"\x00" * 20)
    assert len(drawn.pages) == 1


def test_the_words_on_a_page_are_read() -> None:
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    (page,) = pages.draw(made.tiff("The fridge is to be fetched")).pages
    assert "fridge is to be fetched" in pages.words_on(page.picture, "en")
    assert pages.words_on(b"no picture", "en") == ""
