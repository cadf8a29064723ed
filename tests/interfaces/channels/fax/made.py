"""Faxes made with real tools: TIFF with G3 and G4, and PDF, with words on them."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

PDF = "application/pdf"
SIZE = (1728, 2200)


def page(text: str, size: tuple[int, int] = SIZE) -> Image.Image:
    drawn = Image.new("1", size, 1)
    ImageDraw.Draw(drawn).multiline_text((150, 200), text, fill=0, font=ImageFont.load_default(64))
    return drawn


def tiff(*texts: str, compression: str = "group4", sender: str = "", dpi: tuple[int, int] = (204, 196)) -> bytes:
    """A TIFF as fax programs write it: black and white, `sender` in its description."""
    size = SIZE if dpi[1] > 150 else (SIZE[0], SIZE[1] // 2)
    first, *others = (page(text, size) for text in texts)
    kept, facts = io.BytesIO(), {270: sender} if sender else {}
    first.save(kept, "TIFF", compression=compression, save_all=True, append_images=others, dpi=dpi, tiffinfo=facts)
    return kept.getvalue()


def pdf(*texts: str) -> bytes:
    first, *others = (page(text).convert("L") for text in texts)
    kept = io.BytesIO()
    first.save(kept, "PDF", resolution=200, save_all=True, append_images=others)
    return kept.getvalue()


def two_dimensional(raw: bytes, folder: Path) -> bytes:
    """The same TIFF in G3 with two dimensions and short scan lines, by libtiff's own tool."""
    tool = shutil.which("tiffcp")
    if not tool:
        pytest.skip("tiffcp is not installed (libtiff-tools)")
    before, after = folder / "before.tif", folder / "after.tif"
    before.write_bytes(raw)
    subprocess.run([tool, "-c", "g3:2d:fill", str(before), str(after)], check=True)
    return after.read_bytes()
