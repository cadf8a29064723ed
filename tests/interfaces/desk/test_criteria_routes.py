"""Criteria of routes in the desk: a centre, a tier, and if wished a person."""

import pytest
from django.test import Client

from firstline.reference.service_levels.models import CriteriaRow
from tests import builders
from tests.cast import marc, tomek

pytestmark = pytest.mark.django_db
ROWS = "/criteria/route/rows/"


@pytest.fixture
def client():
    client = Client()
    client.force_login(marc())
    return client


def post(client, **facts):
    return client.post(ROWS, {"c0.mode": "all", "centre": builders.centre().pk, "tier": "1", **facts})


def test_a_route_goes_to_a_centre_and_tier(client):
    post(client, tier="2")
    row = CriteriaRow.objects.get()
    assert (row.centre, row.tier, row.person, row.to_best, row.condition) == (
        builders.centre(),
        2,
        None,
        False,
        {"all": []},
    )
    assert [shown.when for shown in client.get("/criteria/route/").context["page"].rows] == ["always"]


def test_a_route_goes_to_a_person_or_to_whoever_is_best_placed(client):
    post(client, person=str(tomek().pk))
    post(client, person="best", skill="pumps")
    given = CriteriaRow.objects.values_list("person", "to_best", "skill")
    assert list(given) == [(tomek().pk, False, ""), (None, True, "pumps")]
    said = client.get("/criteria/route/").content.decode()
    assert ("Tomek Nowak" in said, "with the skill “pumps”" in said) == (True, True)
    page = client.get(f"/criteria-rows/{CriteriaRow.objects.last().pk}/").context["page"]
    assert page.decision.initial["person"] == "best"


def test_a_tier_that_the_centre_has_not_and_a_person_who_left_are_refused_at_their_fields(client):
    wrong = post(client, tier="3").context["page"].decision
    assert wrong.errors["tier"] == ["Street depot has no tier 3."]
    left = tomek()
    left.is_active = False
    left.save()
    assert "person" in post(client, person=str(left.pk)).context["page"].decision.errors
    assert not CriteriaRow.objects.exists()


@pytest.mark.parametrize("value", ["", "0", "x", "٣", "9" * 300, "-1", "2.5", "\x00"])
def test_odd_values_are_told_beside_their_fields(client, value):
    odd = dict.fromkeys(("centre", "tier", "person", "skill"), value)
    page = client.post(ROWS, {"c0.mode": "all", **odd}).context["page"]
    assert "centre" in page.decision.errors


def test_where_nothing_matches_the_centre_that_catches_all_is_named(client):
    builders.catch_all()
    assert "“Unrouted”, which catches all" in client.get("/criteria/route/").content.decode()
