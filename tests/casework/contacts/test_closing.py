"""Closing with an outcome, and only when nothing is missing."""

from datetime import timedelta

import pytest

from firstline.casework.contacts import closing, commenting, reception
from firstline.casework.contacts.models import Contact, Kind, Outcome, Tone
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.search.querying import query
from tests import builders
from tests.builders import NOON
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db

COMPLETE: dict[str, dict[str, object]] = {
    Outcome.ANSWERED: {"kind": Kind.INFORMATION, "words": "When?", "answer": "Monday"},
    Outcome.RECORDED: {"kind": Kind.COMMENT, "words": "Well done", "tone": Tone.PRAISE},
    Outcome.ABANDONED: {},
    Outcome.MISDIRECTED: {},
}


def noted(**values: object) -> Contact:
    contact = reception.open_contact(by=ana(), at=NOON)
    for field, value in values.items():
        contact = reception.note_down(contact, field, value, seen=contact.version, by=ana())
    return contact


def missing(contact: Contact, outcome: str) -> list[tuple[str, str]]:
    return [(item.section, item.field) for item in closing.missing(contact, outcome)]


@pytest.mark.parametrize("outcome", COMPLETE)
def test_a_complete_contact_closes_with_its_outcome(outcome: str) -> None:
    contact = closing.close(noted(**COMPLETE[outcome]), outcome, by=ana(), at=NOON + timedelta(minutes=5))
    stored = Contact.objects.get()
    assert (stored.outcome, stored.closed_at, stored.ended_at) == (outcome, contact.closed_at, contact.closed_at)
    last = history_of(contact).last()
    assert last is not None
    assert (last.verb, last.facts["outcome"], last.at) == ("contact.closed", outcome, NOON + timedelta(minutes=5))


@pytest.mark.parametrize("outcome", [Outcome.ABANDONED, Outcome.MISDIRECTED])
def test_a_call_cut_short_needs_nothing(outcome: str) -> None:
    assert missing(noted(), outcome) == []


def test_without_a_kind_the_kind_is_missing() -> None:
    assert missing(noted(words="Hello"), Outcome.ANSWERED) == [("kind", "kind")]


@pytest.mark.parametrize(
    ("values", "outcome", "expected"),
    [
        ({"kind": Kind.INFORMATION}, Outcome.ANSWERED, [("question", "words"), ("answer", "answer")]),
        ({"kind": Kind.INFORMATION, "words": " ", "answer": "x"}, Outcome.ANSWERED, [("question", "words")]),
        ({"kind": Kind.COMMENT}, Outcome.RECORDED, [("comment", "words"), ("comment", "tone")]),
        (
            {"kind": Kind.ACTION},
            Outcome.TICKETED,
            [("who", "caller_name"), ("problem", "words"), ("problem", "code")],
        ),
        (
            {"kind": Kind.ACTION, "caller_name": "anonymous", "words": "x"},
            "",
            [("problem", "code"), ("closing", "outcome")],
        ),
        ({"kind": Kind.INFORMATION, "words": "x", "answer": "y"}, Outcome.RECORDED, [("closing", "outcome")]),
        ({"kind": Kind.INFORMATION, "words": "x", "answer": "y"}, "nonsense", [("closing", "outcome")]),
    ],
)
def test_what_is_missing_is_said_field_by_field(
    values: dict[str, object], outcome: str, expected: list[tuple[str, str]]
) -> None:
    assert missing(noted(**values), outcome) == expected


def test_the_refusal_lists_everything_in_one_sentence() -> None:
    with pytest.raises(closing.Incomplete) as refusal:
        closing.close(noted(kind=Kind.INFORMATION), Outcome.ANSWERED, by=ana())
    assert str(refusal.value) == ("Before this contact can be closed: What the customer asked; The answer given.")
    assert Contact.objects.get().is_open


def test_an_action_request_needs_its_ticket() -> None:
    contact = noted(kind=Kind.ACTION, caller_name="Carla", words="Fridge", code=builders.handled_code())
    assert missing(contact, Outcome.TICKETED) == [("tickets", "ticket")]


