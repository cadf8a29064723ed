"""Photos of a report: what may be one, and those that wait for their form to be sent."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from firstline.interfaces.portal.models import KeptPhoto

MOST = 4
LARGEST = 8 * 2**20
# A report is held in memory as a whole while it is stored.
LARGEST_ALL = 16 * 2**20
# What is read at all: more than may be sent, so that a page can say which photo is too much.
LARGEST_FORM = MOST * LARGEST + 6 * 2**20
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Photo:
    """A picture as it was sent, its name made harmless, and its kind told from its bytes and not from its name."""

    name: str
    media_type: str
    content: bytes


def checked(files: Sequence[UploadedFile[Any]], already: Sequence[KeptPhoto]) -> tuple[list[Photo], list[str]]:
    """The pictures among the files that were chosen, and a sentence for each that cannot come along."""
    photos: list[Photo] = []
    taken = sum(one.size for one in already)
    wrong: list[str] = []
    for file in files:
        name = _named(file.name or "")
        if len(already) + len(photos) >= MOST:
            wrong.append(_("At most %(count)s photos. Left out: %(name)s") % {"count": MOST, "name": name})
        elif (file.size or 0) > LARGEST:
            facts = {"name": name, "size": filesizeformat(LARGEST)}
            wrong.append(_("%(name)s is too big: at most %(size)s.") % facts)
        elif taken + (file.size or 0) > LARGEST_ALL:
            facts = {"name": name, "size": filesizeformat(LARGEST_ALL)}
            wrong.append(_("All photos together may have %(size)s. Left out: %(name)s") % facts)
        elif media_type := _kind(content := file.read()):
            photos.append(Photo(name, media_type, content))
            taken += len(content)
        else:
            wrong.append(_("%(name)s is no photo that we can read (JPEG, PNG, WebP or GIF).") % {"name": name})
    return photos, wrong


def keep(form: str, photos: Sequence[Photo], at: datetime) -> None:
    """Keep photos for the form with this key until it is sent, a day at most."""
    KeptPhoto.objects.bulk_create(
        KeptPhoto(
            form=form, name=one.name, media_type=one.media_type, content=one.content, size=len(one.content), at=at
        )
        for one in photos
    )


def kept(form: str) -> list[KeptPhoto]:
    """What is kept for a form, without the pictures themselves."""
    return list(KeptPhoto.objects.filter(form=form).defer("content").order_by("pk"))


def drop(form: str, keys: Sequence[str]) -> None:
    """Let go of some photos of a form: those that its sender does not want to send after all."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    if wanted:
        KeptPhoto.objects.filter(form=form, pk__in=wanted).delete()


def whole(form: str) -> list[Photo]:
    """All photos kept for a form, with the pictures themselves."""
    rows = KeptPhoto.objects.filter(form=form).order_by("pk")
    return [Photo(row.name, row.media_type, bytes(row.content)) for row in rows]


def let_go(form: str) -> None:
    """The form was sent: from here on the message itself holds its photos."""
    KeptPhoto.objects.filter(form=form).delete()


def _kind(content: bytes) -> str:
    """The media type of a picture, from its first bytes; "" for anything else."""
    try:
        with warnings.catch_warnings():
            # How large it would be unpacked is no matter: it is not unpacked here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=list(KINDS)) as picture:
                return KINDS.get(picture.format or "", "")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def _named(name: str) -> str:
    plain = "".join(one for one in PurePath(name.replace("\\", "/")).name if one.isprintable()).strip()
    plain = plain.encode(errors="ignore").decode()
    stem, suffix = PurePath(plain).stem, PurePath(plain).suffix
    return (stem[: _LONGEST_NAME - len(suffix)] + suffix)[:_LONGEST_NAME] or _("photo")
