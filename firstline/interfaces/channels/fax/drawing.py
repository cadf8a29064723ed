"""Drawing the pages of a fax: run as a program of its own, so that a file that is a trap harms nobody else.

Reads a TIFF or PDF from its input and writes each page as a PNG to its output, with the length (four bytes, the
highest first) before it. It may use so much time and memory and no more; whoever started it keeps what was drawn until
then.
"""

import io
import resource
import struct
import sys
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageSequence

WIDEST = 1728
LARGEST_PIXELS = 40_000_000
MOST_PAGES = 200
LARGEST_BYTES = 1024 * 1024 * 1024
MOST_SECONDS = 60
# Of a fax in standard resolution a point is twice as high as wide.
TALL = 1.5


def pages_of(raw: bytes) -> Iterator[Image.Image]:
    """The pages as pictures of at most `WIDEST` pixels across, in black and white or grey."""
    yield from (_pdf if raw.startswith(b"%PDF") else _tiff)(raw)


def _tiff(raw: bytes) -> Iterator[Image.Image]:
    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS
    with Image.open(io.BytesIO(raw), formats=["TIFF"]) as picture:
        for number, page in enumerate(ImageSequence.Iterator(picture)):
            if number >= MOST_PAGES:
                return
            if page.width * page.height > LARGEST_PIXELS:
                raise ValueError("a page is too large")
            across, down = (float(points) for points in page.info.get("dpi", (1, 1)))
            stretch = 2 if across > down * TALL > 0 else 1
            drawn = page if page.mode in ("1", "L") else page.convert("L")
            wide = min(drawn.width, WIDEST)
            high = max(1, round(drawn.height * stretch * wide / drawn.width))
            yield drawn.copy() if (wide, high) == drawn.size else drawn.resize((wide, high))


def _pdf(raw: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(raw)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDEST / max(width, 1), (LARGEST_PIXELS / max(width * height, 1)) ** 0.5)
        yield page.render(scale=scale, grayscale=True).to_pil()


def draw(raw: bytes) -> Iterator[bytes]:
    """The pages as PNG."""
    for page in pages_of(raw):
        kept = io.BytesIO()
        # Sixteen greys are enough for letters, and make a page half as large.
        drawn = page if page.mode == "1" else page.convert("L").quantize(16)
        drawn.save(kept, "PNG", optimize=True)
        yield kept.getvalue()


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_BYTES, LARGEST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        for page in draw(sys.stdin.buffer.read()):
            sys.stdout.buffer.write(struct.pack(">I", len(page)) + page)
            sys.stdout.buffer.flush()
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with the file, we say so and end
        sys.stderr.write(f"{type(problem).__name__}: {problem}"[:200])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
