"""Fields that save themselves: conflicts, wrong and hostile input, and what of the page changes with them."""

import json
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.contacts import reception
from firstline.casework.contacts.models import Contact, Kind
from firstline.interfaces.desk.forms.contacts import CHOSEN, LONGEST_TEXT, ContactForm, cleaned
from tests import builders
from tests.cast import ana, sofia
from tests.shared_data import data
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
TEXTS = ["caller_name", "caller_number", "caller_email", "words", "place", "wanted", "before", "answer", "note"]
FIELDS = [*ContactForm.base_fields, *CHOSEN]


@pytest.fixture
def desk() -> Client:
    builders.contact()
    return sign_in(ana())


def save(client: Client, field: str, *values: object, seen: object = 1) -> str:
    response = client.post("/contacts/1/fields/", {"field": field, "value": values, "seen": seen})
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_is_saved_as_typed(desk: Client, field: str) -> None:
    text = "a@example.org" if field == "caller_email" else "Zażółć 漢字 <b>&amp;"
    assert 'data-state="saved"' in save(desk, field, text)
    assert getattr(Contact.objects.get(), field) == text


def test_the_second_writer_sees_both_values_and_may_keep_their_own(desk: Client) -> None:
    save(desk, "words", "Fridge")
    answer = save(sign_in(sofia()), "words", "Stove")
    assert ('data-state="conflict"' in answer, "Fridge" in answer, "Stove" in answer) == (True, True, True)
    assert 'data-version="2"' in answer
    assert Contact.objects.get().words == "Fridge"
    assert 'data-state="saved"' in save(sign_in(sofia()), "words", "Stove", seen=2)
    assert Contact.objects.get().words == "Stove"


def test_a_conflict_about_a_code_is_shown_by_its_words(desk: Client) -> None:
    first, second = builders.code("Pothole"), builders.code("Sunken cover")
    save(desk, "code", first.pk)
    answer = save(desk, "code", second.pk)
    assert ("Pothole" in answer, "Sunken cover" in answer, f'["{first.pk}"]' in answer) == (True, True, True)


def test_without_a_version_nothing_is_overwritten_unseen(desk: Client) -> None:
    save(desk, "words", "Fridge")
    assert 'data-state="conflict"' in save(desk, "words", "Stove", seen="")


@pytest.mark.parametrize("field", [*TEXTS, "tone", "language", "channel", *CHOSEN])
@pytest.mark.parametrize("value", ["x" * 1_000_001, "nul\x00", "x" * (LONGEST_TEXT + 1)])
def test_what_cannot_be_kept_is_refused_beside_the_field(desk: Client, field: str, value: str) -> None:
    answer = save(desk, field, value)
    assert ('data-state="refused"' in answer, f'data-field="{field}"' in answer) == (True, True)
    assert Contact.objects.get().version == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("caller_email", "ana@", "Enter a valid email address."),
        ("caller_name", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("words", "x" * 20_001, "This text has 20001 characters; at most 20000 can be kept here."),
        ("tone", "angry", "Select a valid choice. angry is not one of the available choices."),
        ("channel", "", "This field is required."),
        ("code", "abc", "This cannot be chosen (any more). Choose from the list."),
        ("code", "999999999999999999999", "This cannot be chosen (any more). Choose from the list."),
        ("equipment", "-1", "This cannot be chosen (any more). Choose from the list."),
        ("outcome", "answered", "There is no such field."),
        ("number", "7", "There is no such field."),
        ("__class__", "x", "There is no such field."),
        ("answer_99", "x", "This question is not asked any more: the problem code has changed."),
    ],
)
def test_the_message_says_what_is_wrong(desk: Client, field: str, value: str, message: str) -> None:
    assert message in save(desk, field, value)


def test_the_message_is_in_the_language_of_the_user(desk: Client) -> None:
    analyst = ana()
    analyst.language = "fr"
    analyst.save()
    assert "Saisissez une adresse" in save(desk, "caller_email", "ana@")


def test_a_retired_code_cannot_be_chosen(desk: Client) -> None:
    code = builders.code()
    code.retired_at = builders.NOON
    code.save()
    assert "This cannot be chosen" in save(desk, "code", code.pk)


def test_a_place_is_known_only_while_its_words_stand(desk: Client) -> None:
    here = builders.location("1 Main Street")
    save(desk, "place", "1 Main Street, Exampleville", here.pk)
    assert Contact.objects.get().location == here
    save(desk, "place", "behind the school", here.pk, seen=9)
    assert (Contact.objects.get().location, Contact.objects.get().place) == (None, "behind the school")


def test_a_save_names_the_parts_of_the_page_that_changed_with_it(desk: Client) -> None:
    assert 'data-refresh="know closing"' in save(desk, "words", "No water")
    assert 'data-refresh="know"' in save(desk, "words", "No water at all", seen=2)
    assert "data-refresh" not in save(desk, "words", "No water at all. ", seen=3)
    assert 'data-refresh="path questions know closing foreseen procedure"' in save(desk, "code", builders.code().pk)


