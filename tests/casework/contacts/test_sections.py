"""Which sections the kind of a contact asks for."""

import pytest

from firstline.casework.contacts.models import Contact, Kind
from firstline.casework.contacts.sections import Section, is_blank, sections_of


@pytest.mark.parametrize(
    ("kind", "sections"),
    [
        ("", [Section.QUESTION]),
        (Kind.INFORMATION, [Section.QUESTION, Section.ANSWER]),
        (Kind.ACTION, [Section.PROBLEM, Section.TICKETS, Section.ANSWER]),
        (Kind.COMMENT, [Section.COMMENT]),
    ],
)
def test_the_kind_decides_the_sections(kind: str, sections: list[Section]) -> None:
    assert sections_of(kind) == sections


@pytest.mark.parametrize(
    ("facts", "blank"),
    [
        ({}, True),
        ({"words": " \n"}, True),
        ({"place": "1 Main Street"}, True),
        ({"words": "Fridge"}, False),
        ({"code_id": 1}, False),
        ({"answers": {"1": True}}, False),
        ({"wanted": "a new one"}, False),
    ],
)
def test_a_place_alone_is_no_problem(facts: dict[str, object], blank: bool) -> None:
    assert is_blank(Contact(**facts)) is blank
