"""A condition as a form: what is typed becomes the condition, and any condition can be edited."""

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.tickets.facts import FOR_PRIORITY
from firstline.criteria.conditions import read, write
from firstline.criteria.evaluating import holds
from firstline.interfaces.desk.condition_editor import DEEPEST, MOST_NODES, Editor, Group, Line, draw
from tests import builders
from tests.cast import marc
from tests.criteria.words import VOCABULARY, asks_of, conditions
from tests.interfaces.desk.test_bad_input import HARD

ROWS = "/criteria/priority/rows/"


def editor(text, vocabulary=FOR_PRIORITY):
    return Editor.sent(QueryDict(text.replace(" ", "+")), vocabulary)


def asked(text):
    """The condition of a whole with one line."""
    found = editor(f"c0.mode=all&{text}").condition()
    return found and found["all"][0]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("c0.0.field=channel&c0.0.is=any_of&c0.0.value=fax&c0.0.value=email", ("fax", "email")),
        ("c0.0.field=people_affected&c0.0.is=at_least&c0.0.value=50", 50),
        ("c0.0.field=people_affected&c0.0.is=at_most&c0.0.value=2,5", 2.5),
        ("c0.0.field=whole_site_down&c0.0.is=is&c0.0.value=no", False),
        ("c0.0.field=place&c0.0.is=begins&c0.0.value= Quay ", "Quay"),
        ("c0.0.field=words&c0.0.is=has_any&c0.0.value=fire, smoke ,", ("fire", "smoke")),
        ("c0.0.field=time&c0.0.is=between&c0.0.value=22:00&c0.0.value=6:30", (1320, 390)),
        ("c0.0.field=point&c0.0.is=near&c0.0.value=42.5&c0.0.value=-71&c0.0.value=300", (42.5, -71, 300)),
    ],
)
def test_each_kind_of_value_is_read_and_written_as_it_is_typed(line, value):
    found = asked(line)
    assert found["value"] == value
    again = Editor.of(found, FOR_PRIORITY)
    assert again.condition() == {"all": [found]}


def test_what_needs_no_value_has_none():
    assert asked("c0.0.field=customer&c0.0.is=unknown&c0.0.value=9") == {"field": "customer", "is": "unknown"}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("c0.0.field=", "Choose what is asked."),
        ("c0.0.field=colour", "Choose what is asked."),
        ("c0.0.field=channel&c0.0.is=any_of", "Choose at least one."),
        ("c0.0.field=people_affected&c0.0.value=many", "Give a number."),
        ("c0.0.field=people_affected&c0.0.value=1e400", "Give a number."),
        ("c0.0.field=people_affected&c0.0.value=NaN", "Give a number."),
        ("c0.0.field=whole_site_down&c0.0.value=perhaps", "Choose yes or no."),
        ("c0.0.field=place&c0.0.value= ", "Type a text."),
        ("c0.0.field=words&c0.0.value=, ,", "Type words, with commas between them."),
        ("c0.0.field=time&c0.0.value=25:00&c0.0.value=06:00", "Give two times such as 08:00 and 17:30."),
        ("c0.0.field=time&c0.0.value=08:00", "Give two times such as 08:00 and 17:30."),
        ("c0.0.field=point&c0.0.value=95&c0.0.value=1&c0.0.value=1", "Give latitude, longitude and metres."),
    ],
)
def test_what_is_no_value_is_told_beside_its_line(line, error):
    found = editor(line)
    assert (found.condition(), [one.error for one in found.lines]) == (None, [error])


def test_groups_stand_for_all_any_and_none():
    text = "c0.mode=any&c0.0.mode=none&c0.0.0.field=channel&c0.0.0.value=fax&c0.1.field=impact&c0.1.value=1"
    fax = {"field": "channel", "is": "any_of", "value": ("fax",)}
    high = {"field": "impact", "is": "any_of", "value": ("1",)}
    assert editor(text).condition() == {"any": [{"not": {"any": [fax]}}, high]}


def test_lines_and_groups_are_added_and_taken_away_without_losing_what_was_typed():
    text = "c0.mode=all&c0.0.field=channel&c0.0.value=fax&c0.1.field=place&c0.1.value=Quay&edit="
    added = editor(f"{text}add 0")
    assert [(line.path, line.name, line.has_focus) for line in added.lines] == [
        ("0.0", "channel", False),
        ("0.1", "place", False),
        ("0.2", "", True),
    ]
    grouped = editor(f"{text}group 0").root.of[-1]
    assert isinstance(grouped, Group)
    assert [(grouped.path, grouped.mode)] + [node.path for node in grouped.of] == [("0.2", "any"), "0.2.0"]
    assert [(line.path, line.values) for line in editor(f"{text}drop 0.0").lines] == [("0.0", ["Quay"])]


