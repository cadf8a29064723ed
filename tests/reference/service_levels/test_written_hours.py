import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.journal.refusal import Refused
from firstline.reference.service_levels.written_hours import read, write


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", []),
        ("  ", []),
        ("08:00-12:00", [["08:00", "12:00"]]),
        ("8-12, 13:30 – 24", [["08:00", "12:00"], ["13:30", "24:00"]]),
        ("00:00-24:00;", [["00:00", "24:00"]]),
        ("22:00-06:00", [["22:00", "06:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: list[list[str]]) -> None:
    assert read(text) == hours


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("25:00-26:00", "There is no 25:00: a day ends at 24:00."),
        ("08:00-24:01", "There is no 24:01: a day ends at 24:00."),
        ("08:60-09:00", "There is no 08:60: a day ends at 24:00."),
        ("08:00", "“08:00” is no time of the day from when until when: write 08:00-12:00."),
        ("nine to five", "“nine to five” is no time of the day from when until when: write 08:00-12:00."),
        ("08:00-12:00, ٣-٤", "“٣-٤” is no time of the day from when until when: write 08:00-12:00."),
    ],
)
def test_what_is_no_hours_is_said(text: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert str(refused.value) == said


@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=4))
def test_what_is_written_is_read_again(minutes: list[tuple[int, int]]) -> None:
    hours = [[f"{one // 60:02d}:{one % 60:02d}" for one in pair] for pair in minutes]
    assert read(write(hours)) == hours


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        hours = read(text)
    except Refused:
        return
    assert read(write(hours)) == hours
