"""From the problem to its solution, and back when it was none."""

from datetime import timedelta

import pytest

from firstline.casework.tickets import resolution
from firstline.casework.tickets.editing import NotOpen
from firstline.casework.tickets.models import Proposal, Reproduction, State, Ticket
from firstline.casework.tickets.status import NotAllowed
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.search.querying import query
from tests import builders
from tests.builders import NOON
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def entries(ticket: Ticket) -> list[tuple[str, dict[str, object]]]:
    return [(entry.verb, entry.facts) for entry in history_of(ticket)]


def test_an_attempt_to_see_the_fault_is_a_recorded_step() -> None:
    ticket = builders.ticket()
    made = resolution.reproduce(ticket, "Firefox 128", "Press Send", "It hangs", reproduced=True, by=tomek())
    assert list(Reproduction.objects.values_list("pk", "environment", "steps", "result", "reproduced", "by")) == [
        (made.pk, "Firefox 128", "Press Send", "It hangs", True, tomek().pk)
    ]
    facts = {"environment": "Firefox 128", "steps": "Press Send", "result": "It hangs", "reproduced": True}
    assert entries(ticket) == [("ticket.reproduced", facts)]


def test_an_attempt_without_steps_or_result_is_none() -> None:
    for steps, result, field in (("", "x", "steps"), ("x", " ", "result")):
        with pytest.raises(Refused) as refusal:
            resolution.reproduce(builders.ticket(), "", steps, result, reproduced=False, by=tomek())
        assert refusal.value.field == field


def test_a_proposal_is_open_until_somebody_says_what_came_of_it() -> None:
    ticket = builders.ticket()
    proposal = resolution.propose(ticket, "Turn it off and on", by=tomek())
    assert proposal.outcome == Proposal.Outcome.OPEN
    resolution.settle(proposal, Proposal.Outcome.FAILED, by=ana())
    assert list(ticket.proposals.values_list("outcome", flat=True)) == ["failed"]
    assert entries(ticket) == [
        ("ticket.solution_proposed", {"proposal": proposal.pk, "text": "Turn it off and on"}),
        ("ticket.proposal_settled", {"proposal": proposal.pk, "text": "Turn it off and on", "outcome": "failed"}),
    ]


def test_a_proposal_is_settled_once_and_with_an_outcome() -> None:
    proposal = resolution.propose(builders.ticket(), "Turn it off and on", by=tomek())
    for outcome in ("open", "perhaps"):
        with pytest.raises(Refused) as refusal:
            resolution.settle(proposal, outcome, by=tomek())
        assert refusal.value.field == "outcome"
    resolution.settle(proposal, "worked", by=tomek())
    with pytest.raises(Refused) as refusal:
        resolution.settle(proposal, "failed", by=tomek())
    assert str(refusal.value) == "Somebody has said already what came of this proposal."


def test_a_question_makes_the_ticket_wait_and_the_answer_sets_it_going() -> None:
    ticket = resolution.ask_customer(builders.ticket(assignee=tomek()), "Which floor?", by=tomek())
    assert ticket.state == State.WAITING
    ticket = resolution.ask_customer(ticket, "And which door?", by=tomek())
    ticket = resolution.customer_answered(ticket, "The third, door 5", by=ana())
    assert ticket.state == State.IN_PROGRESS
    assert [verb for verb, _facts in entries(ticket)] == [
        "ticket.customer_asked",
        "ticket.customer_asked",
        "ticket.customer_answered",
    ]


def test_an_answer_that_nobody_waited_for_is_written_down_and_changes_nothing() -> None:
    ticket = resolution.customer_answered(builders.ticket(state=State.CLOSED), "Thank you", by=None)
    assert (ticket.state, entries(ticket)) == (State.CLOSED, [("ticket.customer_answered", {"text": "Thank you"})])


def test_resolving_keeps_how_and_when() -> None:
    ticket = resolution.resolve(builders.ticket(), "New fuse", by=tomek(), at=NOON)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.state, ticket.resolution, ticket.resolved_at) == (State.RESOLVED, "New fuse", NOON)
    assert entries(ticket) == [("ticket.resolved", {"number": ticket.number, "text": "New fuse"})]
    assert [hit.object_id for hit in query("fuse", kinds=["ticket"], limit=5)] == [ticket.pk]
    assert query("fuse", kinds=["ticket"], limit=5, only_open=True) == []


def test_resolving_resolves_the_open_duplicates_with_it() -> None:
    first = builders.ticket(number=901)
    same = builders.ticket(number=902, duplicate_of=first)
    over = builders.ticket(number=903, duplicate_of=first, state=State.CLOSED)
    resolution.resolve(first, "New fuse", by=tomek(), at=NOON)
    assert list(Ticket.objects.order_by("number").values_list("state", "resolution")) == [
        ("resolved", "New fuse"),
        ("resolved", "New fuse"),
        ("closed", ""),
    ]
    assert [entry.context_id for entry in history_of(same)] == [first.pk]
    assert entries(over) == []


