"""Criteria are tried on the past before they go live."""

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import escalation, opening
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.priority import override_priority
from firstline.casework.tickets.trial import Trial, try_on_past
from firstline.reference.service_levels.models import CriteriaTable
from tests import builders
from tests.casework.tickets.laying_down import ALWAYS, ask, rules
from tests.cast import ana

pytestmark = pytest.mark.django_db
MANY = ask("people_affected", "at_least", 50)
FAX = ask("channel", "any_of", ["fax"])


def opened(**facts: object) -> Ticket:
    return opening.open_ticket(builders.problem(**facts), by=ana())


def test_it_says_how_many_would_change_from_what_to_what_with_the_rows() -> None:
    regular, critical, planned = builders.priority(), builders.priority("critical", 2), builders.priority("planned", 4)
    opened(words="one", people_affected=70)
    opened(words="two", people_affected=80)
    opened(words="three", channel="fax")
    opened(words="four")
    table = rules(
        "priority",
        {"condition": MANY, "priority": critical, "because": {"en": "Many"}},
        {"condition": FAX, "priority": planned},
    )
    found = try_on_past(table, 100)
    assert (found.total, found.changed) == (4, 3)
    assert found.by_pair == {
        ((regular.pk,), (critical.pk,)): 2,
        ((regular.pk,), (planned.pk,)): 1,
    }
    assert [(row.ticket.title, row.now, row.because) for row in found.rows] == [
        ("three", (planned.pk,), "channel is fax"),
        ("two", (critical.pk,), "Many"),
        ("one", (critical.pk,), "Many"),
    ]
    assert CriteriaTable.objects.get().state == "draft"
    assert {ticket.priority for ticket in Ticket.objects.all()} == {regular}


def test_only_the_last_tickets_are_tried() -> None:
    opened(words="old", people_affected=70)
    opened(words="new")
    table = rules("priority", {"condition": MANY, "priority": builders.priority("critical", 2)})
    assert try_on_past(table, 1) == Trial(1, 0, {}, [])


def test_a_priority_that_somebody_decided_is_left_alone() -> None:
    critical = builders.priority("critical", 2)
    ticket = opened(people_affected=70)
    override_priority(ticket, builders.priority("planned", 4), "They can wait", by=ana())
    table = rules("priority", {"condition": MANY, "priority": critical})
    assert try_on_past(table, 100) == Trial(1, 0, {}, [])


def test_routes_are_compared_with_the_queue_a_ticket_was_opened_to() -> None:
    depot, lights = builders.centre(), builders.centre("Lights", tiers=3)
    ticket = opened(channel="fax")
    escalation.escalate(ticket, 2, "x", tried="x", expected="x", by=ana())
    opened(words="stays")
    table = rules("route", {"condition": FAX, "centre": lights, "tier": 3})
    found = try_on_past(table, 10)
    assert found.by_pair == {((depot.pk, 1), (lights.pk, 3)): 1}


def test_a_row_may_match_everything() -> None:
    for number in range(3):
        opened(words=f"{number}")
    table = rules("priority", {"condition": ALWAYS, "priority": builders.priority("critical", 2)})
    found = try_on_past(table, 10)
    assert (found.changed, len(found.rows)) == (3, 3)


def test_trying_costs_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        opened(words=f"{number}", location=builders.location())
    table = rules("priority", {"condition": MANY, "priority": builders.priority("critical", 2)})
    try_on_past(table, 10)
    # what is laid down, the rows of the table, the tickets, and that there are no more
    with django_assert_num_queries(4):
        try_on_past(table, 10)
