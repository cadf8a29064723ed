"""The tags of the shared look."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def draw(source, **facts):
    return Template("{% load ui %}" + source).render(Context(facts)).strip()


class Priority(SimpleNamespace):
    def __str__(self):
        return self.label


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "phone" %}')
    assert '<span class="hidden">Call</span>' in draw('{% icon "phone" label="Call" %}')


def test_a_time_is_a_time_element():
    text = draw("{% when at now=now %}", at=NOON, now=NOON)
    assert text == (
        '<time datetime="2026-03-04T12:00:00+00:00" title="Wed March 4, 2026, noon UTC" data-when="short">noon</time>'
    )


def test_no_time_is_nothing():
    assert draw("{% when at %}", at=None) == ""


@pytest.mark.parametrize(("look", "shown"), [(1, 1), (4, 4), (9, 4), (0, 3)])
def test_a_priority_has_a_look_within_the_four(look, shown):
    text = draw("{% priority_mark priority %}", priority=Priority(label="critical", look=look))
    assert f'data-look="{shown}"' in text
    assert "<span>critical</span>" in text


def test_no_priority_says_so():
    assert draw("{% priority_mark none %}") == '<span class="priority" data-look="none">no priority</span>'


def test_the_reason_of_a_priority_is_escaped():
    text = draw("{% priority_mark priority because=why %}", priority=Priority(label="x", look=1), why='"<b>')
    assert 'title="&quot;&lt;b&gt;"' in text


def test_an_unknown_state_is_still_a_word():
    assert "<span>half done</span>" in draw('{% state_mark "half done" %}')


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ana Lind", "AL"), ("ดาว ใจดี", "ดจ"), ("Cher", "C"), ("( )", ""), ("Jean-Luc de la Tour", "JT")],
)
def test_a_person_has_initials(name, initials):
    assert f'aria-hidden="true">{initials}</span>' in draw("{% person who %}", who=SimpleNamespace(name=name))


def test_nobody_is_said_in_words():
    assert "nobody" in draw("{% person who %}", who=None)


def test_technical_data_can_be_copied():
    assert 'data-copy="A-&quot;4711"' in draw("{% copyable number %}", number='A-"4711')
    assert "data-copy" not in draw("{% copyable number %}", number=None)


class Form(forms.Form):
    serial = forms.CharField(max_length=5, help_text="On the plate")


def test_a_refused_field_ties_its_help_and_its_error_to_the_control():
    form = Form({"serial": "much too long"})
    text = draw("{% field form.serial %}", form=form)
    assert 'aria-describedby="id_serial_help id_serial_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'value="much too long"' in text
    assert 'id="id_serial_error"' in text


def test_no_browser_cuts_a_text_by_itself():
    assert "maxlength" not in draw("{% field form.serial %}{% self_saving form.serial %}", form=Form())


def test_a_self_saving_field_has_a_place_for_its_state_and_its_version():
    text = draw("{% self_saving form.serial version=7 %}", form=Form())
    assert 'data-field="serial" data-version="7"' in text
    assert '<output class="field-state" id="id_serial_state" for="id_serial"></output>' in text
    assert 'aria-describedby="id_serial_help id_serial_state"' in text
