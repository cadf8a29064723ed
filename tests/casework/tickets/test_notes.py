"""Notes, messages and calls: the journal alone keeps them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import notes
from firstline.casework.tickets.models import State, Ticket
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import tomek

pytestmark = pytest.mark.django_db


def test_a_note_is_one_entry_and_leaves_the_ticket_as_it_was() -> None:
    ticket = builders.ticket()
    notes.note_internally(ticket, "  Key is at the caretaker's \n", by=tomek())
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id, entry.facts) == (
        "ticket.noted",
        ticket.pk,
        {"text": "Key is at the caretaker's"},
    )
    assert Ticket.objects.get().version == 1


def test_a_note_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ticket, technician = builders.ticket(), tomek()
    with django_assert_num_queries(3):  # the entry, and the two of a savepoint, as tests have
        notes.note_internally(ticket, "x", by=technician)


def test_a_closed_ticket_can_still_be_noted_on() -> None:
    notes.note_internally(builders.ticket(state=State.CLOSED), "She called to say thanks", by=tomek())
    assert Entry.objects.count() == 1


def test_a_message_is_written_down_for_the_customer() -> None:
    notes.write_down_message(builders.ticket(), "We come on Monday", by=tomek())
    assert [(e.verb, e.facts) for e in Entry.objects.all()] == [
        ("ticket.message_written", {"text": "We come on Monday"})
    ]


def test_a_call_keeps_how_it_ended_and_what_was_said() -> None:
    ticket = builders.ticket()
    notes.call(ticket, "", "no_answer", by=tomek())
    notes.call(ticket, "She is at home after five", "reached", by=tomek())
    assert [e.facts for e in Entry.objects.order_by("id")] == [
        {"outcome": "no_answer", "text": ""},
        {"outcome": "reached", "text": "She is at home after five"},
    ]


@pytest.mark.parametrize(
    ("text", "outcome", "field", "sentence"),
    [
        ("", "reached", "text", "Write down what was said."),
        ("x", "hung_up", "outcome", "Say how the call ended."),
        ("x" * 50_001, "no_answer", "text", "This text is too long: at most 50000 characters."),
    ],
)
def test_a_call_that_says_too_little_is_refused(text: str, outcome: str, field: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        notes.call(builders.ticket(), text, outcome, by=tomek())
    assert (refusal.value.field, str(refusal.value)) == (field, sentence)


@pytest.mark.parametrize("text", ["", "  \n\t", "\x00"])
def test_an_empty_note_is_none(text: str) -> None:
    for write, sentence in (
        (notes.note_internally, "Write the note first."),
        (notes.write_down_message, "Write the message first."),
    ):
        with pytest.raises(Refused) as refusal:
            write(builders.ticket(), text, by=tomek())
        assert (refusal.value.field, str(refusal.value)) == ("text", sentence)
    assert Entry.objects.count() == 0


def test_what_no_database_can_hold_is_replaced_at_the_last_door() -> None:
    notes.note_internally(builders.ticket(), "a\x00b \ud800 c", by=None)
    assert Entry.objects.get().facts == {"text": "ab ? c"}
