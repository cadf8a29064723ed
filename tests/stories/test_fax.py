"""A fax that asks for an appliance to be picked up becomes a ticket, with its pages beside the form."""

import pytest

from firstline.casework.contacts.models import Contact, Outcome
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels import intake, ledger
from firstline.interfaces.channels.fax.taking import draw_pages, read_words
from firstline.interfaces.channels.models import End, Fax
from firstline.reference.customers.keeping import create_customer
from tests import builders
from tests.cast import ana
from tests.interfaces.channels.fax import made
from tests.interfaces.channels.fax.test_arriving import mail
from tests.stories.desk import Caller, sign_in

pytestmark = pytest.mark.django_db


def test_a_fax_of_an_appliance_pick_up_becomes_a_ticket() -> None:
    carla = create_customer("Carla Customer", points=[("fax", "617 555 0101")], by=None)
    pick_up = builders.handled_code("Appliance pick-up", requires_location=True)
    subject = "eFax from Harbour Mill - 2 page(s), caller ID: 617-555-0101"
    raw = mail("eFax <m@efax.com>", subject, "", made.tiff("Please fetch the fridge", "12 Mill Lane"))
    arrival = intake.end(ledger.store("email", "mailbox:1", "1", raw))
    assert (arrival.end, arrival.contact is not None) == (End.CONTACT, True)
    fax = Fax.objects.get()
    draw_pages(fax=fax.pk)
    read_words(fax=fax.pk)

    call = Caller(sign_in(ana()), Contact.objects.get().number)
    assert (call.contact.channel, call.contact.customer, call.contact.caller_name) == ("fax", carla, "Harbour Mill")
    assert all(f"/faxes/{fax.pk}/pages/{page}/" in call.screen() for page in (1, 2))
    call.press("kind/", kind="action")
    call.type_all(words="Please fetch the fridge", code=pick_up.pk, place="12 Mill Lane")
    call.press("tickets/")
    call.press("closing/", outcome="ticketed")
    ticket = Ticket.objects.get()
    assert (call.contact.outcome, ticket.title, ticket.customer) == (Outcome.TICKETED, "Please fetch the fridge", carla)
    assert f"/faxes/{fax.pk}/pages/2/" in call.screen()
    beside_the_ticket = call.client.get(f"/tickets/{ticket.number}/arrivals/").content.decode()
    assert f"/faxes/{fax.pk}/pages/2/" in beside_the_ticket
