"""What is laid down about messages: their texts, rules, senders, signatures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.correspondence import keeping
from firstline.reference.correspondence.filling import filled, filled_line, unknown_in
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.models import NoticeRule, Template
from firstline.reference.correspondence.occasions import CHOSEN, RULED, Occasion, placeholders
from firstline.reference.correspondence.shipping import ship_messages, shipped
from tests.cast import ana, marc

LANGUAGES = {"en", "fr", "es", "pl", "th"}


def test_the_shipped_texts_are_whole_in_five_languages_and_name_only_what_is_known():
    texts = shipped()
    assert {(one.occasion, one.language) for one in texts} == {
        (one, two) for one in Occasion.values for two in LANGUAGES
    }
    assert [
        (one.occasion, one.language)
        for one in texts
        if unknown_in(f"{one.subject}{one.body}", placeholders(one.occasion)) or not one.subject or not one.body
    ] == []
    # What colleagues wrote for each other is not in them.
    inner = [one for one in texts if one.occasion in ("done", "call_back", "still_working") and "{text}" in one.body]
    assert inner == []


def test_a_line_that_names_something_unknown_is_left_out_and_words_of_people_are_no_template():
    text = "Hello {name},\n\n{text}\nRate: {rating}\n\n\n\n{signature}"
    assert filled(text, {"name": "Ana", "text": "{name} {x}\n{y}"}) == "Hello Ana,\n\n{name} {x}\n{y}"
    assert filled_line("{number}  {title}", {"title": "a\nb"}) == "a b"
    assert unknown_in("{name} {0} {} {name!r} {a.b}", ["name"]) == ["{0}", "{}", "{name!r}", "{a.b}"]


@given(st.text(), st.dictionaries(st.sampled_from(["name", "text", "number"]), st.text()))
def test_any_text_is_filled(text, facts):
    assert isinstance(filled(text, facts), str)
    assert "\n" not in filled_line(text, facts)


@pytest.mark.django_db
def test_texts_are_refused_beside_the_field_and_written_once():
    for field, subject, body in (("body", "x", "{nobody}"), ("subject", "{nobody}", "x"), ("body", "x", " ")):
        with pytest.raises(Refused) as refused:
            keeping.write_template("done", "en", subject, body, by=marc())
        assert refused.value.field == field
    with pytest.raises(Refused):
        keeping.write_template("done", "xx", "x", "x", by=marc())
    for _ in range(2):
        keeping.write_template("done", "en", "{number}", "Line\r\n\x00{title}", by=marc())
    assert (Template.objects.get().body, Entry.objects.filter(verb="template.written").count()) == ("Line\n{title}", 1)
    # What is there stays; what is missing is put in, once.
    ship_messages()
    ship_messages()
    assert Template.objects.count() == len(Occasion) * len(LANGUAGES)
    assert LaidDown().texts("done", "en").body == "Line\n{title}"
    assert LaidDown().texts("done", "de").language == "en"


@pytest.mark.django_db
def test_rules_choices_and_signatures():
    ship_messages()
    assert NoticeRule.objects.count() == len(RULED)
    for wrong in ("message", "digest"):
        with pytest.raises(Refused):
            keeping.set_rule(wrong, is_on=False, gather_minutes=0, by=None)
    with pytest.raises(Refused):
        keeping.set_rule("done", is_on=True, gather_minutes=100_000, by=None)
    with pytest.raises(Refused):
        keeping.choose(ana(), "done", "never", by=ana())
    keeping.choose(ana(), CHOSEN[0], "hourly", by=ana())
    keeping.sign(None, "fr", "La ville", by=marc())
    keeping.sign(ana(), "en", "Ana", by=ana())
    keeping.sign(ana(), "en", "", by=ana())
    laid = LaidDown()
    assert (laid.way(ana().pk, CHOSEN[0]), laid.signature(ana().pk, "fr")) == ("hourly", "La ville")
    for address in ("no address", "ż@x.example", "a+b@x.example"):
        with pytest.raises(Refused):
            keeping.set_sender("Desk", address, by=None)
