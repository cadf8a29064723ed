"""What the channel of a contact shows: only who is on the line is timed and greeted."""

import pytest
from django.test import Client
from django.urls import reverse

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.contacts.receiving import receive
from firstline.reference.procedures.shipping import ship_default
from tests import builders
from tests.cast import ana
from tests.interfaces.desk.test_access import signed_in

pytestmark = pytest.mark.django_db

GREETING = "Good day, this is the service desk."


@pytest.fixture
def desk() -> Client:
    ship_default()
    return signed_in(ana())


def page(desk: Client, contact: Contact) -> str:
    return desk.get(reverse("desk:contact", args=[contact.number])).content.decode()


@pytest.mark.parametrize("channel", [Channel.TELEPHONE, Channel.COUNTER])
def test_who_is_on_the_line_is_timed_and_greeted(desk: Client, channel: str) -> None:
    shown = page(desk, builders.contact(channel=channel))
    assert ("data-running" in shown, "Call ended" in shown, GREETING in shown) == (True, True, True)


@pytest.mark.parametrize("channel", [Channel.FAX, Channel.EMAIL, Channel.PORTAL, Channel.LETTER, Channel.OTHER])
def test_what_was_written_has_no_clock_and_is_not_greeted(desk: Client, channel: str) -> None:
    contact = receive(channel, {"words": "The lamp is dark."}, by=None)
    shown = page(desk, contact)
    assert ('class="call-clock" data-over hidden' in shown, "Call ended" in shown, GREETING in shown) == (
        True,
        False,
        False,
    )
    assert "1 First contact: what is wanted" in shown


def test_a_call_that_turns_out_a_letter_loses_its_clock(desk: Client) -> None:
    contact = builders.contact()
    sent = {"field": "channel", "value": "letter", "seen": contact.version}
    answer = desk.post(reverse("desk:contact_fields", args=[contact.number]), sent)
    assert 'data-refresh="clock hang-up procedure"' in answer.content.decode()
    assert "Call ended" not in page(desk, contact)
