"""The call-backs that are owed: which, to whom, and who may see them."""

from datetime import timedelta

import pytest

from firstline.casework.tickets import call_backs, worklist
from firstline.casework.tickets.models import CallBack
from tests import builders
from tests.builders import NOON
from tests.cast import ana

pytestmark = pytest.mark.django_db
NUMBER = "+48 22 555 0101"


def promised(hours: int, **facts: object) -> CallBack:
    """A call promised during a contact, so many hours from noon."""
    spoken = builders.contact(caller_number=NUMBER, **facts)
    return call_backs.promise(spoken, NOON + timedelta(hours=hours), "We look it up", by=ana(), at=NOON)


def test_a_customer_is_owed_what_was_promised_in_any_contact() -> None:
    carla, other = builders.customer(), builders.customer("Otto Other")
    late, early = promised(5, customer=carla), promised(2, customer=carla)
    promised(1, customer=other)
    assert worklist.owed_to(carla.pk, None) == [early, late]


def test_whoever_is_not_known_is_owed_what_was_promised_in_this_contact() -> None:
    here = promised(2, customer=None)
    promised(1, customer=None)
    assert worklist.owed_to(None, here.contact_id) == [here]
    assert worklist.owed_to(None, None) == []


def test_what_is_kept_is_not_owed_any_more() -> None:
    kept = promised(2, customer=builders.customer())
    call_backs.attempt(kept, "reached", "It is the red bin", by=ana(), at=NOON)
    assert worklist.owed_to(kept.customer_id, kept.contact_id) == []


def test_a_call_about_a_ticket_of_another_department_is_not_shown() -> None:
    ours, theirs = builders.department("Ours"), builders.department("Theirs")
    carla = builders.customer()
    ticket = builders.ticket(customer=carla, department=theirs)
    due = NOON + timedelta(hours=2)
    about = call_backs.promise_about(ticket, due, "We look it up", by=ana(), at=NOON, number=NUMBER)
    assert worklist.owed_to(carla.pk, None, within=[ours.pk]) == []
    assert [list(row.tickets.all()) for row in worklist.owed_to(carla.pk, None, within=[theirs.pk])] == [[ticket]]
    assert worklist.owed_to(carla.pk, None) == [about]


def test_all_and_those_that_are_late_are_counted() -> None:
    promised(1, customer=None)
    promised(3, customer=None)
    late_at = NOON + timedelta(hours=2)
    assert (worklist.count(), worklist.count(late_at=late_at), worklist.count(only_supervisors=True)) == (2, 1, 0)
