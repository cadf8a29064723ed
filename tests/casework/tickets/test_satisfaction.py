"""Ratings: asked when it is solved, given once, explained once."""

import pytest
from django.db import IntegrityError, transaction

from firstline.casework.tickets import resolution, satisfaction
from firstline.casework.tickets.models import Rating
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana

pytestmark = pytest.mark.django_db


def solved():
    return resolution.resolve(builders.ticket(), "Changed the lamp", by=ana())


def test_a_resolved_ticket_is_rated_once_and_the_same_again_changes_nothing() -> None:
    ticket = solved()
    assert satisfaction.may_be_rated(ticket)
    given = satisfaction.rate(ticket, 4, by=None)
    assert satisfaction.rate(ticket, 4, by=None) == given
    assert not satisfaction.may_be_rated(ticket)
    with pytest.raises(satisfaction.RatedAlready):
        satisfaction.rate(ticket, 5, by=None)
    entries = Entry.objects.filter(verb="ticket.rated").values_list("facts", "actor_id")
    assert list(entries) == [({"score": 4, "text": ""}, None)]


def test_reasons_are_added_once() -> None:
    given = satisfaction.rate(solved(), 1, by=ana())
    with pytest.raises(Refused):
        satisfaction.explain(given, " \x00 ", by=None)
    assert satisfaction.explain(given, "It took weeks", by=None).words == "It took weeks"
    with pytest.raises(satisfaction.RatedAlready):
        satisfaction.explain(given, "Really", by=None)
    assert Rating.objects.get().words == "It took weeks"


@pytest.mark.parametrize("score", [0, 6, -1, 10**9])
def test_a_rating_is_one_of_five(score: int) -> None:
    ticket = solved()
    with pytest.raises(Refused):
        satisfaction.rate(ticket, score, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(ticket=ticket, score=min(abs(score) + 6, 30000), at=builders.NOON)


def test_an_open_ticket_is_not_rated() -> None:
    ticket = builders.ticket()
    assert not satisfaction.may_be_rated(ticket)
    with pytest.raises(Refused):
        satisfaction.rate(ticket, 5, by=None)
