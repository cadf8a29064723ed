"""What is new in the journal is heard once, in whatever order it was committed, and nothing is lost."""

import pytest

from firstline.casework.reports.room_news import HEARD_AGAIN, MOST_HEARD, Ear
from firstline.journal.models import Entry
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db
FIRST = 1_000_000


def entry(number, *, ticket=None, kind="contact", key=7):
    context = {"context_kind": "ticket", "context_id": ticket} if ticket else {}
    Entry.objects.create(pk=FIRST + number, verb="told", subject_kind=kind, subject_id=key, at=NOON, **context)


@pytest.fixture
def ear():
    """One that has heard of everything so far."""
    builders.ticket()
    entry(0)
    ear = Ear()
    ear.remember(ear.listen())
    return ear


def heard(ear):
    news = ear.listen()
    if news is None:
        return None
    ear.remember(news)
    return "everything" if news.is_flood else (set(news.tickets), set(news.kinds) - {""})


def test_at_first_everything_may_have_changed():
    assert heard(Ear()) == "everything"


def test_each_entry_is_heard_once(ear):
    entry(1, ticket=31)
    entry(2, kind="ticket", key=32)
    assert [heard(ear), heard(ear)] == [({31, 32}, {"contact", "ticket"}), None]


def test_a_new_ticket_of_which_no_entry_is_to_be_seen_yet_is_heard_of(ear):
    number = builders.ticket().pk
    assert [heard(ear), heard(ear)] == [({number}, set()), None]


def test_what_commits_late_is_heard_when_it_does(ear):
    entry(9, ticket=31)
    first = heard(ear)
    entry(5, ticket=32)
    kinds = {"contact", "ticket"}
    assert [first, heard(ear), heard(ear)] == [({31}, kinds), ({32}, kinds), None]


def test_very_late_ones_are_left_to_the_next_reading_of_everything(ear):
    entry(HEARD_AGAIN + 1, ticket=31)
    heard(ear)
    entry(1, ticket=32)
    entry(HEARD_AGAIN + 2, ticket=33)
    assert heard(ear) == ({33}, {"contact", "ticket"})


def test_news_that_was_not_remembered_comes_again(ear):
    entry(1, ticket=31)
    assert ear.listen() == ear.listen()
    assert heard(ear) == ({31}, {"contact", "ticket"})


def test_a_flood_and_an_older_database_are_read_anew(ear):
    about = {"verb": "told", "subject_kind": "contact", "subject_id": 7, "at": NOON}
    Entry.objects.bulk_create(Entry(pk=FIRST + number, **about) for number in range(1, MOST_HEARD + HEARD_AGAIN + 1))
    assert heard(ear) == "everything"
    ear.entry += 1
    assert heard(ear) == "everything"
