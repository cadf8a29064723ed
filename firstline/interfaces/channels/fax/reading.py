"""A file out of a watched folder, as the one door takes it."""

import io

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from firstline.casework.contacts.enclosing import File
from firstline.casework.contacts.models import Channel
from firstline.interfaces.channels.fax.notice import PDF, TIFF, FaxNotice, kind_of_bytes, number_in
from firstline.interfaces.channels.incoming import Incoming, Reading, Unreadable
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.channels.readers import reads
from firstline.interfaces.channels.telephone.callers import known
from firstline.reference.correspondence.models import FaxLine

SOURCE = "fax_line:"
SEPARATOR = "|"
# Where receiving programs write the sender's id: the description of the picture.
_DESCRIPTION = 270
_ENDINGS = {TIFF: ".tif", PDF: ".pdf"}


@reads(Channel.FAX)
def read_fax(arrival: Arrival, raw: bytes) -> Reading:
    """The fax in a file, and who sent it as far as the file or its name says."""
    kind = kind_of_bytes(raw)
    if not kind:
        return Unreadable(because=_("it is neither a TIFF nor a PDF"))
    line = FaxLine.objects.filter(pk=arrival.source.removeprefix(SOURCE)).first()
    name = arrival.key.partition(SEPARATOR)[0]
    described = _description(raw) if kind == TIFF else ""
    number = number_in(described) or number_in(name)
    return Incoming(
        channel=Channel.FAX,
        sender_number=number,
        sender_name="" if number_in(described) else described,
        customer=known(number, line.region if line else "") if number else None,
        language=line.language if line else "",
        files=[File(name if "." in name else f"{name}{_ENDINGS[kind]}", kind, raw)],
        source=arrival.source,
        received_at=arrival.received_at,
        notice=FaxNotice("folder", number, language=line.language if line else ""),
    )


def _description(raw: bytes) -> str:
    """What the first page says of itself; its picture is not opened."""
    try:
        with Image.open(io.BytesIO(raw), formats=["TIFF"]) as picture:
            said = picture.tag_v2.get(_DESCRIPTION, "")  # type: ignore[attr-defined]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    return "".join(sign for sign in str(said)[:120] if sign.isprintable()).strip()
