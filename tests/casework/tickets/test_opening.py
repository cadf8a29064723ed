"""A contact's problem becomes a ticket."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets import opening, triage
from firstline.casework.tickets.models import State, Ticket
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Equipment
from firstline.search.querying import query
from tests import builders
from tests.builders import NOON
from tests.cast import ana

pytestmark = pytest.mark.django_db


def test_a_ticket_takes_the_problem_over_with_all_that_belongs_to_it() -> None:
    place = builders.location("5 Mill Lane", latitude=42.31, longitude=-71.06)
    fridge = Equipment.objects.create(name="Fridge")
    contact = builders.problem(
        place="behind the shed", location=place, equipment=fridge, wanted="It is gone", before="Nothing", language="fr"
    )
    ticket = Ticket.objects.get(pk=opening.open_ticket(contact, by=ana(), at=NOON).pk)
    assert (ticket.number, ticket.title, ticket.state, ticket.tier) == (1, "The fridge is to be fetched", State.NEW, 1)
    assert (ticket.contact, ticket.customer, ticket.code) == (contact, contact.customer, builders.handled_code())
    assert (ticket.words, ticket.wanted, ticket.before) == (contact.words, "It is gone", "Nothing")
    assert (ticket.place, ticket.location, ticket.equipment) == ("behind the shed", place, fridge)
    assert (ticket.latitude, ticket.longitude) == (42.31, -71.06)
    assert (ticket.language, ticket.channel, ticket.department) == ("fr", "telephone", builders.department())
    assert (ticket.opened_at, ticket.changed_at) == (NOON, NOON)
    assert (ticket.centre, ticket.route_because) == (builders.centre(), triage.BY_CODE)
    assert (ticket.priority, ticket.priority_rank) == (builders.priority(), 3)


def test_the_one_entry_says_what_was_decided_and_why() -> None:
    contact = builders.problem(number=77)
    ticket = opening.open_ticket(contact, by=ana(), at=NOON)
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id, entry.context_kind, entry.context_id) == (
        "ticket.opened",
        ticket.pk,
        "contact",
        contact.pk,
    )
    assert (entry.at, entry.actor_name) == (NOON, "Ana Silva")
    assert entry.facts == {
        "number": ticket.number,
        "title": "The fridge is to be fetched",
        "contact": 77,
        "code": {"en": "Appliance pick-up"},
        "priority": {"en": "regular"},
        "priority_because": "The problem code carries it.",
        "centre": {"en": "Street depot"},
        "centre_id": ticket.centre_id,
        "tier": 1,
        "route_because": "The problem code carries it.",
    }


def test_the_contact_is_free_for_the_next_problem_so_the_same_one_is_not_opened_twice() -> None:
    contact = builders.problem(wanted="gone", place="here")
    opening.open_ticket(contact, by=ana())
    kept = Contact.objects.get()
    assert (kept.words, kept.code, kept.wanted, kept.place, kept.version) == ("", None, "", "", 2)
    with pytest.raises(opening.Incomplete) as refusal:
        opening.open_ticket(contact, by=ana())
    assert [missing.field for missing in refusal.value.missing] == ["words", "code"]
    assert Ticket.objects.count() == 1


def test_two_problems_of_one_contact_become_two_tickets() -> None:
    contact = builders.problem()
    opening.open_ticket(contact, by=ana())
    Contact.objects.update(words="And a lamp is dark", code=builders.handled_code("Lamp"))
    opening.open_ticket(contact, by=ana())
    assert [(t.number, t.title) for t in contact.tickets.order_by("number")] == [
        (1, "The fridge is to be fetched"),
        (2, "And a lamp is dark"),
    ]


def test_answers_are_kept_with_their_questions_as_they_were() -> None:
    code = builders.handled_code()
    plugged = builders.question(code)
    builders.question(code, "How old is it?", "number", required=False)
    contact = builders.problem(answers={str(plugged.pk): False})
    ticket = opening.open_ticket(contact, by=ana())
    plugged.texts = {"en": "Something else?"}
    plugged.save()
    assert Ticket.objects.get(pk=ticket.pk).answers == [
        {"kind": "yes_no", "texts": {"en": "Is it still plugged in?"}, "choices": [], "answer": False}
    ]


def test_what_the_code_requires_must_be_there() -> None:
    code = builders.handled_code("Strict", requires_location=True, requires_equipment=True)
    asked = builders.question(code)
    with pytest.raises(opening.Incomplete) as refusal:
        opening.open_ticket(builders.problem(code=code), by=ana())
    assert [missing.field for missing in refusal.value.missing] == ["place", "equipment", f"answer_{asked.pk}"]
    assert str(refusal.value) == "Before a ticket can be opened, something is missing."
    assert (Ticket.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_refused_ticket_uses_no_number() -> None:
    with pytest.raises(opening.Incomplete):
        opening.open_ticket(builders.problem(words=" "), by=ana())
    assert opening.open_ticket(builders.problem(), by=ana()).number == 1


def test_no_ticket_is_opened_from_a_closed_contact() -> None:
    contact = builders.problem(number=9, closed_at=NOON + timedelta(hours=1), outcome="ticketed")
    with pytest.raises(Refused) as refusal:
        opening.open_ticket(contact, by=ana())
    assert str(refusal.value) == "Contact 9 is closed. Reopen it with a reason to change it."


def test_a_known_location_gives_its_words_where_no_place_was_said() -> None:
    ticket = opening.open_ticket(builders.problem(location=builders.location("5 Mill Lane")), by=ana())
    assert ticket.place == "5 Mill Lane, Exampleville"


def test_the_ticket_is_found_by_its_words_at_once() -> None:
    ticket = opening.open_ticket(builders.problem(words="Giant hogweed beside the pond"), by=ana())
    assert [hit.object_id for hit in query("hogweed", kinds=["ticket"], limit=5)] == [ticket.pk]


def test_opening_costs_few_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    contact, next_contact, analyst = builders.problem(), builders.problem(words="Another"), ana()
    opening.open_ticket(contact, by=analyst)
    # contact with whether anything that is laid down has changed, ticket with its number, all the rest; and the two of
    # a savepoint, as tests have
    with django_assert_num_queries(5):
        opening.open_ticket(next_contact, by=analyst)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Pothole", "Pothole"),
        ("\n\n  Pothole at the corner. \nIt is deep", "Pothole at the corner."),
        ("word " * 40, "word " * 19 + "word…"),
        ("x" * 300, "x" * 100 + "…"),
        ("   ", "Appliance pick-up"),
    ],
)
def test_the_title_is_the_first_line_cut_at_a_word(words: str, title: str) -> None:
    assert opening.title_of(builders.problem(words=words)) == title


class AnyWords(TestCase):
    """Whatever a customer says, in whatever script, becomes a ticket with a title that fits."""

    @settings(max_examples=25)
    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=500))
    def test_any_words_make_a_ticket_or_are_missing(self, words: str) -> None:
        contact = builders.problem(words=words)
        if not words.strip():
            with pytest.raises(opening.Incomplete):
                opening.open_ticket(contact, by=None)
            return
        ticket = Ticket.objects.get(pk=opening.open_ticket(contact, by=None).pk)
        assert (ticket.words, 0 < len(ticket.title) <= 101) == (words, True)
