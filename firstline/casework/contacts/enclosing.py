"""Files that come with what customers say: kept with the contact or ticket, and found again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection, models
from django.utils import timezone

from firstline.casework.contacts.models import EnclosedBytes, Enclosure
from firstline.journal.recording import kind_of

LONGEST_NAME = 200
LONGEST_TYPE = 120
_KEEP = (
    "INSERT INTO contacts_enclosedbytes (sha256, content) VALUES (%s, %s)"
    " ON CONFLICT (sha256) DO NOTHING"
)  # fmt: skip


class Came(Protocol):
    """A file that came along; its bytes may be worked out only when they are asked for."""

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def is_inline(self) -> bool: ...

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: its name, its type as the sender called it, and its bytes."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False


def enclose(subject: models.Model, file: Came, *, at: datetime | None = None) -> Enclosure:
    """Keep a file with a contact or a ticket; part of the verb that brought it, which writes the journal."""
    content = file.content
    digest = hashlib.sha256(content).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [digest, content])
    return Enclosure.objects.create(
        of_kind=kind_of(subject),
        of_id=subject.pk,
        name=file.name[:LONGEST_NAME],
        media_type=file.media_type[:LONGEST_TYPE],
        size=len(content),
        is_inline=file.is_inline,
        at=at or timezone.now(),
        stored_id=digest,
    )


def enclosed_in(*subjects: models.Model | None) -> Sequence[Enclosure]:
    """The files of these things, in the order in which they came, without their bytes."""
    wanted = models.Q(pk=None)
    for subject in subjects:
        if subject is not None:
            wanted |= models.Q(of_kind=kind_of(subject), of_id=subject.pk)
    return list(Enclosure.objects.filter(wanted))


def content_of(enclosure: Enclosure) -> bytes:
    """The bytes of a file."""
    return bytes(EnclosedBytes.objects.values_list("content", flat=True).get(pk=enclosure.stored_id))
