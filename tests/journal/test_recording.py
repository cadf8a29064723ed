from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from firstline.journal.models import Entry, OutboxItem
from firstline.journal.recording import Thing, history_of, kind_of, record, recording_together
from firstline.reference.customers.models import ContactPoint
from tests.builders import NOON, contact, customer
from tests.cast import ana

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which_subject_in_which_context():
    caller, call = customer(), contact()
    record("customer.called", caller, by=ana(), context=call, at=NOON, facts={"words": "hello"})
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_kind, entry.subject_id) == ("customer.called", "customer", caller.pk)
    assert (entry.context_kind, entry.context_id, entry.at) == ("contact", call.pk, NOON)
    assert (entry.actor_id, entry.actor_name, entry.facts) == (ana().pk, "Ana Silva", {"words": "hello"})


def test_a_context_of_a_higher_storey_is_named_by_its_kind_and_key():
    call = contact()
    record("customer.called", customer(), by=None, context=Thing("contact", call.pk))
    assert [entry.verb for entry in history_of(call)] == ["customer.called"]


def test_without_an_actor_it_was_the_clock():
    entry = record("customer.called", customer(), by=None)
    assert (entry.actor_id, entry.actor_name) == (None, "")


def test_the_history_of_a_thing_holds_what_it_is_the_subject_or_the_context_of():
    one, other, call = customer("One"), customer("Other"), contact()
    record("customer.one", one, by=None)
    record("contact.two", call, by=None, context=one)
    record("customer.three", other, by=None)
    assert [entry.verb for entry in history_of(one)] == ["customer.one", "contact.two"]


def test_the_word_of_a_thing_is_its_name_in_lower_case_with_underscores():
    assert [kind_of(customer()), kind_of(contact()), kind_of(ContactPoint())] == [
        "customer",
        "contact",
        "contact_point",
    ]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_entry SET verb = 'other'", "DELETE FROM journal_entry"],
)
def test_the_database_refuses_to_change_an_entry(statement):
    record("customer.called", customer(), by=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.get().verb == "customer.called"


def test_entries_of_a_block_are_written_at_its_end_and_those_of_a_block_that_fails_not_at_all(settings):
    settings.JOURNAL_READERS = ["everything"]
    thing = customer()
    with recording_together():
        record("customer.called", thing, by=ana(), at=NOON, facts={"was": "café ☎"})
        with suppress(ZeroDivisionError), recording_together():
            record("customer.lost", thing, by=None)
            1 / 0  # noqa: B018
        with recording_together():
            record("customer.found", thing, by=None, at=NOON)
        assert list(history_of(thing).filter(verb__startswith="customer.called")) == []
    called, found = history_of(thing).filter(at=NOON)
    assert (called.verb, called.actor_name, called.facts) == ("customer.called", ana().name, {"was": "café ☎"})
    assert (found.verb, found.actor_id) == ("customer.found", None)
    told = OutboxItem.objects.filter(reader="everything").order_by("id").values_list("entry", flat=True)
    assert list(told)[-2:] == [called.pk, found.pk]
