"""Contact volume: what is counted, by what, and within which limits."""

from datetime import UTC, date, datetime, timedelta

import pytest

from firstline.casework.contacts.models import Channel, Kind, Outcome
from firstline.casework.reports.contact_volume import REPORT
from firstline.casework.reports.period import Step
from firstline.casework.reports.report import Address
from firstline.casework.tickets.opening import open_ticket
from firstline.criteria.conditions import Ask
from firstline.criteria.vocabulary import Operator
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, by, odd_figures, total

pytestmark = pytest.mark.django_db


def closed(outcome, **fields):
    return builders.contact(closed_at=NOON, outcome=outcome, **fields)


def test_abandoned_contacts_are_counted_too():
    builders.contact(kind=Kind.ACTION)
    closed(Outcome.ABANDONED, channel=Channel.PORTAL)
    assert (total(REPORT, "contacts"), total(REPORT, "contacts", "abandoned")) == (2, 1)
    assert by(REPORT, "contacts", "channel") == {"telephone": 1, "portal": 1}
    assert by(REPORT, "contacts", "outcome") == {"": 1, "abandoned": 1}
    assert by(REPORT, "contacts", "kind") == {"": 1, "action": 1}


def test_a_contact_is_about_the_code_of_the_first_ticket_made_of_it():
    contact = builders.problem(started_at=NOON)
    first = contact.code
    open_ticket(contact, by=None)
    contact.refresh_from_db()
    contact.code = builders.code(
        "Noise", builders.category("Animals", builders.provider("Shelter", builders.department("Parks")))
    )
    contact.save()
    builders.contact(code=contact.code)
    builders.contact()
    assert by(REPORT, "contacts", "code") == {str(first.pk): 1, str(contact.code.pk): 1, "": 1}
    departments = {str(node.category.provider.department_id): 1 for node in (first, contact.code)}
    assert by(REPORT, "contacts", "department") == {**departments, "": 1}
    assert odd_figures(REPORT, asked()) == []


def test_hours_are_those_of_the_zone_that_is_asked_for():
    builders.contact(started_at=datetime(2026, 3, 4, 20, 30, tzinfo=UTC))
    assert by(REPORT, "contacts", "hour", asked(zone="Asia/Kathmandu")) == {"4-2": 1}
    assert by(REPORT, "contacts", "hour", asked(zone="America/St_Johns")) == {"3-17": 1}


def test_both_hours_that_are_called_two_have_their_own_contacts():
    of = asked(date(2026, 10, 25), date(2026, 10, 25), "Europe/Paris", Step.HOUR)
    for minutes in (0, 30, 60):
        builders.contact(started_at=datetime(2026, 10, 25, 0, 10, tzinfo=UTC) + timedelta(minutes=minutes))
    assert by(REPORT, "contacts", "step", of) == {"20261025T0000Z": 2, "20261025T0100Z": 1}
    assert by(REPORT, "contacts", "hour", of) == {"7-2": 3}
    assert odd_figures(REPORT, of) == []


def test_the_period_before_is_counted_beside_it():
    builders.contact(started_at=NOON - timedelta(days=7))
    builders.contact()
    builders.contact()
    figure = REPORT.answer(asked()).figure(Address("contacts"))
    assert (figure.count, figure.was) == (2, 1)


def test_nothing_is_compared_with_a_time_in_which_there_was_nothing():
    builders.contact()
    assert REPORT.answer(asked()).figure(Address("contacts")).was is None


def test_a_period_without_data_has_figures_of_nothing():
    assert {figure.count for figure in REPORT.answer(asked()).figures()} == {0}


def test_whoever_is_limited_to_departments_counts_theirs_and_those_of_none():
    mine, others = (
        builders.handled_code(),
        builders.code(
            "Noise", builders.category("Animals", builders.provider("Shelter", builders.department("Parks")))
        ),
    )
    for code in (mine, others, None):
        builders.contact(code=code)
    of = asked(within=(mine.category.provider.department_id,))
    assert (total(REPORT, "contacts", of=of), odd_figures(REPORT, of)) == (2, [])


def test_limits_of_the_desk_limit_contacts_themselves_or_by_their_tickets():
    contact = builders.contact(channel=Channel.FAX)
    builders.contact(channel=Channel.FAX)
    builders.contact()
    builders.ticket(contact=contact, tier=2)
    fax = Ask("channel", Operator.ANY_OF, ("fax",))
    second = Ask("tier", Operator.ANY_OF, ("2",))
    limits = [(), (fax,), (second,), (fax, second)]
    assert [total(REPORT, "contacts", of=asked(asks=asks)) for asks in limits] == [3, 2, 1, 1]


def test_imported_tickets_are_counted_by_what_they_said_themselves():
    for source in ("Twitter", "Twitter", " ", "", None):
        builders.ticket(imported={"source": source, "row": 1})
    builders.ticket(imported={"row": 2})
    builders.ticket()
    of = asked(attribute="source")
    assert by(REPORT, "imported", "attribute", of) == {"Twitter": 2, " ": 1, "": 3}
    assert odd_figures(REPORT, of) == []


def test_a_report_asked_again_is_not_counted_again_while_nothing_happens(django_assert_num_queries):
    builders.contact()
    of = asked()
    REPORT.answer(of).counts("contacts")
    with django_assert_num_queries(1):
        REPORT.answer(of).counts("contacts")
    builders.ticket()
    with django_assert_num_queries(5):
        REPORT.answer(of).counts("contacts")
