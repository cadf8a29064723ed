import pytest

from firstline.interfaces.transfer import toml_mapping
from firstline.interfaces.transfer.mapping import SHIPPED
from firstline.interfaces.transfer.toml_mapping import MappingRefused
from tests.interfaces.transfer.files import MAPPING, mapping


def problems(folder, text, noun="tickets"):
    with pytest.raises(MappingRefused) as refusal:
        mapping(folder, text, noun)
    return refusal.value.problems


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_mapping_that_is_shipped_is_right(path):
    noun = "customers" if path.stem == "customers" else "tickets"
    assert toml_mapping.read(toml_mapping.find(path.stem), noun).noun == noun


def test_a_mapping_that_is_not_there_names_those_that_are():
    with pytest.raises(MappingRefused) as refusal:
        toml_mapping.find("atlantis")
    assert refusal.value.problems == [
        (
            "There is no mapping atlantis: neither a file nor one of those shipped "
            "(baltimore, boston, customers, new_york)."
        )
    ]


def test_an_unknown_field_is_named_with_its_line_and_the_one_that_was_meant(tmp_path):
    assert problems(tmp_path, MAPPING.replace('title = "title"', 'titel = "title"')) == [
        "map.toml, line 15, [columns] titel: unknown. Is title meant?"
    ]


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    text = (
        MAPPING.replace('name = "town"', 'name = "Our Town"')
        .replace('"Europe/Warsaw"', '"Europe/Nowhere"')
        .replace('"%d.%m.%Y %H:%M"', '"day"')
        .replace('opened_at = "opened"', "opened_at = 3")
        .replace('"open" = "new"', '"open" = "fresh"')
        .replace('key = "id"\n', "")
    )
    assert problems(tmp_path, text) == [
        "map.toml, line 20, [columns] opened_at: must be a text or a list of texts.",
        "map.toml, line 29, [values.state] open: must be one of: new, in_progress, waiting, planned, resolved, closed.",
        "map.toml, line 10, [columns] key: is needed.",
        "map.toml, line 2, name: must be one to 18 small letters, digits, - or _: it stands before every key.",
        "map.toml, line 7, [time] zone: must be a time zone such as Europe/Paris.",
        "map.toml, line 8, [time] formats: day is no format of a date.",
    ]


def test_a_repair_that_nobody_knows_is_refused(tmp_path):
    assert problems(tmp_path, MAPPING.replace("[columns]", 'shift = "guess"\n\n[columns]')) == [
        "map.toml, line 10, [time] shift: must be one of: local-taken-for-utc."
    ]


def test_a_table_of_values_without_its_column_is_refused(tmp_path):
    assert problems(tmp_path, MAPPING.replace('channel = "via"\n', "")) == [
        "map.toml, line 24, [values.channel]: has a table of values but no column."
    ]


def test_what_is_not_toml_says_where(tmp_path):
    assert problems(tmp_path, "name = town") == ["map.toml is not TOML: Invalid value (at line 1, column 8)."]


def test_what_is_not_text_is_refused(tmp_path):
    path = tmp_path / "map.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingRefused, match=r"map.toml is not UTF-8 text\."):
        toml_mapping.read(path, "tickets")


def test_a_mapping_of_tickets_is_not_taken_for_customers():
    with pytest.raises(MappingRefused) as refusal:
        toml_mapping.read(toml_mapping.find("boston"), "customers")
    assert "boston.toml, line 8, noun: this mapping is for tickets." in refusal.value.problems


def test_a_field_takes_the_first_column_that_is_not_empty_and_the_text_before_a_mark(tmp_path):
    text = MAPPING.replace('title = "title"', 'title = ["title", "place"]').replace(
        'code = "problem"', 'code = "problem"\ncategory = { column = "problem", until = "-" }'
    )
    found = mapping(tmp_path, text)
    row = {"title": " ", "place": "Mill Lane", "problem": "SW-Bulk"}
    assert [found.text("title", row), found.text("category", row)] == ["Mill Lane", "SW"]


def test_a_constant_stands_in_for_an_empty_cell(tmp_path):
    found = mapping(tmp_path, MAPPING + '\n[constants]\ntitle = "Untitled"\n')
    assert [found.text("title", {"title": "  "}), found.text("title", {"title": "Hole"})] == ["Untitled", "Hole"]


def test_what_is_kept_is_kept_as_given(tmp_path):
    row = {"opened": " 1 ", "area": " ", "other": ""}
    assert mapping(tmp_path).kept(row) == {"opened": " 1 ", "area": " "}
    assert mapping(tmp_path, MAPPING.replace('["opened", "area"]', '"*"')).kept(row) == row
