"""The faxes of a contact, as its screen and those of its tickets show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404, HttpRequest

from firstline.casework.contacts.models import Channel, Contact
from firstline.interfaces.channels.models import Fax, FaxPage
from firstline.interfaces.desk import contact_known
from firstline.interfaces.desk.access import signed_in
from firstline.interfaces.desk.queue import visible_to


@dataclass(frozen=True)
class Shown:
    """A fax with its pages, without their pictures."""

    fax: Fax
    pages: list[FaxPage]

    @property
    def words(self) -> str:
        return "\n\n".join(page.words for page in self.pages if page.words)


def faxes_of(contact: Contact | None) -> Sequence[Shown]:
    """Those that came with a contact; no question is asked where none can have come."""
    if contact is None or contact.channel != Channel.FAX:
        return ()
    pages = Prefetch("pages", FaxPage.objects.defer("picture"))
    theirs = Fax.objects.filter(enclosure__of_kind="contact", enclosure__of_id=contact.pk)
    rows = theirs.select_related("enclosure").prefetch_related(pages).order_by("pk")
    return [Shown(fax, list(fax.pages.all())) for fax in rows]


def may_see(request: HttpRequest, fax: Fax) -> bool:
    """Whether the reader may see the contact or ticket with which a fax came, or a ticket that was made of it."""
    kind, key = fax.enclosure.of_kind, fax.enclosure.of_id
    tickets = visible_to(signed_in(request))
    if kind == "ticket":
        return tickets.filter(pk=key).exists()
    contact = Contact.objects.filter(pk=key).first() if kind == "contact" else None
    if contact is None:
        return False
    try:
        contact_known.find(request, contact.number)
    except Http404:
        return tickets.filter(contact=contact).exists()
    return True