@pytest.mark.parametrize(
    "part", ["path", "questions", "department", "place", "known", "know", "reaches", "closing", "file"]
)
@pytest.mark.parametrize("kind", ["", *Kind.values])
def test_a_part_fetched_by_itself_is_the_one_of_the_page(desk: Client, part: str, kind: str) -> None:
    Contact.objects.update(kind=kind, customer=builders.customer(), code=builders.handled_code())
    answer = desk.get(f"/contacts/1/{part}/")
    assert answer.status_code == 200
    assert answer.content.decode().count(f'id="{"news" if part == "file" else part}"') == 1


def test_without_script_all_fields_are_saved_at_once(desk: Client) -> None:
    sent = {"caller_name": "Ana", "caller_number": "555", "caller_email": "", "language": "pl", "seen": 1}
    assert desk.post("/contacts/1/fields/", sent)["Location"] == "/contacts/1/"
    contact = Contact.objects.get()
    assert (contact.caller_name, contact.caller_number, contact.language, contact.words) == ("Ana", "555", "pl", "")


def test_without_script_a_refused_form_keeps_all_that_was_typed(desk: Client) -> None:
    sent = {"caller_name": "Ana", "caller_email": "nonsense@", "seen": 1}
    page = desk.post("/contacts/1/fields/", sent).content.decode()
    assert all(text in page for text in ('value="Ana"', 'value="nonsense@"', "Enter a valid email address."))
    assert Contact.objects.get().caller_name == ""


def test_without_script_a_conflict_is_said_at_the_field(desk: Client) -> None:
    save(desk, "caller_name", "Theirs")
    page = desk.post("/contacts/1/fields/", {"caller_name": "Mine", "seen": 1}).content.decode()
    assert ("Somebody else changed this field in the meantime." in page, 'value="Mine"' in page) == (True, True)
    assert Contact.objects.get().caller_name == "Theirs"


def test_without_script_answers_are_saved_or_refused_too(desk: Client) -> None:
    code = builders.handled_code()
    count, drained = builders.question(code, "How many?", kind="number"), builders.question(code)
    Contact.objects.update(code=code, kind=Kind.ACTION)
    sent = {f"answer_{count.pk}": "many", f"answer_{drained.pk}": "yes", "words": "A fridge", "seen": 1}
    page = unescape(desk.post("/contacts/1/fields/", sent).content.decode())
    assert ("This is not a number: write digits, such as 12 or 2.5." in page, 'value="many"' in page) == (True, True)
    assert Contact.objects.get().answers == {str(drained.pk): True}
    desk.post("/contacts/1/fields/", {f"answer_{count.pk}": "3", "seen": 9})
    assert Contact.objects.get().answers == {str(drained.pk): True, str(count.pk): 3}


def test_without_script_a_code_is_taken_by_its_words(desk: Client) -> None:
    pothole = builders.code("Pothole")
    desk.post("/contacts/1/fields/", {"words": "A hole", "code_text": "potho", "code": "", "seen": 1})
    assert (Contact.objects.get().words, Contact.objects.get().code) == ("A hole", pothole)


def test_naughty_strings_are_kept_or_refused_with_a_sentence(desk: Client) -> None:
    strings = json.loads(data("naughty", "blns.json").read_text(encoding="utf-8"))
    kept = [field for field in TEXTS if field != "caller_email"]
    answers = {answer_to(field, text) for text in strings for field in TEXTS}
    assert answers >= {"kept", "Enter a valid email address."}
    for start in range(0, len(strings), len(kept)):
        sent = dict(zip(kept, strings[start:], strict=False))
        response = desk.post("/contacts/1/fields/", {**sent, "seen": 10**6})
        assert response.status_code in (200, 302)
        assert desk.get("/contacts/1/").status_code == 200


def answer_to(field: str, text: str) -> str:
    try:
        cleaned(field, [text])
    except ValidationError as error:
        return " ".join(error.messages)
    return "kept"


class AnyInput(TestCase):
    """Whatever is sent for whatever field: an answer at the field, never an error, and nothing else is touched."""

    @settings(max_examples=60)
    @given(st.sampled_from(FIELDS), st.lists(st.text(max_size=60), max_size=3), st.text(max_size=12))
    def test_any_text_in_any_field_gets_an_answer(self, field: str, values: list[str], seen: str) -> None:
        contact = reception.open_contact(by=None)
        client = sign_in(ana())
        sent = {"field": field, "value": [value.encode(errors="replace").decode() for value in values], "seen": "1"}
        response = client.post(f"/contacts/{contact.number}/fields/", sent)
        assert response.status_code == 200
        assert response.content.decode().startswith("<output")
        sent["seen"] = seen.encode(errors="replace").decode()
        assert client.post(f"/contacts/{contact.number}/fields/", sent).status_code == 200

    @settings(max_examples=12)
    @given(st.text(max_size=60))
    def test_any_question_gets_an_answer(self, asked: str) -> None:
        contact = reception.open_contact(by=None)
        client = sign_in(ana())
        for list_of in ("codes", "places", "equipment", "callers", "about/about_person", "about/about_provider"):
            address = f"/contacts/{contact.number}/{list_of}/"
            assert client.get(address, {"q": asked.encode(errors="replace").decode()}).status_code == 200
