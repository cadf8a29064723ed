"""Rows are written as the framework would write them, alone or several in one statement."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import CallBack, Ticket
from firstline.journal import asking, columns
from firstline.journal.models import Entry
from firstline.journal.numbers import next_number
from firstline.journal.recording import record, recording_together
from firstline.journal.writing import insert, insert_linked, insert_numbered, key_of, together, update
from firstline.reference.customers.models import Customer
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_row_that_is_inserted_is_as_one_that_is_saved():
    entry = Entry(at=builders.NOON, verb="x.done", subject_kind="x", subject_id=1, facts={"text": "ż\n'\\"})
    insert(entry)
    found = Entry.objects.get(pk=entry.pk)
    assert (found.at, found.facts, found.context_id, entry._state.adding) == (builders.NOON, entry.facts, None, False)
    customer = Customer(name="Łucja Żak")
    insert(customer)
    assert customer.name_key == Customer.objects.get(pk=customer.pk).name_key == "lucja zak"


def test_a_row_takes_the_next_number_of_its_series(django_assert_num_queries):
    first = next_number("contact")
    made = [Contact(channel="telephone", started_at=builders.NOON) for _ in range(2)]
    for contact in made:
        with django_assert_num_queries(1):
            insert_numbered(contact, "contact")
    assert [contact.number for contact in made] == [first + 1, first + 2]
    assert [Contact.objects.get(pk=contact.pk).number for contact in made] == [first + 1, first + 2]
    assert next_number("contact") == first + 3


def test_a_row_is_written_with_what_it_belongs_to(django_assert_num_queries):
    ticket = builders.ticket()
    call = CallBack(number="0123", due_by=builders.NOON, made_at=builders.NOON)
    with django_assert_num_queries(1):
        insert_linked(call, "tickets", ticket)
    found = CallBack.objects.get(pk=call.pk)
    assert (found.number, list(found.tickets.all()), call._state.adding) == ("0123", [ticket], False)


def test_only_the_fields_named_are_written(django_assert_num_queries):
    contact = builders.contact()
    contact.words, contact.place, contact.answers = "Brown water", "Kept in memory", {"1": "yes"}
    with django_assert_num_queries(1):
        update(contact, ["words", "answers", "code"])
    found = Contact.objects.get(pk=contact.pk)
    assert (found.words, found.answers, found.code, found.place) == ("Brown water", {"1": "yes"}, None, "")


def test_a_row_that_has_gone_cannot_be_written():
    contact = builders.contact()
    Contact.objects.filter(pk=contact.pk).delete()
    with pytest.raises(DatabaseError):
        update(contact, ["words"])


def test_several_rows_go_out_in_one_statement(django_assert_num_queries):
    contact, ticket = builders.contact(), builders.ticket()
    contact.place, call = "Harbour", CallBack(number="0123", due_by=builders.NOON, made_at=builders.NOON)
    with django_assert_num_queries(3), transaction.atomic(), together():
        update(contact, ["place"])
        insert_linked(call, "tickets", ticket)
        entry = record("ticket.noted", ticket, by=None, facts={"text": "one"})
    assert Contact.objects.get(pk=contact.pk).place == "Harbour"
    assert list(CallBack.objects.get(pk=call.pk).tickets.all()) == [ticket]
    assert Entry.objects.get(pk=entry.pk).facts == {"text": "one"}


def test_a_row_and_what_names_its_key_go_out_in_one_statement(django_assert_num_queries):
    first, contact = next_number("contact"), Contact(channel="telephone", started_at=builders.NOON)
    call = CallBack(number="%s", due_by=builders.NOON, made_at=builders.NOON)
    with django_assert_num_queries(1), together():
        insert(call)
        insert_numbered(contact, "contact")
        entry = record("contact.opened", contact, by=None, facts={"text": "100 %s"})
    assert contact.pk == entry.subject_id == Entry.objects.get(pk=entry.pk).subject_id
    assert Contact.objects.get(pk=contact.pk).number == first + 1
    assert (CallBack.objects.get(pk=call.pk).number, entry.facts) == ("%s", {"text": "100 %s"})


def test_an_entry_that_waits_for_others_learns_the_key_that_was_awaited():
    contact = Contact(channel="telephone", started_at=builders.NOON)
    with recording_together(), together():
        insert_numbered(contact, "contact")
        entry = record("contact.opened", contact, by=None, context=contact)
    kept = Entry.objects.get(verb="contact.opened")
    assert kept.subject_id == kept.context_id == entry.subject_id == entry.context_id == contact.pk


def test_entries_cannot_go_out_before_what_they_are_about():
    contact = Contact(channel="telephone", started_at=builders.NOON)
    with pytest.raises(ValueError, match="not written yet"), transaction.atomic(), together():
        _record_too_early(contact)
    assert (contact.pk, Entry.objects.count()) == (None, 0)


def _record_too_early(contact):
    insert_numbered(contact, "contact")
    with recording_together():
        record("contact.opened", contact, by=None)


def test_a_row_is_linked_to_one_that_the_same_statement_makes():
    call = CallBack(number="0123", due_by=builders.NOON, made_at=builders.NOON)
    ticket = builders.ticket()
    copy = Ticket.objects.get(pk=ticket.pk)
    copy.pk, copy.number, copy._state.adding = None, ticket.number + 1, True
    with together():
        insert(copy)
        insert_linked(call, "tickets", copy)
    assert list(CallBack.objects.get(pk=call.pk).tickets.all()) == [Ticket.objects.get(pk=copy.pk)]


def test_the_key_of_a_row_that_nobody_makes_is_none():
    with together():
        assert key_of(Contact()) is None


def test_one_row_together_with_nothing_is_written_alone():
    entry = Entry(at=builders.NOON, verb="x.done", subject_kind="x", subject_id=1)
    with together():
        insert(entry)
    with together():
        pass
    assert Entry.objects.get(pk=entry.pk).verb == "x.done"


def test_a_block_that_fails_writes_nothing():
    contact = builders.contact()
    contact.place = "Harbour"
    with pytest.raises(LookupError), together():
        _write_and_fail(contact)
    assert Contact.objects.get(pk=contact.pk).place == ""


def _write_and_fail(contact):
    update(contact, ["place"])
    raise LookupError


def test_a_row_that_has_gone_cannot_be_written_with_others():
    gone, contact = builders.contact(), builders.contact()
    Contact.objects.filter(pk=gone.pk).delete()
    with pytest.raises(DatabaseError), together():
        _write_words(contact, gone)


def _write_words(*contacts):
    for contact in contacts:
        update(contact, ["words"])


@pytest.mark.parametrize("model", [Ticket, Contact, Entry, CallBack])
def test_values_are_those_of_the_framework(model):
    row = builders.ticket(imported={"a": [1]}) if model is Ticket else builders.contact(kind="action")
    row = row if isinstance(row, model) else model()
    plain = {}
    for field in model._meta.local_concrete_fields:
        value = None if field.primary_key or field.generated else field.pre_save(row, add=True)
        if value is not None:
            plain[field.column] = field.get_db_prep_save(value, connection)
    found = columns.of_new(row)
    assert {name: _told(value) for name, value in found.items()} == {
        name: _told(value) for name, value in plain.items()
    }


def _told(value):
    """The type says how a value travels; JSON is compared by what it holds."""
    return (type(value), getattr(value, "obj", value))


def test_a_row_made_of_columns_is_that_of_the_framework():
    facts = {"number": 7, "title": "Water", "priority_id": 3, "opened_at": builders.NOON}
    quick, plain = columns.made(Ticket, facts), Ticket(**facts)
    assert {**vars(quick), "_state": None} == {**vars(plain), "_state": None}
    assert quick.answers is not columns.made(Ticket, facts).answers


def test_a_statement_is_asked_anew_each_time():
    assert [asking.rows("SELECT %s::int + 1", [number]) for number in (1, 2, 70_000)] == [[(2,)], [(3,)], [(70_001,)]]
    assert asking.count("SELECT generate_series(1, %s)", [3]) == 3


def test_nothing_is_asked_in_a_transaction_that_has_failed():
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            asking.rows("SELECT 1 / %s", [0])
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            asking.rows("SELECT %s", [1])
