"""The strings that break software, in every field of the screens of work orders: an answer, and never an error."""

import json

import pytest
from django.test import Client

from firstline.casework.work_orders.raising import raise_for
from tests import builders
from tests.cast import ana, sofia
from tests.shared_data import data

pytestmark = pytest.mark.django_db
FINE = {200, 302}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def naughty(first, every):
    """Every so manieth of them; each test begins at another, so that together they try many."""
    return json.loads(data("naughty", "blns.json").read_text(encoding="utf-8"))[first::every]


def statuses(client, url, sents, **options):
    return {client.post(url, sent, **options).status_code for sent in sents}


def test_fields_that_save_themselves(client):
    order = raise_for(builders.ticket(), by=ana())
    url = f"/work-orders/{order.number}/fields/"
    fields = ("title", "place", "instructions")
    sents = [{"field": fields[n % 3], "value": text, "seen": 10**6} for n, text in enumerate(naughty(0, 4))]
    assert statuses(client, url, sents) == {200}
    assert client.get(f"/work-orders/{order.number}/").status_code == 200


def test_tasks_and_their_results(client):
    order = raise_for(builders.ticket(), by=ana())
    url = f"/work-orders/{order.number}/tasks/"
    assert statuses(client, url, [{"text": text} for text in naughty(1, 16)]) <= FINE
    task = order.tasks.first()
    assert statuses(client, f"{url}{task.pk}/", [{"result": text} for text in naughty(2, 16)]) <= FINE
    assert client.get(f"/work-orders/{order.number}/").status_code == 200


def test_dates_crews_numbers_and_reasons(client):
    order = raise_for(builders.ticket(), by=ana())
    url = f"/work-orders/{order.number}/"
    for text in naughty(6, 40):
        for act in ("planning", "appointment", "tickets"):
            sent = {"crew": text, "start": text, "end": text, "ticket": text, "reason": text}
            assert client.post(f"{url}{act}/", sent).status_code in FINE
        assert client.post(f"/board/{order.number}/", {"crew": text, "day": text, "hours": text}).status_code in FINE
    assert client.get("/board/").status_code == 200


def test_results_that_resolve_and_reasons_that_reopen(client):
    ticket = builders.ticket()
    order = raise_for(ticket, by=ana())
    for text in naughty(3, 60):
        assert client.post(f"/work-orders/{order.number}/completion/", {"result": text}).status_code in FINE
        assert client.post(f"/work-orders/{order.number}/reopening/", {"reason": text}).status_code in FINE
    assert client.get(f"/work-orders/{order.number}/").status_code == 200
    assert client.get(f"/tickets/{ticket.number}/work-orders/", headers=HTMX).status_code == 200


def test_searching_and_places(client):
    raise_for(builders.ticket(), by=ana())
    for text in naughty(5, 12):
        assert client.get("/work-orders/", {"q": text, "crew": text, "state": text, "before": text}).status_code == 200
        assert client.get("/regular-orders/places/", {"q": text}).status_code == 200


def test_notices_and_regular_orders(client):
    builders.standard_work_order()
    dates = {"starts_at": "2030-03-02T08:00", "ends_at": "2030-03-02T16:00"}
    for text in naughty(7, 50):
        for sent in ({"title": text, "text_en": text, "area": text, **dates}, dict.fromkeys(("title", *dates), text)):
            assert client.post("/bulletin/new/", sent).status_code in FINE
        sent = {"title": text, "rule": text, "frequency": "", "location_text": text, "time_zone": text}
        assert client.post("/regular-orders/new/", sent).status_code in FINE
    assert client.get("/bulletin/").status_code == 200


def test_a_plain_order_with_any_title(client):
    ticket = builders.ticket(code=builders.handled_code("Graffiti", standard_work_order=None))
    url = f"/tickets/{ticket.number}/work-orders/"
    assert statuses(client, url, [{"title": text} for text in naughty(9, 30)], headers=HTMX) == {200}


def test_a_megabyte_is_refused_and_kept_in_its_field(client):
    order = raise_for(builders.ticket(), by=ana())
    much = "ค" * 400_000
    answer = client.post(f"/work-orders/{order.number}/completion/", {"result": much}).content.decode()
    assert "at most 20000 characters" in answer
    assert much in answer