def test_another_field_brings_its_own_operators_and_an_empty_value():
    found = editor("c0.mode=all&c0.0.field=people_affected&c0.0.was=channel&c0.0.is=any_of&c0.0.value=fax")
    assert [(line.operator, line.values) for line in found.lines] == [("at_least", [])]


def test_a_group_is_as_deep_as_people_can_read():
    path, text = "0", "c0.mode=all"
    for _level in range(DEEPEST + 2):
        text += f"&edit=group {path}"
        path += ".0"
    group: Group | Line = editor("&".join(f"c{'.'.join(['0'] * n)}.mode=any" for n in range(1, 5))).root
    depths = []
    while isinstance(group, Group):
        depths.append(group.may_hold_groups)
        group = group.of[0] if group.of else Line("")
    assert depths == [True, True, True, False]


def test_there_is_an_end_to_the_number_of_lines():
    text = "c0.mode=all&" + "&".join(f"c0.{number}.field=place" for number in range(MOST_NODES + 50))
    assert len(editor(f"{text}&edit=add 0").lines) <= MOST_NODES


@pytest.mark.django_db
def test_doubts_and_the_whole_sentence_stand_there_while_it_is_written():
    line = "c0.{0}.field=people_affected&c0.{0}.is={1}&c0.{0}.value={2}"
    found = editor("c0.mode=all&" + line.format(0, "at_least", 9) + "&" + line.format(1, "at_most", 3))
    assert found.look_over() == "people affected at least 9 and people affected at most 3"
    assert [line.error for line in found.lines] == ["What is asked of people affected can never be true.", ""]


@pytest.mark.django_db
def test_a_code_is_typed_where_there_is_no_script():
    code = builders.code("Pothole")
    found = editor("c0.mode=all&c0.0.field=code&c0.0.was=code&c0.0.text=potho")
    assert [line.values for line in found.lines] == [[str(code.pk)]]
    assert [(line.control, [choice.label for choice in line.choices]) for line in draw(found).lines] == [
        ("search", ["Pothole"])
    ]


FACTS = st.fixed_dictionaries(
    {
        "channel": st.sampled_from(["fax", "email"]),
        "customer": st.sampled_from([None, 1, 2]),
        "number": st.integers(0, 6),
        "changes": st.sampled_from([None, 0, 2]),
        "place": st.sampled_from(["", "1 Main Street", "Mill Lane"]),
        "outbound": st.sampled_from([None, True, False]),
        "where": st.sampled_from([None, (42.3, -71.2)]),
    }
)


@given(conditions(asks_of([1, 2])), FACTS)
@settings(max_examples=150)
def test_any_condition_means_the_same_after_it_was_edited(condition, facts):
    edited = Editor.of(write(condition), VOCABULARY).condition()
    assert edited is None or holds(read(edited, VOCABULARY), facts) == holds(condition, facts)


NAMES = st.one_of(
    st.sampled_from(["priority", "seen", "en", "edit", "position", "c0.mode", "c0..field", "c0.0"]),
    st.builds("c0.{}.{}".format, st.integers(0, 3), st.sampled_from(["field", "is", "value", "mode", "was", "text"])),
    st.builds("c0.0.{}.{}".format, st.integers(0, 1100), st.sampled_from(["field", "is", "value", "pick", "mode"])),
)
WORDS = st.one_of(
    st.sampled_from(HARD),
    st.sampled_from([field.name for field in FOR_PRIORITY.fields]),
    st.sampled_from(["all", "none", "any_of", "near", "between", "add 0", "drop 0", "drop 0.0", "group 0.0", "08:00"]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=20),
)


class AnyForm(TestCase):
    @given(st.dictionaries(NAMES, st.lists(WORDS, min_size=1, max_size=3), max_size=12))
    @settings(max_examples=80, suppress_health_check=list(HealthCheck))
    def test_any_form_gets_an_answer(self, sent):
        self.client.force_login(marc())
        assert self.client.post(ROWS, sent).status_code in (200, 302)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [field.name for field in FOR_PRIORITY.fields])
def test_hard_values_of_each_field_are_kept_or_refused_beside_it(name):
    client = Client()
    client.force_login(marc())
    decided = builders.priority().pk
    for value in HARD:
        line = {"c0.mode": "all", "c0.0.field": name, "c0.0.was": name, "c0.0.value": value, "priority": decided}
        answer = client.post(ROWS, line)
        assert answer.status_code in (200, 302)
        if answer.status_code == 200:
            page = answer.context["page"]
            assert page.refused or page.editor.lines[0].error
