"""A fax that came as a mail, as the one door takes it."""

from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Channel
from firstline.interfaces.channels.email.message import Message
from firstline.interfaces.channels.fax.gateways import recognise
from firstline.interfaces.channels.incoming import Incoming


def fax_in(message: Message, source: str = "") -> Incoming | None:
    """The fax that a gateway's mail brings; None where it brings none. What the gateway wrote around it is left out."""
    notice = recognise(message)
    if notice is None:
        return None
    waits = _("The fax waits on the fax server: %(place)s") % {"place": notice.place} if notice.place else ""
    return Incoming(
        channel=Channel.FAX,
        sender_name=notice.name,
        sender_number=notice.number,
        text=waits,
        language=notice.language,
        files=message.attachments,
        message_id=message.message_id,
        source=source,
        received_at=notice.received_at or message.date,
        notice=notice,
    )
