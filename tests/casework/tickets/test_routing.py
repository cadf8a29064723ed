"""Who is best placed: skill and language first, then load, then whose turn it is."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import opening, routing
from firstline.casework.tickets.models import State
from firstline.casework.tickets.routing import Choice, best_placed, remember_turn
from firstline.reference.staff.models import Membership, User
from firstline.reference.staff.roles import Role
from tests import builders
from tests.builders import NOON
from tests.casework.tickets.laying_down import ALWAYS, put_in_use
from tests.cast import ana, member

pytestmark = pytest.mark.django_db


def colleague(name: str, **fields: object) -> User:
    found = member(name, name.title(), Role.TECHNICIAN, **fields)
    Membership.objects.create(user=found, centre=builders.centre(), tier=1)
    return found


def choose(skill: str = "", language: str = "") -> Choice:
    return best_placed(builders.centre(), 1, skill=skill, language=language)


def test_who_has_least_to_do_gets_it_and_urgent_work_weighs_more() -> None:
    busy, easy = colleague("busy"), colleague("easy")
    builders.ticket(assignee=busy, priority=builders.priority("critical", 1))
    builders.ticket(assignee=easy, priority=builders.priority("planned", 4))
    builders.ticket(assignee=easy, priority=builders.priority("later", 9))
    builders.ticket(assignee=easy, state=State.CLOSED)
    assert choose() == Choice(easy, "Best placed of 2: load 2.")


def test_of_equals_the_one_who_waited_longest_gets_it() -> None:
    first, second, never = colleague("first"), colleague("second"), colleague("third")
    remember_turn(first, NOON)
    remember_turn(second, NOON - timedelta(hours=1))
    assert choose().user == never
    remember_turn(never, NOON + timedelta(hours=1))
    assert choose().user == second
    remember_turn(second, NOON + timedelta(hours=2))
    assert choose().user == first


def test_the_skill_is_demanded() -> None:
    colleague("walls", skills=["Masonry"])
    roofer = colleague("roofs", skills=["Roofing", "ladders"])
    builders.ticket(assignee=roofer)
    assert choose("roofing").user == roofer
    assert choose("Diving") == Choice(None, "Nobody at this centre and tier has the skill Diving.")


def test_the_language_is_preferred_before_the_load() -> None:
    colleague("idle")
    thai = colleague("thai", speaks=["th"])
    builders.ticket(assignee=thai)
    assert choose(language="th") == Choice(thai, "Best placed of 2, speaks th: load 2.")
    assert choose(language="pl").because == "Best placed of 2: load 0."


def test_only_who_works_there_counts() -> None:
    colleague("left", is_active=False)
    Membership.objects.create(user=ana(), centre=builders.centre(), tier=2)
    Membership.objects.create(user=member("reader", "R", Role.READER), centre=builders.centre(), tier=1)
    assert choose() == Choice(None, routing.NOBODY)


def test_choosing_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name in ("one", "two", "three"):
        colleague(name)
    centre = builders.centre()
    with django_assert_num_queries(1):
        best_placed(centre, 1, skill="", language="en")


def test_work_goes_round() -> None:
    people = {colleague("one"), colleague("two"), colleague("three")}
    put_in_use("route", {"condition": ALWAYS, "centre": builders.centre(), "to_best": True})
    opened = [
        opening.open_ticket(builders.problem(words=f"{n}"), by=ana(), at=NOON + timedelta(minutes=n)) for n in range(6)
    ]
    assert {ticket.assignee for ticket in opened[:3]} == people
    assert [ticket.assignee for ticket in opened[:3]] == [ticket.assignee for ticket in opened[3:]]
    assert {ticket.state for ticket in opened} == {State.NEW}
