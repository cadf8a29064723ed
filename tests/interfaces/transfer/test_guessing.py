import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.interfaces.transfer import guessing
from firstline.interfaces.transfer.field_words import word_for
from firstline.interfaces.transfer.fields import NOUNS
from firstline.interfaces.transfer.toml_writing import written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TABLES = st.fixed_dictionaries(
    {"name": TEXTS.filter(bool), "keep": st.lists(TEXTS, min_size=1, max_size=3)},
    optional={"columns": st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=4)},
)


@given(table=TABLES, values=st.dictionaries(TEXTS, st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3), max_size=3))
def test_what_is_written_is_read_back(table, values):
    whole = {**table, "values": values} if values else table
    assert tomllib.loads(written(whole)) == whole


@pytest.mark.parametrize(
    ("noun", "heading", "expected"),
    [
        (
            "customers",
            ["ID", "Nom", "Téléphone", "Code postal", "E-Mail"],
            {"key": "ID", "name": "Nom", "phone": "Téléphone", "postcode": "Code postal", "email": "E-Mail"},
        ),
        (
            "tickets",
            ["case_enquiry_id", "open_dt", "closed_dt", "case_status", "subject", "type"],
            {
                "key": "case_enquiry_id",
                "opened_at": "open_dt",
                "closed_at": "closed_dt",
                "state": "case_status",
                "department": "subject",
                "code": "type",
            },
        ),
        ("work_orders", ["", "x", "?"], {"longitude": "x"}),
    ],
)
def test_columns_are_known_by_their_names(noun, heading, expected):
    assert guessing.columns(noun, heading) == expected


def test_formats_of_times_are_found_and_days_come_before_months():
    assert guessing.formats(["01.02.2026 10:00", "2026-02-01", "13.02.2026 9:00"]) == ("%d.%m.%Y %H:%M", "iso")
    assert guessing.formats(["01/02/2026", "02/13/2026"]) == ("%m/%d/%Y",)
    assert guessing.formats(["01/02/2026 01:00:00 PM"]) == ("%d/%m/%Y %I:%M:%S %p",)
    assert guessing.formats(["soon", ""]) == ("iso",)


def test_values_are_known_by_their_names():
    states = NOUNS["tickets"]["state"].choices
    assert [guessing.meaning(value, states) for value in ("Closed", "OPEN", "In Progress", "odd")] == [
        "closed",
        "new",
        "in_progress",
        "",
    ]


def test_every_field_has_a_word():
    assert [name for fields in NOUNS.values() for name in fields if not word_for(name)] == []
