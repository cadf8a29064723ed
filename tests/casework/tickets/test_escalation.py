"""Up by hand with a hand-over, down again, and never twice to the same team unseen."""

import threading

import pytest
from django.db import connection

from firstline.casework.tickets import assignment, escalation, opening
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.teams import earlier_owner, earlier_owners
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from tests import builders
from tests.builders import NOON
from tests.cast import ana, rita, sofia, tomek

pytestmark = pytest.mark.django_db


def up(ticket: Ticket, tier: int = 2, **facts: object) -> Ticket:
    said = {"tried": "Restarted it", "expected": "A look into the logs"}
    return escalation.escalate(ticket, tier, "I am stuck", by=ana(), at=NOON, **{**said, **facts})  # type: ignore[arg-type]


def three_tiers() -> Ticket:
    return builders.ticket(centre=builders.centre("Depot", tiers=3))


def test_it_goes_up_with_its_hand_over_and_whoever_had_it_is_remembered() -> None:
    ticket = assignment.take(three_tiers(), by=ana())
    ticket = up(ticket, 3)
    assert (ticket.tier, ticket.assignee, ticket.state, ticket.route_because) == (3, None, State.NEW, "I am stuck")
    entry = Entry.objects.get(verb="ticket.escalated")
    assert entry.facts == {
        "was_centre": {"en": "Depot"},
        "was_centre_id": ticket.centre_id,
        "was_tier": 1,
        "was": "Ana Silva",
        "centre": {"en": "Depot"},
        "centre_id": ticket.centre_id,
        "tier": 3,
        "text": "I am stuck",
        "tried": "Restarted it",
        "expected": "A look into the logs",
    }
    assert earlier_owner(ticket, ticket.centre, 1) == ana()
    assert earlier_owner(ticket, ticket.centre, 2) is None


def test_it_comes_down_again_to_whoever_had_it() -> None:
    ticket = up(assignment.take(three_tiers(), by=ana()))
    owner = earlier_owner(ticket, ticket.centre, 1)
    ticket = escalation.de_escalate(ticket, 1, "A cable was loose", by=tomek(), to=owner, at=NOON)
    assert (ticket.tier, ticket.assignee, ticket.state) == (1, ana(), State.IN_PROGRESS)
    assert Entry.objects.get(verb="ticket.de_escalated").facts["to"] == "Ana Silva"


def test_it_may_go_up_in_another_support_centre_and_to_a_person_there() -> None:
    other = builders.centre("Network", tiers=2)
    ticket = up(three_tiers(), 2, centre=other, to=tomek())
    assert (ticket.centre, ticket.tier, ticket.assignee) == (other, 2, tomek())


def test_a_second_return_to_an_earlier_team_is_ping_pong() -> None:
    ticket = three_tiers()
    flags = []
    for _round in range(2):
        ticket = up(ticket)
        ticket = escalation.de_escalate(ticket, 1, "Not ours", by=tomek(), at=NOON)
        flags.append((ticket.returns, ticket.is_ping_pong))
    assert flags == [(1, False), (3, True)]
    told = [entry.facts.get("ping_pong") for entry in Entry.objects.exclude(verb="priority.created").order_by("id")]
    assert told == [None, None, 2, 3]


def test_passing_on_counts_as_well() -> None:
    ticket = three_tiers()
    here, there = ticket.centre, builders.centre("Network")
    for centre in (there, here, there):
        ticket = assignment.pass_on(ticket, centre, 1, "Yours", by=ana(), at=NOON)
    assert (ticket.returns, ticket.is_ping_pong) == (2, True)
    told = [entry.facts.get("ping_pong") for entry in Entry.objects.filter(verb="ticket.passed_on").order_by("id")]
    assert told == [None, None, 2]


def test_whoever_has_left_is_not_offered() -> None:
    ticket = up(assignment.take(three_tiers(), by=tomek()))
    type(tomek()).objects.filter(username="tomek").update(is_active=False)
    assert (earlier_owners(ticket), earlier_owner(ticket, ticket.centre, 1)) == ([], None)


@pytest.mark.parametrize(
    ("tier", "facts", "field", "text"),
    [
        (4, {}, "tier", "Depot has no tier 4."),
        (0, {}, "tier", "Depot has no tier 0."),
        (2, {}, "", "The ticket is at Depot, tier 2 already."),
        (1, {}, "tier", "The ticket is at tier 2: escalating goes up."),
        (3, {"tried": " "}, "tried", "Write down what was tried, if only that nothing was."),
        (3, {"expected": ""}, "expected", "Write down what is expected of the next tier."),
        (3, {"to": "rita"}, "user", "Rita Read cannot work on tickets."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_half_done(tier, facts, field, text) -> None:  # type: ignore[no-untyped-def]
    ticket = up(three_tiers())
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        up(ticket, tier, **({"to": rita()} if "to" in facts else facts))
    assert (refused.value.field, str(refused.value), Entry.objects.count()) == (field, text, before)
    assert Ticket.objects.get(pk=ticket.pk).tier == 2


def test_going_down_goes_down() -> None:
    with pytest.raises(Refused) as refused:
        escalation.de_escalate(three_tiers(), 2, "x", by=sofia())
    assert str(refused.value) == "The ticket is at tier 1: this goes down."


def test_whoever_saw_it_elsewhere_is_told_where_it_is_now() -> None:
    ticket = three_tiers()
    up(ticket)
    with pytest.raises(Refused) as refused:
        up(ticket, 3, seen=ticket.version)
    assert str(refused.value) == ("Somebody has moved this ticket in the meantime: it is at Depot, tier 2 now.")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_escalate_at_once_the_second_gets_a_plain_message() -> None:
    ticket = opening.open_ticket(builders.problem(), by=ana(), at=NOON)
    ana(), tomek()
    barrier, said = threading.Barrier(2), []

    def press() -> None:
        barrier.wait()
        try:
            up(ticket)
            said.append("moved")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    people = [threading.Thread(target=press) for _n in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(said) == ["The ticket is at Street depot, tier 2 already.", "moved"]
    assert Entry.objects.filter(verb="ticket.escalated").count() == 1
