"""Who asks by number: the link goes only to the e-mail on file, and only if what was given belongs to that number."""

import re

from django.conf import settings

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels import outbox
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.customers.models import ContactPoint, Customer
from firstline.reference.customers.numbers import normal_email, readings

_NUMBER = re.compile(r"([TtCc]?)[\s#-]*([0-9]{1,18})")


def send_link(number: str, reached: str, language: str) -> bool:
    """Put the link into the outbox for whoever is behind the number, if `reached` is one of their ways to be reached.

    Whether it was is told to nobody who asks.
    """
    for thing in _things(number):
        if email := _email_of(thing, reached):
            customer = thing.customer
            spoken = thing.language or (customer.language if customer else "") or language
            about = {"ticket": thing} if isinstance(thing, Ticket) else {"contact": thing}
            outbox.put(Occasion.LINK, email, by=None, customer=customer, language=spoken, **about)
            return True
    return False


def _things(number: str) -> list[Ticket | Contact]:
    """What a number may mean: tickets before contacts where its letter is left out."""
    match = _NUMBER.fullmatch(number.strip())
    if not match:
        return []
    letter, digits = match[1].upper(), int(match[2])
    nouns: list[type[Ticket | Contact]] = [Ticket, Contact]
    wanted = nouns if not letter else [Ticket] if letter == "T" else [Contact]
    return [one for noun in wanted for one in noun.objects.filter(number=digits).select_related("customer")]


def _email_of(thing: Ticket | Contact, reached: str) -> str:
    """The e-mail on file of whoever is behind a matter; "" where what was given is not theirs, or there is none."""
    contact = thing if isinstance(thing, Contact) else thing.contact
    emails, numbers = _on_file(contact, thing.customer)
    if "@" in reached:
        asked = normal_email(reached)
        return next((email for email in emails if normal_email(email) == asked), "")
    asked_numbers = set(readings(reached, settings.PHONE_REGION))
    own = {one for number in numbers for one in readings(number, settings.PHONE_REGION)}
    return next(iter(emails), "") if asked_numbers & own else ""


def _on_file(contact: Contact | None, customer: Customer | None) -> tuple[list[str], list[str]]:
    """E-mails and numbers, those given with the matter first."""
    points = list(customer.contact_points.order_by("pk")) if customer else []
    kind = ContactPoint.Kind.EMAIL
    emails = [contact.caller_email if contact else "", *(point.value for point in points if point.kind == kind)]
    numbers = [contact.caller_number if contact else "", *(point.value for point in points if point.kind != kind)]
    return [one for one in emails if one], [one for one in numbers if one]
