"""The card that the next person reads first."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import assignment, escalation, hand_over, resolution
from firstline.casework.tickets.models import Proposal, State
from firstline.journal.recording import history_of
from tests import builders
from tests.builders import NOON
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def test_of_a_new_ticket_nothing_was_tried_and_somebody_takes_it_next() -> None:
    due = NOON + timedelta(days=1)
    assert hand_over.of(builders.ticket(resolve_by=due)) == hand_over.HandOver(
        "new", [], [], "Somebody takes it.", None, due
    )


def test_what_was_tried_stands_in_order_with_its_outcome() -> None:
    ticket = builders.ticket()
    resolution.reproduce(ticket, "", "Press Send", "It hangs", reproduced=True, by=tomek())
    worked = resolution.propose(ticket, "Clear the cache", by=tomek())
    resolution.settle(worked, Proposal.Outcome.WORKED, by=tomek())
    resolution.propose(ticket, "Use another browser", by=tomek())
    card = hand_over.of(ticket)
    assert [(tried.text, tried.outcome, tried.worked) for tried in card.tried] == [
        ("Press Send", "the fault was seen", False),
        ("Clear the cache", "worked", True),
    ]
    assert card.next == "Find out what came of the proposal: Use another browser"


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.WAITING, "The customer answers the question that was asked."),
        (State.PLANNED, "The planned work is done."),
        (State.RESOLVED, "The customer says whether it is solved."),
        (State.CLOSED, "Nothing: it is closed."),
    ],
)
def test_the_state_says_what_is_next(state: State, sentence: str) -> None:
    assert hand_over.of(builders.ticket(state=state, assignee=tomek())).next == sentence


def test_what_worked_is_to_be_resolved_and_without_a_solution_one_is_to_be_found() -> None:
    ticket = builders.ticket(assignee=tomek(), state=State.IN_PROGRESS)
    assert hand_over.of(ticket).next == "Find a solution and propose it, or pass the ticket on."
    resolution.settle(resolution.propose(ticket, "Restart", by=tomek()), "worked", by=tomek())
    assert hand_over.of(ticket).next == "Resolve it: a proposed solution worked."


def test_what_the_last_one_left_behind_is_quoted() -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    ticket = assignment.hand_back(ticket, "needs a ladder", by=tomek())
    ticket = assignment.pass_on(ticket, builders.centre("Lights"), 2, "a lamp", by=ana())
    said = hand_over.of(ticket).said
    assert said is not None
    assert (said.name, said.text) == ("Ana Silva", "a lamp")


def test_what_was_tried_below_and_is_expected_above_is_what_the_next_tier_reads_first() -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    escalation.escalate(ticket, 2, "It is the network", tried="Another device", expected="Read the logs", by=tomek())
    ticket.refresh_from_db()
    card = hand_over.of(ticket, history=list(history_of(ticket)))
    assert card.said is not None
    assert (card.said.text, [tried.text for tried in card.tried]) == ("It is the network", ["Another device"])
    assert card.next == "Somebody takes it. Read the logs"
    resolution.settle(resolution.propose(ticket, "Replace it", by=tomek()), "failed", by=tomek())
    ticket = assignment.take(ticket, by=tomek())
    assert hand_over.of(ticket).next == "Find a solution and propose it, or pass the ticket on."


def test_nothing_is_promised_any_more_for_what_is_resolved() -> None:
    ticket = builders.ticket(state=State.RESOLVED, resolve_by=NOON)
    assert hand_over.of(ticket).promised is None


def test_the_card_costs_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ticket = builders.ticket()
    with django_assert_num_queries(3):
        hand_over.of(ticket)


def test_with_the_history_at_hand_it_costs_nothing_until_something_was_tried(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ticket = assignment.hand_back(assignment.take(builders.ticket(), by=tomek()), "needs a ladder", by=tomek())
    history = list(history_of(ticket))
    with django_assert_num_queries(0):
        card = hand_over.of(ticket, history=history)
    assert card == hand_over.of(ticket)
    resolution.propose(ticket, "Restart", by=tomek())
    history = list(history_of(ticket))
    with django_assert_num_queries(2):
        card = hand_over.of(ticket, history=history)
    assert card == hand_over.of(ticket)
