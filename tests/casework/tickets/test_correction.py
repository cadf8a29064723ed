"""Correcting a ticket's fields while others do the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.tickets import correction
from firstline.casework.tickets.models import Ticket
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.search.querying import query
from tests import builders
from tests.builders import NOON
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def test_a_corrected_title_is_kept_journaled_and_found() -> None:
    ticket = correction.correct(builders.ticket(title="Lmap"), "title", " Lamp dark ", seen=1, by=ana())
    assert (Ticket.objects.get().title, ticket.version) == ("Lamp dark", 2)
    assert [(e.verb, e.facts) for e in Entry.objects.all()] == [
        ("ticket.corrected", {"field": "title", "was": "Lmap", "now": "Lamp dark"})
    ]
    assert [hit.object_id for hit in query("lamp", kinds=["ticket"], limit=5)] == [ticket.pk]


def test_a_second_writer_sees_both_values() -> None:
    ticket = builders.ticket(title="Lmap")
    correction.correct(ticket, "title", "Lamp", seen=1, by=ana())
    with pytest.raises(Conflict) as conflict:
        correction.correct(ticket, "title", "Streetlight", seen=1, by=tomek())
    assert (conflict.value.theirs, conflict.value.mine, conflict.value.version) == ("Lamp", "Streetlight", 2)


def test_another_field_is_no_conflict() -> None:
    ticket = builders.ticket()
    correction.correct(ticket, "title", "Lamp", seen=1, by=ana())
    assert correction.correct(ticket, "place", "Main Street", seen=1, by=tomek()).version == 3


def test_the_same_again_is_no_change() -> None:
    ticket = builders.ticket(words="dark")
    assert correction.correct(ticket, "words", "dark ", seen=1, by=ana()).version == 1
    assert Entry.objects.count() == 0


def test_a_title_is_never_empty_and_nothing_is_longer_than_its_column() -> None:
    ticket = builders.ticket()
    refusals = []
    for field, text in (("title", " "), ("title", "x" * 201), ("place", "x" * 301), ("words", "x" * 50_001)):
        with pytest.raises(Refused) as refusal:
            correction.correct(ticket, field, text, seen=1, by=ana())
        refusals.append((refusal.value.field, str(refusal.value)))
    assert refusals == [
        ("title", "A ticket needs a title."),
        ("title", "This text is too long: at most 200 characters."),
        ("place", "This text is too long: at most 300 characters."),
        ("words", "This text is too long: at most 50000 characters."),
    ]


def test_what_is_no_text_of_a_ticket_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="state"):
        correction.correct(builders.ticket(), "state", "closed", seen=1, by=ana())


def test_another_code_brings_its_department_and_leaves_the_queue() -> None:
    ticket = builders.ticket()
    roads = builders.department("Roads")
    code = builders.code("Pothole", builders.category("Holes", builders.provider("Road care", roads)))
    ticket = correction.recode(ticket, code, seen=1, by=ana())
    assert (ticket.code, ticket.department, ticket.centre) == (code, roads, builders.centre())
    assert Entry.objects.get().facts == {
        "field": "code",
        "was": {"en": "Appliance pick-up"},
        "now": {"en": "Pothole"},
    }


def test_a_retired_code_is_not_used_again() -> None:
    code = builders.code("Old")
    code.retired_at = NOON
    with pytest.raises(Refused) as refusal:
        correction.recode(builders.ticket(), code, seen=1, by=ana())
    assert (refusal.value.field, str(refusal.value)) == ("code", "This problem code is no longer in use.")


class AnyText(TestCase):
    """Whatever is typed comes back as it was, but for the blanks around it."""

    @settings(max_examples=25)
    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=400))
    def test_any_text_is_kept(self, text: str) -> None:
        ticket = correction.correct(builders.ticket(words="?"), "words", text, seen=1, by=None)
        assert Ticket.objects.get(pk=ticket.pk).words == text.strip()
