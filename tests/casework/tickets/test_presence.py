"""Who else looks at a ticket."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import presence
from firstline.casework.tickets.models import Look, Ticket
from firstline.journal.models import Entry
from tests import builders
from tests.builders import NOON
from tests.cast import ana, sofia, tomek

pytestmark = pytest.mark.django_db


def seen_by(ticket: Ticket, at_seconds: int) -> list[tuple[str, bool]]:
    others = presence.others(ticket, ana(), NOON + timedelta(seconds=at_seconds))
    return [(look.user.name, look.is_writing) for look in others]


def test_others_are_shown_and_those_who_write_first() -> None:
    ticket = builders.ticket()
    presence.look(ticket, by=ana(), at=NOON)
    presence.look(ticket, by=sofia(), at=NOON)
    presence.look(ticket, by=tomek(), at=NOON, is_writing=True)
    assert seen_by(ticket, 10) == [("Tomek Nowak", True), ("Sofía Ruiz", False)]
    assert Entry.objects.count() == 0


def test_whoever_says_nothing_for_a_while_has_left() -> None:
    ticket = builders.ticket()
    presence.look(ticket, by=tomek(), at=NOON)
    assert (seen_by(ticket, 44), seen_by(ticket, 46)) == ([("Tomek Nowak", False)], [])
    presence.look(ticket, by=tomek(), at=NOON + timedelta(seconds=40))
    assert seen_by(ticket, 46) == [("Tomek Nowak", False)]
    assert Look.objects.count() == 1


def test_another_ticket_is_another_matter() -> None:
    presence.look(builders.ticket(), by=tomek(), at=NOON)
    assert seen_by(builders.ticket(), 0) == []


def test_a_look_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ticket, technician = builders.ticket(), tomek()
    with django_assert_num_queries(1):
        presence.look(ticket, by=technician, at=NOON)


def test_those_who_left_long_ago_are_forgotten() -> None:
    presence.look(builders.ticket(), by=tomek(), at=NOON)
    presence.look(builders.ticket(), by=ana(), at=NOON + timedelta(hours=1))
    assert presence.forget(NOON + timedelta(hours=1, seconds=1)) == 1
    assert list(Look.objects.values_list("user__name", flat=True)) == ["Ana Silva"]
