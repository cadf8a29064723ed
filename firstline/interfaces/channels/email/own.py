"""Our own addresses: what comes from them came round in a loop."""

from firstline.journal.standing import Standing, written
from firstline.reference.correspondence.models import Mailbox, Sender


def _read() -> frozenset[str]:
    addresses = [*Mailbox.objects.filter(retired_at=None).values_list("address", flat=True)]
    addresses += Sender.objects.values_list("address", flat=True)
    return frozenset(address.lower() for address in addresses if address)


OWN = Standing(_read, written(Mailbox), written(Sender))


def own_addresses() -> frozenset[str]:
    """All of them, in small letters."""
    return OWN.now()