def test_a_resolution_needs_words_and_an_open_ticket() -> None:
    with pytest.raises(Refused) as refusal:
        resolution.resolve(builders.ticket(), "", by=tomek())
    assert (refusal.value.field, str(refusal.value)) == ("resolution", "Write down how it was solved.")
    with pytest.raises(NotOpen):
        resolution.resolve(builders.ticket(state=State.RESOLVED), "again", by=tomek())


def test_the_customers_word_closes_it() -> None:
    ticket = resolution.resolve(builders.ticket(), "New fuse", by=tomek(), at=NOON)
    ticket = resolution.confirm(ticket, by=ana(), at=NOON + timedelta(hours=1))
    assert (ticket.state, ticket.confirmed_at, ticket.closed_at) == (State.CLOSED, *[NOON + timedelta(hours=1)] * 2)
    assert entries(ticket)[-1] == ("ticket.confirmed", {})


def test_only_what_is_resolved_can_be_confirmed_or_closed() -> None:
    for verb in (resolution.confirm, resolution.close):
        for state in (State.NEW, State.WAITING, State.CLOSED):
            with pytest.raises(NotAllowed):
                verb(builders.ticket(state=state), by=ana())


@pytest.mark.parametrize("confirmed", [True, False])
def test_not_solved_reopens_it_and_counts(confirmed: bool) -> None:
    ticket = resolution.resolve(builders.ticket(assignee=tomek()), "New fuse", by=tomek(), at=NOON)
    if confirmed:
        ticket = resolution.confirm(ticket, by=ana(), at=NOON)
    ticket = resolution.not_solved(ticket, "Dark again", by=ana(), at=NOON + timedelta(days=1))
    assert (ticket.state, ticket.reopened, ticket.resolution) == (State.IN_PROGRESS, 1, "")
    assert (ticket.resolved_at, ticket.confirmed_at, ticket.closed_at) == (None, None, None)
    assert entries(ticket)[-1] == (
        "ticket.reopened",
        {"number": ticket.number, "text": "Dark again", "tried": "New fuse"},
    )


def test_what_was_thought_to_solve_it_counts_as_tried() -> None:
    ticket = resolution.resolve(builders.ticket(), "New fuse", by=tomek(), at=NOON)
    resolution.not_solved(ticket, "Dark again", by=ana(), at=NOON + timedelta(days=1))
    assert list(ticket.proposals.values_list("at", "text", "outcome")) == [(NOON, "New fuse", "failed")]


def test_a_ticket_that_nobody_has_is_new_when_it_is_reopened() -> None:
    ticket = resolution.resolve(builders.ticket(), "x", by=tomek())
    assert resolution.not_solved(ticket, "no", by=ana()).state == State.NEW


def test_an_open_ticket_is_not_reopened() -> None:
    for number, state in ((901, State.NEW), (902, State.WAITING)):
        with pytest.raises(Refused) as refusal:
            resolution.not_solved(builders.ticket(number=number, state=state), "no", by=ana())
        assert str(refusal.value) == f"Ticket {number} is open already."


def test_what_nobody_confirmed_in_five_working_days_closes_by_itself() -> None:
    wednesday = NOON
    ticket = resolution.resolve(builders.ticket(), "x", by=tomek(), at=wednesday)
    confirmed = resolution.confirm(
        resolution.resolve(builders.ticket(), "x", by=tomek(), at=wednesday), by=ana(), at=wednesday
    )
    builders.ticket()
    assert resolution.close_unconfirmed(wednesday + timedelta(days=7)) == 0
    assert resolution.close_unconfirmed(wednesday + timedelta(days=7, seconds=1)) == 1
    assert resolution.close_unconfirmed(wednesday + timedelta(days=30)) == 0
    assert Ticket.objects.get(pk=ticket.pk).state == State.CLOSED
    last = history_of(ticket).last()
    assert last is not None
    assert (last.verb, last.actor_id, last.facts) == ("ticket.closed", None, {"unconfirmed_days": 5})
    assert [verb for verb, _facts in entries(confirmed)] == ["ticket.resolved", "ticket.confirmed"]


@pytest.mark.parametrize(("days_later", "back"), [(0, 7), (2, 7), (3, 5), (4, 6), (5, 7)])
def test_working_days_leave_out_the_weekend(days_later: int, back: int) -> None:
    at = NOON + timedelta(days=days_later)  # NOON is a Wednesday
    assert resolution.working_days_before(at, 5) == at - timedelta(days=back)
