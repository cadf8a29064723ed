"""First-contact resolution: what was answered, or solved while the customer was there."""

from datetime import timedelta

import pytest

from firstline.casework.contacts.models import Outcome
from firstline.casework.reports.first_contact import REPORT
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, odd_figures, total

pytestmark = pytest.mark.django_db
END = NOON + timedelta(minutes=10)


def contact(outcome, *resolved_after, reopened=0):
    made = builders.contact(closed_at=END, outcome=outcome)
    for minutes in resolved_after:
        at = None if minutes is None else NOON + timedelta(minutes=minutes)
        builders.ticket(contact=made, resolved_at=at, reopened=reopened)
    return made


def shares():
    return total(REPORT, "contacts", "first"), total(REPORT, "contacts")


def test_an_answer_is_a_resolution():
    contact(Outcome.ANSWERED)
    assert shares() == (1, 1)


def test_all_tickets_have_to_be_resolved_before_the_contact_is_closed():
    contact(Outcome.TICKETED, 5, 9)
    contact(Outcome.TICKETED, 5, 11)
    contact(Outcome.TICKETED, 5, None)
    assert shares() == (1, 3)
    assert odd_figures(REPORT, asked()) == []


def test_what_was_reopened_was_not_resolved():
    contact(Outcome.TICKETED, 5, reopened=1)
    assert shares() == (0, 1)


def test_abandoned_misdirected_and_open_contacts_are_neither():
    for outcome in (Outcome.ABANDONED, Outcome.MISDIRECTED, Outcome.RECORDED):
        contact(outcome)
    builders.contact()
    assert shares() == (0, 0)
