"""From the first second of a contact to the last: numbers, fields, kinds, places."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts import closing, reception
from firstline.casework.contacts.editing import Closed
from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.journal.models import Entry
from firstline.journal.recording import history_of
from firstline.journal.versions import Conflict
from firstline.reference.customers.models import Equipment
from tests import builders
from tests.builders import NOON
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db


def entries(contact: Contact) -> list[tuple[str, dict[str, object]]]:
    return [(entry.verb, entry.facts) for entry in history_of(contact)]


def test_a_contact_is_stored_with_a_number_before_anything_is_known() -> None:
    contact = reception.open_contact(by=ana(), at=NOON)
    stored = Contact.objects.get(pk=contact.pk)
    assert (stored.number, stored.channel, stored.kind, stored.started_at) == (1, Channel.TELEPHONE, "", NOON)
    assert (stored.taken_by, stored.is_open) == (ana(), True)
    assert entries(contact) == [("contact.opened", {"channel": "telephone", "outbound": False})]


def test_contacts_are_numbered_without_gaps() -> None:
    assert [reception.open_contact(by=None).number for _ in range(3)] == [1, 2, 3]


def test_opening_a_contact_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    analyst = ana()
    with django_assert_num_queries(1):  # its number, itself and its entry: no transaction is needed around it
        contact = reception.open_contact(by=analyst)
    assert entries(contact) == [("contact.opened", {"channel": "telephone", "outbound": False})]


def test_a_field_is_written_and_its_change_journaled() -> None:
    contact = reception.open_contact(by=ana())
    contact = reception.note_down(contact, "words", "The fridge is broken", seen=1, by=ana())
    assert Contact.objects.get().words == "The fridge is broken"
    assert (contact.version, entries(contact)[1:]) == (
        2,
        [("contact.noted", {"field": "words", "was": "", "now": "The fridge is broken"})],
    )


def test_the_same_value_again_is_no_change() -> None:
    contact = reception.open_contact(by=ana())
    reception.note_down(contact, "words", "broken", seen=1, by=ana())
    reception.note_down(contact, "words", "broken", seen=1, by=ana())
    assert Entry.objects.filter(verb="contact.noted").count() == 1


def test_of_a_long_text_the_journal_keeps_only_what_changed() -> None:
    contact = reception.open_contact(by=ana())
    reception.note_down(contact, "words", "a" * 400, seen=1, by=ana())
    reception.note_down(contact, "words", "a" * 200 + "b" + "a" * 200, seen=2, by=ana())
    facts = [entry.facts for entry in Entry.objects.filter(verb="contact.noted").order_by("id")]
    assert facts[1] == {"field": "words", "from": 200, "was": "", "now": "b"}


def test_a_second_writer_sees_both_values() -> None:
    contact = reception.open_contact(by=ana())
    reception.note_down(contact, "words", "Fridge", seen=1, by=ana())
    with pytest.raises(Conflict) as conflict:
        reception.note_down(contact, "words", "Stove", seen=1, by=sofia())
    assert (conflict.value.theirs, conflict.value.mine, conflict.value.version) == ("Fridge", "Stove", 2)
    assert Contact.objects.get().words == "Fridge"


def test_chosen_equipment_brings_its_location_and_agreement_where_none_stands_yet() -> None:
    place = builders.location("5 Mill Lane")
    fridge = Equipment.objects.create(name="Fridge", location=place)
    contact = reception.note_down(reception.open_contact(by=ana()), "equipment", fridge, seen=1, by=ana())
    assert (contact.equipment, contact.location, contact.place) == (fridge, place, "5 Mill Lane, Exampleville")
    assert entries(contact)[1][1] == {
        "field": "equipment",
        "was": None,
        "now": "Fridge",
        "also": {"location": "5 Mill Lane, Exampleville", "place": "5 Mill Lane, Exampleville"},
    }


def test_chosen_equipment_leaves_a_location_that_was_said_before() -> None:
    here = builders.location("1 Main Street")
    fridge = Equipment.objects.create(name="Fridge", location=builders.location("5 Mill Lane"))
    contact = reception.locate(reception.open_contact(by=ana()), "", here, seen=1, by=ana())
    contact = reception.note_down(contact, "equipment", fridge, seen=contact.version, by=ana())
    assert contact.location == here


def test_a_known_location_gives_its_words_to_the_place() -> None:
    here = builders.location("1 Main Street")
    contact = reception.locate(reception.open_contact(by=ana()), "typed", here, seen=1, by=ana())
    assert (contact.location, contact.place) == (here, "1 Main Street, Exampleville")


def test_other_words_for_the_place_forget_the_location_and_the_same_words_do_not() -> None:
    here = builders.location("1 Main Street")
    contact = reception.locate(reception.open_contact(by=ana()), "", here, seen=1, by=ana())
    same = reception.locate(contact, "1 Main Street, Exampleville", seen=contact.version, by=ana())
    assert same.location == here
    other = reception.locate(contact, "behind the school", seen=same.version, by=ana())
    assert (other.location, other.place) == (None, "behind the school")


def test_changing_the_kind_keeps_what_was_entered() -> None:
    contact = reception.open_contact(by=ana())
    contact = reception.classify(contact, Kind.INFORMATION, seen=1, by=ana())
    contact = reception.note_down(contact, "words", "When is bulky waste collected?", seen=2, by=ana())
    contact = reception.note_down(contact, "answer", "On Mondays", seen=3, by=ana())
    contact = reception.classify(contact, Kind.ACTION, seen=4, by=ana())
    assert (contact.kind, contact.words, contact.answer) == (
        Kind.ACTION,
        "When is bulky waste collected?",
        "On Mondays",
    )
    assert entries(contact)[-1] == ("contact.classified", {"was": "information", "now": "action"})


def test_a_problem_that_is_not_wanted_is_cleared_and_kept_in_the_journal() -> None:
    contact = reception.open_contact(by=ana())
    contact = reception.note_down(contact, "words", "Another thing", seen=1, by=ana())
    contact = reception.note_down(contact, "code", builders.code("Pothole"), seen=2, by=ana())
    contact = reception.drop_problem(contact, by=ana())
    assert (contact.words, contact.code) == ("", None)
    assert entries(contact)[-1] == ("contact.problem_dropped", {"words": "Another thing", "code": "Pothole"})


def test_the_call_ends_once() -> None:
    contact = reception.open_contact(by=ana(), at=NOON)
    reception.end_call(contact, by=ana(), at=NOON + timedelta(seconds=90))
    contact = reception.end_call(contact, by=ana(), at=NOON + timedelta(hours=1))
    assert contact.ended_at == NOON + timedelta(seconds=90)
    assert entries(contact)[1:] == [("contact.ended", {"seconds": 90})]


def test_a_closed_contact_is_not_changed() -> None:
    contact = closing.close(reception.open_contact(by=ana()), Outcome.ABANDONED, by=ana())
    with pytest.raises(Closed) as refusal:
        reception.note_down(contact, "words", "late", seen=9, by=ana())
    assert str(refusal.value) == "Contact 1 is closed. Reopen it with a reason to change it."


class AnyText(TestCase):
    """Whatever a database column can hold comes back as it was typed, and the journal can be read back to it."""

    @given(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=400), max_size=6)
    )
    def test_the_journal_holds_every_version_of_a_text(self, texts: list[str]) -> None:
        contact = reception.open_contact(by=None)
        for text in texts:
            contact = reception.note_down(contact, "words", text, seen=contact.version, by=None)
        told = ""
        for facts in history_of(contact).filter(verb="contact.noted").values_list("facts", flat=True):
            start = facts.get("from", 0)
            told = told[:start] + facts["now"] + told[start + len(facts["was"]) :]
        assert told == Contact.objects.get(pk=contact.pk).words == (texts[-1] if texts else "")
