"""A missed call is owed one, is called back, and both are contacts."""

from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from firstline.casework.contacts.models import Contact, Outcome
from firstline.casework.tickets.models import CallBack
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.correspondence.telephony import create_line, put_at
from firstline.reference.customers.keeping import create_customer
from tests.cast import ana
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db


def tell(line: TelephoneLine, event: str, **fields: str) -> None:
    """The telephone system posts what happens."""
    url = reverse("telephone:events", args=[line.pk, line.secret])
    body = urlencode({"event": event, **fields})
    assert Client().post(url, body, "application/x-www-form-urlencoded").status_code == 204


def test_a_missed_call_is_called_back() -> None:
    cache.clear()
    carla = create_customer("Carla Customer", points=[("phone", "(617) 555-0101")], by=None)
    line = create_line({"name": "Front desk", "region": "US"}, by=None)
    put_at(line, "Ana Silva", ana(), by=None)
    screen = sign_in(ana())

    coming = {"from": "16175550101", "to": "100", "direction": "in", "callId": "in-1"}
    tell(line, "newCall", **coming, **{"user[]": "Ana Silva"})
    assert "Carla Customer" in screen.get("/contacts/").content.decode().partition('id="ringing"')[2]
    tell(line, "hangup", **coming, cause="noAnswer")
    missed, owed = Contact.objects.get(), CallBack.objects.get()
    assert (missed.outcome, missed.customer, owed.state) == (Outcome.ABANDONED, carla, CallBack.State.OWED)

    worklist = screen.get("/call-backs/").content.decode()
    assert all(word in worklist for word in ("Carla Customer", "Called, and nobody answered", 'href="tel:16175550101"'))
    going = {"from": "100", "to": "+1 617 555 0101", "direction": "out", "callId": "out-1", "user": "Ana Silva"}
    tell(line, "newCall", **going)
    tell(line, "answer", **going)
    tell(line, "hangup", **going, cause="normalClearing")
    ours = Contact.objects.get(outbound=True)
    assert (ours.customer, ours.taken_by, ours.is_open, ours.ended_at is None) == (carla, ana(), True, False)

    assert CallBack.objects.get().is_owed
    attempts = reverse("desk:call_back_attempts", args=[owed.pk])
    assert screen.post(attempts, {"outcome": "reached", "text": "She asked when we open"}).status_code == 302
    owed.refresh_from_db()
    assert owed.state == CallBack.State.KEPT
    assert "Nobody is owed a call" in screen.get("/call-backs/").content.decode()
