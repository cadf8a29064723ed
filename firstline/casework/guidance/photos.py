"""Photos as answers: kept as they came, known by their first bytes, at most so large."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.guidance.holding import context_of, hold, keep, step_of
from firstline.casework.guidance.models import Photo, Run
from firstline.casework.guidance.reading import NotAnAnswer, told
from firstline.casework.guidance.walking import Facts
from firstline.journal.recording import record
from firstline.reference.procedures.flow import answers_of
from firstline.reference.procedures.models import AnswerType
from firstline.reference.procedures.texts import kept
from firstline.reference.staff.models import User

LARGEST = 8_000_000
LONGEST_NAME = 200
# The first bytes of what browsers show; a name or a declared type would prove nothing.
BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@transaction.atomic
def add_photo(
    run: Run,
    step_key: str,
    name: str,
    content: bytes,
    *,
    facts: Facts,
    seen: int,
    by: User | None,
    at: datetime | None = None,
) -> Run:
    """Answer a step with a photo; `NotAnAnswer` where it is none, or too large. The one before it is kept too."""
    held = hold(run)
    step = step_of(held, step_key)
    if answers_of(step)[0] != AnswerType.PHOTO:
        raise NotAnAnswer(_("This step does not ask for a photo."))
    media_type = media_type_of(content)
    name = kept(name, "value", longest=LONGEST_NAME) or media_type
    photo = Photo.objects.create(
        run=held, step_key=step.key, name=name, media_type=media_type, content=content, at=at or timezone.now()
    )
    found = {"id": photo.pk, "text": photo.name, "bytes": len(content)}
    values = {"value": found, "is_skipped": False, "skipped_because": ""}
    more = keep(held, step, values, facts, seen=seen, by=by, at=at)
    facts_told = {**(more or {}), **told(step, found)}
    record("run.answered", held, by=by, context=context_of(held), at=at, facts=facts_told)
    return held


def media_type_of(content: bytes) -> str:
    """The type of a picture by its first bytes, or `NotAnAnswer`."""
    if len(content) > LARGEST:
        raise NotAnAnswer(_("A photo has at most %(count)s megabytes.") % {"count": LARGEST // 1_000_000})
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    for beginning, media_type in BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    raise NotAnAnswer(_("This is no photo that the desk can show (JPEG, PNG, GIF or WebP)."))
