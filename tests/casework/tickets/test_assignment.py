"""Take, assign, hand back, pass on."""

import pytest

from firstline.casework.tickets import assignment
from firstline.casework.tickets.editing import NotOpen
from firstline.casework.tickets.models import State, Ticket
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import SupportCentre
from tests import builders
from tests.builders import NOON
from tests.cast import ana, member, rita, sofia, tomek

pytestmark = pytest.mark.django_db


def entries(ticket: Ticket) -> list[tuple[str, str, dict[str, object]]]:
    return [(entry.verb, entry.actor_name, entry.facts) for entry in history_of(ticket)]


def test_taking_a_new_ticket_puts_it_in_progress() -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    assert (ticket.assignee, ticket.state, ticket.version) == (tomek(), State.IN_PROGRESS, 2)
    assert entries(ticket) == [("ticket.taken", "Tomek Nowak", {})]


def test_taking_a_waiting_ticket_leaves_it_waiting() -> None:
    assert assignment.take(builders.ticket(state=State.WAITING), by=tomek()).state == State.WAITING


def test_whoever_takes_second_is_told_who_was_first() -> None:
    ticket = builders.ticket()
    assignment.take(ticket, by=tomek())
    with pytest.raises(Refused) as refusal:
        assignment.take(ticket, by=ana())
    assert str(refusal.value) == "Tomek Nowak has taken this ticket. Assign it to yourself if it should be yours."
    with pytest.raises(Refused) as refusal:
        assignment.take(ticket, by=tomek())
    assert str(refusal.value) == "You have this ticket already."


def test_assigning_gives_it_to_another_and_keeps_who_had_it() -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    ticket = assignment.assign(ticket, ana(), by=sofia())
    assert (ticket.assignee, ticket.state) == (ana(), State.IN_PROGRESS)
    assert entries(ticket)[-1] == (
        "ticket.assigned",
        "Sofía Ruiz",
        {"to": "Ana Silva", "to_id": ana().pk, "was": "Tomek Nowak"},
    )


def test_nobody_is_assigned_who_cannot_work_or_has_it_already() -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    gone = member("gone", "Gone Girl", "technician", is_active=False)
    refusals = []
    for person in (rita(), gone, tomek()):
        with pytest.raises(Refused) as refusal:
            assignment.assign(ticket, person, by=sofia())
        refusals.append((str(refusal.value), refusal.value.field))
    assert refusals == [
        ("Rita Read cannot work on tickets.", "user"),
        ("Gone Girl cannot work on tickets.", "user"),
        ("Tomek Nowak has this ticket already.", "user"),
    ]


def test_handing_back_puts_it_into_its_queue_with_the_reason() -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    ticket = assignment.hand_back(ticket, "  needs a ladder ", by=tomek())
    assert (ticket.assignee, ticket.state, ticket.centre) == (None, State.NEW, builders.centre())
    assert entries(ticket)[-1][2] == {"text": "needs a ladder", "was": "Tomek Nowak"}


def test_handing_back_needs_a_reason_and_somebody_who_has_it() -> None:
    ticket = builders.ticket()
    with pytest.raises(Refused) as refusal:
        assignment.hand_back(ticket, " \n", by=tomek())
    assert (str(refusal.value), refusal.value.field) == ("Say why it goes back.", "reason")
    with pytest.raises(Refused) as refusal:
        assignment.hand_back(ticket, "because", by=tomek())
    assert str(refusal.value) == "Nobody has this ticket: it is in the queue already."


def test_passing_on_sends_it_to_another_centre_and_tier_with_nobody_having_it() -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    lights = builders.centre("Lights", tiers=3)
    ticket = assignment.pass_on(ticket, lights, 3, "A lamp, not a hole", by=tomek())
    assert (ticket.centre, ticket.tier, ticket.assignee, ticket.state) == (lights, 3, None, State.NEW)
    assert ticket.route_because == "A lamp, not a hole"
    assert entries(ticket)[-1][2] == {
        "was_centre": {"en": "Street depot"},
        "was_centre_id": builders.centre().pk,
        "was_tier": 1,
        "centre": {"en": "Lights"},
        "centre_id": lights.pk,
        "tier": 3,
        "text": "A lamp, not a hole",
    }


def test_passing_on_goes_only_where_there_is_a_place() -> None:
    ticket = builders.ticket()
    closed = SupportCentre.objects.create(key="Old", labels={"en": "Old"}, retired_at=NOON)
    refusals = []
    for centre, tier, reason in (
        (builders.centre(), 1, "x"),
        (builders.centre(), 3, "x"),
        (builders.centre(), 0, "x"),
        (closed, 1, "x"),
        (builders.centre(), 2, ""),
    ):
        with pytest.raises(Refused) as refusal:
            assignment.pass_on(ticket, centre, tier, reason, by=tomek())
        refusals.append((refusal.value.field, str(refusal.value)))
    assert refusals == [
        ("", "The ticket is at Street depot, tier 1 already."),
        ("tier", "Street depot has no tier 3."),
        ("tier", "Street depot has no tier 0."),
        ("centre", "Old is no longer in service."),
        ("reason", "Say why it is passed on, and what the next one needs to know."),
    ]


def test_what_is_resolved_is_in_nobodys_hands_any_more() -> None:
    ticket = builders.ticket(number=900, state=State.RESOLVED)
    acts = [
        lambda: assignment.take(ticket, by=tomek()),
        lambda: assignment.assign(ticket, ana(), by=sofia()),
        lambda: assignment.hand_back(ticket, "x", by=tomek()),
        lambda: assignment.pass_on(ticket, builders.centre(), 2, "x", by=tomek()),
    ]
    for act in acts:
        with pytest.raises(NotOpen) as refusal:
            act()
        assert str(refusal.value) == "Ticket 900 is resolved. Reopen it first."
    assert entries(ticket) == []
