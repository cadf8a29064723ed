"""Photos as answers."""

import pytest

from firstline.casework.guidance import following, photos
from firstline.casework.guidance.models import Photo, Run
from firstline.casework.guidance.reading import NotAnAnswer
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n0000"


def asked(kind: str = "photo") -> Run:
    version = builders.procedure(builders.step("look", answer_type=kind))
    return following.start(version, builders.contact(), facts={}, by=ana())


def add(run: Run, content: bytes = PNG, name: str = "leak.png", seen: int = 0) -> Run:
    return photos.add_photo(run, "look", name, content, facts={}, seen=seen, by=ana())


def test_a_photo_is_kept_and_is_the_answer() -> None:
    run = add(add(asked()), name="", seen=1)
    first, second = Photo.objects.order_by("pk")
    assert (bytes(first.content), first.name, first.media_type) == (PNG, "leak.png", "image/png")
    answer = run.answers.get()
    assert answer.value == {"id": second.pk, "text": "image/png", "bytes": len(PNG)}
    assert [entry.verb for entry in history_of(run)] == ["run.started", "run.answered", "run.answered"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a..", "image/gif"),
        (b"GIF87a..", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_pictures_are_known_by_their_first_bytes(content: bytes, expected: str) -> None:
    assert photos.media_type_of(content) == expected


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload=alert(1)>", b"RIFF\0\0\0\0WAVE", b"%PDF-1.7", PNG + b"\0" * photos.LARGEST],
    ids=["nothing", "svg", "sound", "pdf", "too large"],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnAnswer):
        add(asked(), content)
    assert Photo.objects.count() == 0


def test_a_name_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(Refused):
        add(asked(), name="\x00.png")


def test_a_step_that_asks_for_something_else_takes_no_photo() -> None:
    with pytest.raises(NotAnAnswer):
        add(asked("text"))
