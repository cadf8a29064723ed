"""The server's half of fields that save themselves."""

import html
import json
import re

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from firstline.interfaces.ui import self_saving


def post(**data):
    return RequestFactory().post("/save/", data)


def test_a_field_is_read_with_its_value_and_version():
    sent = self_saving.read(post(field="words", value="one\r\ntwo", seen="7"))
    assert sent == self_saving.Sent("words", ["one\ntwo"], 7)
    assert sent.value == "one\ntwo"


def test_several_values_and_none_are_read():
    assert self_saving.read(post(field="speaks", value=["en", "th"])).values == ["en", "th"]
    assert self_saving.read(post(field="speaks")).value == ""


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 400])
def test_a_version_that_is_none_is_not_said(seen):
    assert self_saving.read(post(field="words", value="", seen=seen)).seen is None


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "x" * 1_000_001])
def test_what_cannot_be_stored_is_unreadable_with_a_sentence(value):
    with pytest.raises(self_saving.Unreadable) as refusal:
        self_saving.read(post(field="words", value=value))
    assert refusal.value.field == "words"
    answer = self_saving.unreadable(post(), refusal.value)
    assert (answer.status_code, 'data-state="refused"' in answer.content.decode()) == (200, True)


def test_half_a_character_is_unreadable():
    request = post(field="words")
    request.POST = request.POST.copy()
    request.POST["value"] = "\ud800"
    with pytest.raises(self_saving.Unreadable, match="half a character"):
        self_saving.read(request)


def test_a_save_without_a_field_is_unreadable():
    with pytest.raises(self_saving.Unreadable, match="not clear which field"):
        self_saving.read(post(value="x"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=50))
def test_any_other_text_is_read_as_it_was_typed(text):
    assert self_saving.read(post(field="words", value=text)).value == text


def output(answer):
    """Tag attributes of the one <output>."""
    tag = re.match(r"<output ([^>]*)>", answer.content.decode())
    assert tag
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tag[1]))


def test_a_save_answers_its_version_and_what_changed_with_it():
    answer = self_saving.saved(post(), "words", 8, refresh=["missing", "sections"])
    assert output(answer) == {
        "class": "field-state", "data-state": "saved", "data-version": "8", "data-refresh": "missing sections",
        "data-field": "words",
    }  # fmt: skip
    assert answer["Cache-Control"] == "no-store"


def test_a_refusal_carries_its_messages_escaped():
    answer = self_saving.refused(post(), "words", ["Too <long>.", "Again."])
    assert "Too &lt;long&gt;. Again." in answer.content.decode()


@pytest.mark.parametrize(
    ("theirs", "values"),
    [
        ("14 <b>", ["14 <b>"]),
        ("", []),
        (None, []),
        (True, ["on"]),
        (False, []),
        (17, ["17"]),
        (["en", "th"], ["en", "th"]),
    ],
)
def test_a_conflict_carries_their_value_for_the_control(theirs, values):
    text = self_saving.conflict(post(), "words", theirs=theirs, mine="12", version=9).content.decode()
    found = re.search(r'data-take-theirs="([^"]*)"', text)
    assert found
    assert json.loads(html.unescape(found[1])) == values


def test_a_conflict_shows_words_where_a_value_is_only_a_key():
    text = self_saving.conflict(
        post(), "code", theirs=17, mine=18, version=9, theirs_text="Pothole", mine_text="Lamp"
    ).content.decode()
    assert re.findall(r"<dd[^>]*>([^<]*)</dd>", text) == ["Pothole", "Lamp"]
    assert 'data-theirs-text="Pothole"' in text
