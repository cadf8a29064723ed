"""Questions of a code, typed answers."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from firstline.casework.contacts import answering, reception
from firstline.casework.contacts.models import Contact
from firstline.journal.recording import history_of
from firstline.journal.versions import Conflict
from firstline.reference.handling.models import Question
from tests import builders
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db
SIZES = [{"en": "small", "fr": "petit"}, {"en": "large", "fr": "grand"}]


def asked(kind: str, **facts: object) -> tuple[Contact, Question]:
    question = builders.question(builders.handled_code(), kind=kind, **facts)
    contact = reception.note_down(reception.open_contact(by=ana()), "code", question.code, seen=1, by=ana())
    return contact, question


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "shown"),
    [
        ("text", "  behind the shed ", "behind the shed", "behind the shed"),
        ("number", "12", 12, "12"),
        ("number", "1 200", 1200, "1200"),
        ("number", "2,5", 2.5, "2.5"),
        ("yes_no", "yes", True, "yes"),
        ("yes_no", "no", False, "no"),
        ("choice", "large", "large", "large"),
        ("date", "2026-03-04", "2026-03-04", "March 4, 2026"),
    ],
)
def test_an_answer_is_kept_by_its_kind(kind: str, typed: str, kept: object, shown: str) -> None:
    contact, question = asked(kind, choices=SIZES)
    contact = answering.give_answer(contact, question, typed, seen=2, by=ana())
    assert Contact.objects.get().answers == {str(question.pk): kept}
    assert answering.shown(question, kept) == shown
    last = history_of(contact).last()
    assert last is not None
    assert (last.verb, last.facts) == ("contact.answered", {"question": question.pk, "was": None, "now": kept})


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("number", "many", "This is not a number: write digits, such as 12 or 2.5."),
        ("number", "nan", "This is not a number: write digits, such as 12 or 2.5."),
        ("number", "1e400", "This is not a number: write digits, such as 12 or 2.5."),
        ("yes_no", "perhaps", "Choose yes or no."),
        ("choice", "huge", "Choose one of the answers offered."),
        ("date", "yesterday", "This is not a date."),
        ("text", "x" * 2001, "An answer has at most 2000 characters; this one has 2001."),
    ],
)
def test_what_is_no_answer_is_refused_in_plain_words(kind: str, typed: str, message: str) -> None:
    contact, question = asked(kind, choices=SIZES)
    with pytest.raises(answering.NotAnAnswer) as refusal:
        answering.give_answer(contact, question, typed, seen=2, by=ana())
    assert (str(refusal.value), Contact.objects.get().answers) == (message, {})


@given(st.text(max_size=30), st.sampled_from(Question.Kind.values))
def test_any_text_is_an_answer_or_is_refused(typed: str, kind: str) -> None:
    question = Question(kind=kind, choices=SIZES, texts={"en": "?"})
    try:
        value = answering.read(question, typed)
    except answering.NotAnAnswer:
        return
    assert isinstance(answering.shown(question, value), str)


def test_a_choice_reads_in_the_readers_language_and_is_kept_in_one() -> None:
    question = Question(kind="choice", choices=SIZES)
    with translation.override("fr"):
        assert (answering.choices(question), answering.shown(question, "small")) == (
            [("small", "petit"), ("large", "grand")],
            "petit",
        )


def test_an_empty_answer_takes_the_answer_back() -> None:
    contact, question = asked("text")
    answering.give_answer(contact, question, "here", seen=2, by=ana())
    assert answering.give_answer(contact, question, " ", seen=3, by=ana()).answers == {}


def test_two_writers_of_different_answers_do_not_disturb_each_other() -> None:
    contact, first = asked("text")
    second = builders.question(first.code, "How many?", kind="number")
    answering.give_answer(contact, first, "behind the shed", seen=2, by=ana())
    contact = answering.give_answer(contact, second, "3", seen=2, by=sofia())
    assert contact.answers == {str(first.pk): "behind the shed", str(second.pk): 3}


def test_the_second_writer_of_one_answer_sees_both() -> None:
    contact, question = asked("text")
    answering.give_answer(contact, question, "behind", seen=2, by=ana())
    with pytest.raises(Conflict) as conflict:
        answering.give_answer(contact, question, "before", seen=2, by=sofia())
    assert (conflict.value.field, conflict.value.theirs, conflict.value.mine) == (
        f"answer_{question.pk}",
        "behind",
        "before",
    )


def test_only_required_questions_without_an_answer_are_unanswered() -> None:
    contact, first = asked("text")
    second = builders.question(first.code, "How many?", kind="number")
    builders.question(first.code, "Anything else?", kind="text", required=False)
    assert answering.unanswered(contact) == [first, second]
    contact = answering.give_answer(contact, first, "here", seen=2, by=ana())
    assert answering.unanswered(contact) == [second]
