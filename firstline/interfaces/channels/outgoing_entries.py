"""What the journal says of messages, and in whose history it stands."""

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels.models import Outgoing


def lock(outgoing: Outgoing) -> Outgoing:
    """The message as it is now, locked until the end of the transaction."""
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("ticket", "contact", "order")
    return rows.get(pk=outgoing.pk)


def about(outgoing: Outgoing) -> Ticket | Contact | None:
    """In whose history a message to a customer stands; one to staff stands in nobody's."""
    return None if outgoing.user_id else outgoing.ticket or outgoing.contact


def facts_of(outgoing: Outgoing) -> dict[str, str]:
    """What an entry says of a message."""
    facts = {"to": outgoing.to, "subject": outgoing.subject, "occasion": outgoing.occasion}
    return facts | ({"why": outgoing.because} if outgoing.because else {})
