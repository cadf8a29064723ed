import pytest
from django.test import Client

from firstline.casework.work_orders.models import RegularOrder
from firstline.interfaces.desk.rule_words import in_words, simple
from tests import builders
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def facts(**changed):
    return {
        "title": "Empty the park bins",
        "standard": builders.standard_work_order().pk,
        "code": f"code:{builders.handled_code().pk}",
        "crew": "",
        "location": "",
        "location_text": "",
        "first_at": "2030-03-04T08:00",
        "frequency": "WEEKLY",
        "interval": "2",
        "weekdays": ["MO", "TH"],
        "rule": "",
        "time_zone": "Europe/Warsaw",
        "days_ahead": "14",
        **changed,
    }


def lay_down(client, **changed):
    return client.post("/regular-orders/new/", facts(**changed))


def test_a_simple_recurrence_is_put_together_from_its_fields(client):
    assert lay_down(client)["Location"] == "/regular-orders/"
    regular = RegularOrder.objects.get()
    assert (regular.rule, regular.time_zone) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "Europe/Warsaw")
    shown = client.get("/regular-orders/").content.decode()
    assert "every 2 weeks: Monday, Thursday" in shown


def test_any_other_is_written_as_a_rule_and_comes_back_so(client):
    lay_down(client, frequency="", rule="FREQ=MONTHLY;BYDAY=-1FR")
    regular = RegularOrder.objects.get()
    form = client.get(f"/regular-orders/{regular.pk}/").context["form"]
    assert (form["frequency"].value(), form["rule"].value()) == ("", "FREQ=MONTHLY;BYDAY=-1FR")


def test_a_place_is_chosen_or_named_so_that_only_one_fits(client):
    park = builders.location("Riverside Park")
    assert f'data-value="{park.pk}"' in client.get("/regular-orders/places/?q=river").content.decode()
    lay_down(client, location_text="Riverside")
    assert RegularOrder.objects.get().location == park
    refused = lay_down(client, location_text="Nowhere at all").context["form"]
    assert list(refused.errors) == ["location_text"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"frequency": "", "rule": ""}, "rule"),
        ({"frequency": "", "rule": "FREQ=SECONDLY"}, "rule"),
        ({"frequency": "", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),
        ({"frequency": "", "rule": "R" * 301}, "rule"),
        ({"frequency": "", "rule": "\x00"}, "rule"),
        ({"interval": "0"}, "interval"),
        ({"interval": "99999999999"}, "interval"),
        ({"weekdays": ["NO"]}, "weekdays"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"days_ahead": "367"}, "days_ahead"),
        ({"first_at": "0001-01-01T00:00"}, "first_at"),
        ({"first_at": "9999-12-31T23:59"}, "first_at"),
        ({"code": "code:99999999999999999999"}, "code"),
        ({"standard": "0"}, "standard"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, changed, field):
    response = lay_down(client, **changed)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert RegularOrder.objects.count() == 0


def test_it_is_changed_and_ended(client):
    lay_down(client)
    regular = RegularOrder.objects.get()
    client.post(f"/regular-orders/{regular.pk}/", facts(title="Empty all bins"))
    client.post(f"/regular-orders/{regular.pk}/end/")
    regular.refresh_from_db()
    assert (regular.title, regular.ended_at is None) == ("Empty all bins", False)
    assert "1 has ended" in client.get("/regular-orders/").content.decode()


def test_analysts_may_look_only(client):
    lay_down(client)
    analyst = Client()
    analyst.force_login(ana())
    assert analyst.get("/regular-orders/").status_code == 200
    assert analyst.post("/regular-orders/new/", facts()).status_code == 403


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("RRULE:FREQ=MONTHLY", "every month"),
        ("FREQ=WEEKLY;BYDAY=MO", "every week: Monday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;COUNT=3"),
    ],
)
def test_simple_rules_are_said_in_words(rule, words):
    assert in_words(rule) == words


def test_an_odd_rule_is_not_simple():
    assert simple("FREQ=WEEKLY;INTERVAL=x")["rule"] == "FREQ=WEEKLY;INTERVAL=x"