def test_an_action_request_with_a_ticket_and_no_problem_left_closes() -> None:
    contact = noted(kind=Kind.ACTION, caller_name="Carla")
    builders.ticket(contact=contact)
    assert missing(contact, Outcome.TICKETED) == []
    assert closing.outcomes(contact, has_tickets=True) == [Outcome.TICKETED]


def test_a_second_problem_that_was_begun_is_not_forgotten() -> None:
    contact = noted(kind=Kind.ACTION, caller_name="Carla", words="And the street lamp")
    builders.ticket(contact=contact)
    assert missing(contact, Outcome.TICKETED) == [("problem", "code")]
    assert missing(reception.drop_problem(contact, by=ana()), Outcome.TICKETED) == []


def test_an_action_request_solved_at_once_closes_as_answered() -> None:
    contact = noted(kind=Kind.ACTION, caller_name="Carla", words="No heat", code=builders.handled_code())
    assert missing(contact, Outcome.ANSWERED) == [("answer", "answer")]
    contact = reception.note_down(contact, "answer", "The switch was off", seen=contact.version, by=ana())
    assert closing.close(contact, Outcome.ANSWERED, by=ana()).outcome == Outcome.ANSWERED


def test_a_contact_with_tickets_was_neither_abandoned_nor_misdirected() -> None:
    contact = noted(kind=Kind.ACTION, caller_name="Carla")
    builders.ticket(contact=contact)
    assert missing(contact, Outcome.ABANDONED) == [("closing", "outcome")]


def test_what_the_code_requires_is_missing_until_it_is_there() -> None:
    code = builders.handled_code(requires_location=True, requires_equipment=True)
    question = builders.question(code)
    contact = noted(kind=Kind.ACTION, caller_name="Carla", words="Fridge", code=code)
    assert missing(contact, Outcome.TICKETED) == [
        ("problem", "place"),
        ("problem", "equipment"),
        ("problem", f"answer_{question.pk}"),
    ]


def test_closing_a_comment_reaches_those_responsible() -> None:
    supervisor = sofia()
    contact = closing.close(noted(**COMPLETE[Outcome.RECORDED]), Outcome.RECORDED, by=ana())
    assert list(contact.responsible.all()) == commenting.responsible_for(contact).people == [supervisor]
    last = history_of(contact).last()
    assert last is not None
    assert last.facts == {"outcome": "recorded", "kind": "comment", "reaches": [supervisor.pk], "names": ["Sofía Ruiz"]}


def test_a_closed_contact_is_not_closed_again() -> None:
    contact = closing.close(noted(), Outcome.ABANDONED, by=ana())
    with pytest.raises(Refused):
        closing.close(contact, Outcome.MISDIRECTED, by=ana())


def test_a_closed_contact_is_reopened_with_a_reason() -> None:
    contact = closing.close(noted(), Outcome.ABANDONED, by=ana())
    contact = closing.reopen(contact, " She called again ", by=ana())
    assert (contact.is_open, contact.outcome) == (True, "")
    last = history_of(contact).last()
    assert last is not None
    assert (last.verb, last.facts) == ("contact.reopened", {"text": "She called again", "was": "abandoned"})


@pytest.mark.parametrize(
    ("reason", "is_closed", "message"),
    [("  ", True, "Say why the contact is opened again."), ("because", False, "Contact 1 is open already.")],
)
def test_reopening_is_refused_without_a_reason_or_need(reason: str, is_closed: bool, message: str) -> None:
    contact = noted()
    if is_closed:
        closing.close(contact, Outcome.ABANDONED, by=ana())
    with pytest.raises(Refused) as refusal:
        closing.reopen(contact, reason, by=ana())
    assert str(refusal.value) == message


def test_a_closed_contact_is_found_by_its_words_but_not_among_the_open() -> None:
    contact = closing.close(noted(**COMPLETE[Outcome.RECORDED]), Outcome.RECORDED, by=ana())
    assert [hit.object_id for hit in query("well done", kinds=["contact"])] == [contact.pk]
    assert query("well done", kinds=["contact"], only_open=True) == []
