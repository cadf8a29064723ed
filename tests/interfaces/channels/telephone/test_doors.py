"""The secret address of a line: three formats come in, and nothing that is posted there does harm."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels.models import Call, Hearing
from firstline.interfaces.channels.telephone import doors, webhooks
from firstline.interfaces.channels.telephone.event import End, Event, What
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.correspondence.telephony import create_line, renew_secret, retire

FORM = "application/x-www-form-urlencoded"


def address(line: TelephoneLine, secret: str = "") -> str:
    return reverse("telephone:events", args=[line.pk, secret or line.secret])


@pytest.mark.django_db
def test_the_three_formats_come_in_and_sipgate_is_asked_to_go_on_telling() -> None:
    cache.clear()
    client = Client(enforce_csrf_checks=True)
    line = create_line({"name": "Generic", "region": "US"}, by=None)
    new = {"event": "newCall", "from": "16175550101", "to": "100", "direction": "in", "callId": "g-1", "user": ["Ana"]}
    assert client.post(address(line), json.dumps(new), "application/json").status_code == 204
    told = "event=HungUp&from=anonymous&to=100&call_id=g-1&type=missed"
    assert client.post(address(line), told, FORM).status_code == 204
    sipgate = create_line({"name": "sipgate", "source": "sipgate"}, by=None)
    answer = client.post(address(sipgate), "from=16175550102&to=100", FORM)
    assert f'onHangup="http://testserver{address(sipgate)}"' in answer.content.decode()
    assert [(call.number, call.ended_at is None) for call in Call.objects.order_by("pk")] == [
        ("16175550101", False),
        ("16175550102", True),
    ]


@pytest.mark.django_db
def test_whoever_has_not_the_secret_finds_nothing_and_what_is_no_event_changes_nothing() -> None:
    cache.clear()
    client, line = Client(), create_line({"name": "Generic"}, by=None)
    old, good = address(line), b"event=newCall&from=1&to=2&callId=1"
    line = renew_secret(line, by=None)
    wrong = {
        old: 404,
        address(line, "wrong"): 404,
        address(line, "ü" * 40): 404,
        reverse("telephone:events", args=[10**30, line.secret]): 404,
    }
    assert {url: client.post(url, good, FORM).status_code for url in wrong} == wrong
    assert client.get(address(line)).status_code == 405
    bodies = {
        b"": 400,
        b"{}": 400,
        b'{"action": "reject"}': 400,
        b"[" * 50_000: 400,
        b"event=party&from=1&to=2": 400,
        b"&".join([b"a=b"] * 200): 400,
        b"x" * (webhooks.LARGEST + 1): 413,
    }
    assert {body: client.post(address(line), body, FORM).status_code for body in bodies} == bodies
    assert (Contact.objects.count(), "no event of a call" in Hearing.objects.get().problem) == (0, True)
    for minute in (timezone.now(), timezone.now() + timedelta(minutes=1)):
        cache.set(f"telephone:{line.pk}:{minute:%H%M}", doors.MOST_A_MINUTE)
    assert client.post(address(line), good, FORM).status_code == 429
    retire(line, by=None)
    assert client.post(address(line), good, FORM).status_code == 404


def test_the_published_words_are_understood() -> None:
    def read(text: str) -> Event:
        return webhooks.read(text.encode(), FORM)

    out = read("event=newCall&from=493023125741&to=492214710334&direction=out&callId=f0&user=Christopher+Miller")
    assert (out.what, out.number, out.own_number, out.outbound) == (What.RANG, "492214710334", "493023125741", True)
    many = read("event=newCall&from=49302&to=49221&direction=in&callId=25&user%5B%5D=Ana&user%5B%5D=Emma")
    assert many.people == ("Ana", "Emma")
    taken = read("event=CallAccepted&from=anonymous&to=022&call_id=f4&peer=7777abcdefg%40fpbx.de")
    assert (taken.what, taken.number, taken.people) == (What.ANSWERED, "", ("7777abcdefg@fpbx.de",))
    ends = {"cause=cancel": End.UNANSWERED, "cause=normalClearing": End.SPOKEN, "type=voicemail": End.VOICEMAIL}
    assert {said: read(f"event=hangup&callId=1&{said}").end for said in ends} == ends


@pytest.mark.django_db
def test_a_transferred_call_that_names_the_id_it_had_stays_one_call() -> None:
    cache.clear()
    client, line = Client(), create_line({"name": "Generic", "region": "US"}, by=None)
    told = "event={}&from=16175550101&to=100&direction=in&callId={}&originalCallId={}"
    for said in (("newCall", "a", ""), ("answer", "a", ""), ("newCall", "b", "a"), ("answer", "b", "a")):
        client.post(address(line), told.format(*said), FORM)
    client.post(address(line), told.format("hangup", "b", "a"), FORM)
    assert [(call.key, call.ended_at is None) for call in Call.objects.all()] == [("a", False)]


@given(st.dictionaries(st.sampled_from(["event", "from", "to", "callId", "user[]", "direction"]), st.text()))
def test_any_text_is_an_event_or_refused(fields: dict[str, str]) -> None:
    for event in ("newCall", fields.get("event", "")):
        try:
            found = webhooks.event_of({**{name: [value] for name, value in fields.items()}, "event": [event]})
        except webhooks.Unreadable:
            continue
        for text in (found.key, found.number, found.own_number, found.cause, *found.people):
            assert "\x00" not in text
            assert len(text.encode()) <= 4 * 200
