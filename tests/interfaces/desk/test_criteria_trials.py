"""Criteria tried on the past, the matrix, and what conditions can name, in the desk."""

import pytest
from django.test import Client

from firstline.casework.tickets import opening
from firstline.reference.customers.keeping import create_customer
from firstline.reference.service_levels import matrix as laying_down
from firstline.reference.service_levels.models import ImpactUrgency
from tests import builders
from tests.casework.tickets.laying_down import ALWAYS, ask, rules
from tests.cast import ana, marc, member, rita

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(marc())
    return client


def options(answer):
    page = answer.content.decode()
    return [part.split('"')[0] for part in page.split('data-text="')[1:]]


def test_a_draft_is_tried_on_the_last_tickets(client):
    regular, critical = builders.priority(), builders.priority("critical", 2)
    for people in (70, 80, 1):
        opening.open_ticket(builders.problem(people_affected=people), by=ana())
    table = rules("priority", {"condition": ask("people_affected", "at_least", 50), "priority": critical})
    page = client.get(f"/criteria/{table.pk}/trial/?count=1000").context["page"]
    assert (page.count, page.trial.total, page.trial.changed, page.share) == (1000, 3, 2, 67)
    assert (page.columns, page.cells) == ([((critical.pk,), critical)], [(regular, [2])])
    assert [(row.was, row.now, row.changed.because) for row in page.rows] == [
        (regular, critical, "people affected at least 50")
    ] * 2


def test_a_route_is_tried_by_centre_and_tier(client):
    opening.open_ticket(builders.problem(), by=ana())
    lights = builders.centre("Lights")
    table = rules("route", {"condition": ALWAYS, "centre": lights, "tier": 2})
    page = client.get(f"/criteria/{table.pk}/trial/").context["page"]
    assert [(row.was, row.now) for row in page.rows] == [("Street depot, tier 1", "Lights, tier 2")]


def test_whoever_is_limited_to_departments_sees_only_their_tickets_by_name(client):
    opening.open_ticket(builders.problem(), by=ana())
    table = rules("priority", {"condition": ALWAYS, "priority": builders.priority("critical", 2)})
    limited = member("lim", "Lim Ited", "manager")
    limited.departments.add(builders.department("Parks"))
    client.force_login(limited)
    page = client.get(f"/criteria/{table.pk}/trial/").context["page"]
    assert (page.trial.changed, page.rows) == (1, [])


@pytest.mark.parametrize("count", ["", "0", "7", "x", "9" * 50, "%00"])
def test_only_some_counts_can_be_asked(client, count):
    table = rules("priority", {"condition": ALWAYS, "priority": builders.priority()})
    answer = client.get(f"/criteria/{table.pk}/trial/?count={count}")
    assert (answer.context["page"].count, "no tickets to try" in answer.content.decode()) == (200, True)


def cells(*ranked):
    return {f"cell_{impact}_{urgency}": ranked[0].pk for impact in (1, 2, 3) for urgency in (1, 2, 3)}


def test_the_matrix_is_switched_on_and_off_again_and_remembered(client):
    only = builders.priority()
    page = client.get("/criteria/matrix/")
    assert (page.context["seen"], page.context["form"]["is_on"].initial) == ("off", False)
    facts = {**cells(only), "is_on": "on", "seen": "off"}
    assert client.post("/criteria/matrix/", facts).url == "/criteria/matrix/"
    assert ImpactUrgency.objects.count() == 9
    del facts["is_on"]
    client.post("/criteria/matrix/", {**facts, "seen": laying_down.stamp()})
    assert not ImpactUrgency.objects.exists()


def test_the_second_manager_at_the_matrix_is_told_and_what_was_chosen_stays(client):
    only = builders.priority()
    facts = {**cells(only), "is_on": "on", "seen": "off"}
    client.post("/criteria/matrix/", facts)
    answer = client.post("/criteria/matrix/", facts)
    assert answer.context["form"].non_field_errors() == [
        "Somebody else has changed the matrix in the meantime. Look at it again first."
    ]
    assert answer.context["seen"] == laying_down.stamp()


@pytest.mark.parametrize("value", ["", "x", "0", "٣", "9" * 400, "\x00"])
def test_a_cell_without_a_priority_is_told(client, value):
    facts = {**cells(builders.priority()), "is_on": "on", "cell_2_2": value}
    assert "cell_2_2" in client.post("/criteria/matrix/", facts).context["form"].errors


def test_what_a_condition_can_name_is_found_by_typing(client):
    code, customer = builders.code("Pothole"), create_customer("Carla Customer", by=None)
    builders.centre("Lights")
    asked = {"code": "poth", "customer": "carla", "centre": "LIG", "channel": "", "words": "x", "account": ""}
    found = {field: options(client.get(f"/criteria/choices/{field}/?q={text}")) for field, text in asked.items()}
    assert (found["centre"], found["words"], found["account"]) == (["Lights"], [], [])
    assert (found["customer"], "telephone" in found["channel"]) == ([customer.name], True)
    assert found["code"] == [code.label]
    assert client.get("/criteria/choices/colour/").status_code == 404


def test_any_text_may_be_looked_for(client):
    client.force_login(rita())
    for field in ("code", "customer", "account", "agreement", "equipment", "assignee", "point"):
        for text in ("\x00", "x" * 5000, "%", "'; --", "\u202e", "👩‍👩‍👧", "\\"):
            assert client.get(f"/criteria/choices/{field}/", {"q": text}).status_code == 200
