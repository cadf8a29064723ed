"""Another priority: by hand with a reason, or because what is known has changed."""

from datetime import UTC, datetime

import pytest

from firstline.casework.tickets import opening, priority
from firstline.casework.tickets.models import Ticket
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.service_levels import keeping
from firstline.reference.service_levels.models import Priority
from tests import builders
from tests.builders import NOON
from tests.casework.tickets.laying_down import ask, put_in_use, target
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db
MANY = ask("people_affected", "at_least", 50)


def critical() -> Priority:
    return builders.priority("critical", 2)


def opened(**facts: object) -> Ticket:
    return opening.open_ticket(builders.problem(**facts), by=ana(), at=NOON)


def verbs() -> list[str]:
    return list(Entry.objects.filter(subject_kind="ticket").order_by("id").values_list("verb", flat=True))


def test_an_override_keeps_its_reason_and_moves_the_promise() -> None:
    target(builders.priority(), resolve="8h")
    target(critical(), resolve="2h")
    ticket = priority.override_priority(opened(), critical(), "A school is dark", by=ana(), at=NOON)
    assert (ticket.priority, ticket.priority_rank, ticket.priority_because) == (critical(), 2, "A school is dark")
    assert (ticket.priority_by_hand, ticket.resolve_by) == (True, datetime(2026, 3, 4, 14, tzinfo=UTC))
    facts = Entry.objects.get(verb="ticket.priority_overridden").facts
    assert facts == {
        "was": {"en": "regular"},
        "now": {"en": "critical"},
        "was_id": builders.priority().pk,
        "now_id": critical().pk,
        "text": "A school is dark",
    }


def test_an_override_needs_a_reason_and_a_priority_in_use() -> None:
    ticket, old = opened(), critical()
    with pytest.raises(Refused) as refused:
        priority.override_priority(ticket, old, "  ", by=ana())
    assert (refused.value.field, str(refused.value)) == ("reason", "Say why the criteria are wrong here.")
    keeping.retire_priority(old, by=marc(), at=NOON)
    with pytest.raises(Refused) as refused:
        priority.override_priority(ticket, Priority.objects.get(pk=old.pk), "x", by=ana())
    assert (refused.value.field, Ticket.objects.get().priority) == ("priority", builders.priority())


def test_the_same_override_twice_is_refused() -> None:
    ticket = priority.override_priority(opened(), critical(), "x", by=ana())
    with pytest.raises(Refused):
        priority.override_priority(ticket, critical(), "y", by=ana())


def test_what_is_known_later_has_the_criteria_asked_again() -> None:
    put_in_use("priority", {"condition": MANY, "priority": critical(), "because": {"en": "Many people"}})
    ticket = opened(people_affected=3)
    ticket = priority.weigh(ticket, "people_affected", 60, seen=ticket.version, by=ana(), at=NOON)
    assert (ticket.people_affected, ticket.priority, ticket.priority_because) == (60, critical(), "Many people")
    facts = Entry.objects.get(verb="ticket.corrected").facts
    assert (facts["field"], facts["was"], facts["now"]) == ("people_affected", 3, 60)
    assert facts["priority"]["because"] == "Many people"
    assert verbs() == ["ticket.opened", "ticket.corrected"]


def test_what_was_decided_by_hand_stays() -> None:
    put_in_use("priority", {"condition": MANY, "priority": critical()})
    ticket = priority.override_priority(opened(), builders.priority("planned", 4), "In May", by=ana())
    ticket = priority.weigh(ticket, "people_affected", 60, seen=ticket.version, by=ana())
    assert ticket.priority.key == "planned"


def test_reconsidering_says_nothing_where_nothing_changes() -> None:
    ticket = opened(people_affected=60)
    assert priority.reconsider(ticket, by=ana()).priority == builders.priority()
    put_in_use("priority", {"condition": MANY, "priority": critical()})
    assert priority.reconsider(ticket, by=ana()).priority == critical()
    assert verbs() == ["ticket.opened", "ticket.reprioritized"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("impact", 4), ("urgency", 0), ("people_affected", -1), ("people_affected", 2**40), ("people_affected", "many")],
)
def test_what_makes_no_sense_is_refused_at_its_field(field: str, value: object) -> None:
    ticket = opened()
    with pytest.raises(Refused) as refused:
        priority.weigh(ticket, field, value, seen=ticket.version, by=ana())
    assert (refused.value.field, getattr(Ticket.objects.get(), field)) == (field, None)


def test_two_people_who_weigh_it_at_once_see_both_values() -> None:
    ticket = opened()
    priority.weigh(ticket, "impact", 1, seen=ticket.version, by=ana())
    with pytest.raises(Conflict) as conflict:
        priority.weigh(ticket, "impact", 3, seen=ticket.version, by=marc())
    assert (conflict.value.theirs, conflict.value.mine) == (1, 3)
