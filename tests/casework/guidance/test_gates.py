"""A required step blocks closing or resolving until it is answered or skipped with a reason."""

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts import closing
from firstline.casework.guidance import following, gates
from firstline.casework.guidance.models import Run
from firstline.casework.tickets import resolution
from firstline.casework.tickets.models import State, Ticket
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def asked(subject: object, **facts: bool) -> Run:
    version = builders.procedure(builders.step("door", required=True, **facts), builders.step("bye", "say"))
    return following.start(version, subject, facts={}, by=ana())  # type: ignore[arg-type]


def test_a_contact_is_closed_when_the_step_is_answered() -> None:
    contact = builders.contact(kind="information", words="When?", answer="Tuesday")
    run = asked(contact, blocks_closing=True)
    missing = closing.missing(contact, "answered")
    assert [(one.section, one.field, one.text) for one in missing] == [
        ("procedure", f"{run.pk}.door", "Procedure: Door")
    ]
    with pytest.raises(closing.Incomplete):
        closing.close(contact, "answered", by=ana())
    following.answer(run, "door", "the red one", facts={}, seen=0, by=ana())
    assert closing.close(contact, "answered", by=ana()).outcome == "answered"


def test_a_contact_that_was_cut_short_or_whose_run_was_left_is_not_held_up() -> None:
    contact = builders.contact(kind="information", words="When?", answer="Tuesday")
    run = asked(contact, blocks_closing=True)
    assert closing.missing(contact, "abandoned") == []
    following.leave(run, "not this one", facts={}, by=ana())
    assert closing.missing(contact, "answered") == []


def test_a_ticket_is_resolved_when_the_step_is_skipped_with_a_reason() -> None:
    ticket = builders.ticket(state=State.IN_PROGRESS)
    run = asked(ticket, blocks_resolving=True)
    with pytest.raises(gates.Unmet) as unmet:
        resolution.resolve(ticket, "done", by=tomek())
    assert [one.step.key for one in unmet.value.steps] == ["door"]
    assert str(unmet.value) == "Steps of the procedure are still open: Door."
    following.skip(run, "door", "there is no door", facts={}, by=tomek())
    assert resolution.resolve(ticket, "done", by=tomek()).state == State.RESOLVED


def test_a_job_that_is_done_resolves_its_ticket_all_the_same() -> None:
    ticket = builders.ticket(state=State.IN_PROGRESS)
    asked(ticket, blocks_resolving=True)
    order = builders.work_order()
    assert resolution.resolve(ticket, "done", by=tomek(), context=order).state == State.RESOLVED


def test_a_step_blocks_only_what_it_says() -> None:
    ticket = builders.ticket()
    asked(ticket, blocks_closing=True)
    assert gates.unmet(ticket, gates.RESOLVING, dict) == []


def test_where_nothing_is_followed_a_gate_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ticket = Ticket.objects.get(pk=builders.ticket().pk)
    with django_assert_num_queries(1):
        gates.demand(ticket, gates.RESOLVING, dict)
