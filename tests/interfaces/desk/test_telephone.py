"""The card of a call that rings, taking it, calling with a click, and the setup of lines."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone.calls import hear
from firstline.interfaces.channels.telephone.event import Event, What
from firstline.reference.correspondence import telephony
from firstline.reference.correspondence.models import Extension, FaxLine, TelephoneLine
from firstline.reference.correspondence.secrets import unseal
from firstline.reference.customers.keeping import create_customer
from tests.cast import ana, dao, rita, sofia
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_call_pops_up_for_whom_it_is_and_one_press_opens_its_contact() -> None:
    create_customer("Carla Customer", points=[("phone", "617 555 0101")], by=None)
    line = telephony.create_line({"name": "Front desk", "region": "US"}, by=None)
    for number, user in (("101", ana()), ("102", sofia()), ("103", rita())):
        telephony.put_at(line, number, user, by=None)
    hear(line, Event(What.RANG, "1", "+1 (617) 555-0101", "100", people=("101",)))
    screen, others = sign_in(ana()), sign_in(sofia())
    for url in ("/queue/", "/ringing/"):
        assert all(word in page(screen, url) for word in ("Carla Customer", "+1 617-555-0101", "Front desk", "Take"))
        assert "Carla Customer" not in page(others, url).partition('id="ringing"')[2]
    assert 'id="ringing"' in page(others, "/queue/")
    assert 'data-live="person:' in page(screen, "/ringing/")
    assert 'id="ringing"' not in page(sign_in(rita()), "/queue/") + page(sign_in(dao()), "/queue/")
    answer = screen.post(reverse("desk:call_acceptance", args=[Call.objects.get().pk]))
    contact = Contact.objects.get()
    assert (answer["Location"], contact.taken_by) == (f"/contacts/{contact.number}/", ana())
    assert "Carla Customer" not in page(screen, "/ringing/")
    assert "took it up" in page(sign_in(rita()), f"/contacts/{contact.number}/")


def test_a_number_is_called_as_the_readers_own_line_wants_it() -> None:
    carla = create_customer("Carla Customer", points=[("phone", "+16175550101")], by=None)
    url = reverse("desk:customer", args=[carla.pk])
    assert 'href="tel:+16175550101"' in page(sign_in(ana()), url)
    dials = "https://pbx.example/call?from={extension}&to={number}"
    line = telephony.create_line({"name": "Front desk", "dial_address": dials}, by=None)
    telephony.put_at(line, "10 1", ana(), by=None)
    link = 'href="https://pbx.example/call?from=10%201&amp;to=%2B16175550101" target="_blank" rel="noopener noreferrer"'
    assert link in page(sign_in(ana()), url)
    assert 'href="tel:+16175550101"' in page(sign_in(sofia()), url)


def test_a_line_is_entered_shows_its_address_and_never_its_password() -> None:
    client = sign_in(dao())
    facts = {"name": "PBX", "source": "asterisk", "port": 5038, "call_back_minutes": 60, "password": "s3cret"}
    new = reverse("desk:telephone_line_new")
    for wrong, said in (
        ({}, "Say on which host Asterisk runs."),
        ({"host": "h", "dial_address": "javascript:{number}"}, "Begin with tel:, sip: or https:."),
        ({"host": "h", "dial_address": "tel:{nummer}"}, "{nummer} is not known here"),
        ({"host": "h", "dial_address": "tel:1"}, "Say with {number} where the number goes."),
        ({"host": "h", "region": "XX"}, "There is no country of this name."),
        ({"host": "h\x00"}, "Null characters are not allowed."),
    ):
        assert said in client.post(new, {**facts, **wrong}).content.decode()
    line = TelephoneLine.objects.get(pk=int(client.post(new, {**facts, "host": "h"})["Location"].split("/")[-2]))
    assert (unseal(line.password), "s3cret" in line.password) == ("s3cret", False)
    url = reverse("desk:telephone_line", args=[line.pk])
    client.post(reverse("desk:telephone_line_facts", args=[line.pk]), {**facts, "source": "generic", "password": ""})
    line.refresh_from_db()
    assert (unseal(line.password), line.source) == ("s3cret", "generic")
    assert f"/telephone/{line.pk}/{line.secret}/" in page(client, url)
    assert "s3cret" not in page(client, url) + page(client, reverse("desk:telephone_line_facts", args=[line.pk]))
    old = line.secret
    client.post(reverse("desk:telephone_line_secret", args=[line.pk]))
    assert old not in page(client, url)
    assert "Say what the telephone system calls them." not in page(client, url)
    client.post(url, {"number": "101", "user": ana().pk})
    client.post(url, {"number": "101", "user": sofia().pk})
    assert [extension.user for extension in Extension.objects.all()] == [sofia()]
    client.post(reverse("desk:extension_end", args=[Extension.objects.get().pk]))
    client.post(reverse("desk:telephone_line_retirement", args=[line.pk]))
    assert "retired" in page(client, reverse("desk:telephone_lines"))


def test_a_fax_line_cannot_leave_the_operators_folder() -> None:
    client, new = sign_in(dao()), reverse("desk:fax_line_new")
    for folder in ("../etc", "/etc", ".hidden", "a/b"):
        assert "The plain name of a folder" in client.post(new, {"name": "Fax", "folder": folder}).content.decode()
    client.post(new, {"name": "Fax", "folder": "fax-1", "language": "th"})
    assert [(line.folder, line.language) for line in FaxLine.objects.all()] == [("fax-1", "th")]


def test_whoever_answers_nowhere_costs_no_question_and_a_call_of_yesterday_rings_no_more(
    django_assert_num_queries: Any,
) -> None:
    line = telephony.create_line({"name": "Front desk"}, by=None)
    hear(line, Event(What.RANG, "1", "617 555 0101", "100"), at=timezone.now() - timedelta(days=1))
    client = sign_in(ana())
    client.get("/ringing/")
    with django_assert_num_queries(1):
        assert client.get("/ringing/").content == b""
    telephony.put_at(line, "101", ana(), by=None)
    assert "Take the call" not in page(client, "/ringing/")
