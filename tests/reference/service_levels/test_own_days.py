"""Own days come as lines; the wrong ones are named, and then nothing is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.calendars import create_calendar, set_day
from firstline.reference.service_levels.models import Calendar
from firstline.reference.service_levels.own_days import DayLine, read_days, set_days
from tests.cast import marc

pytestmark = pytest.mark.django_db

LETTER = """
# Closed at the end of the year
2026-12-24 Christmas Eve
2026-12-31\t08:00-12:00, 13-14   New Year's Eve, half a day

2027-1-4; Stocktaking
2027-01-05
"""


def office() -> Calendar:
    return create_calendar({"name": "Office"}, by=None)


def test_lines_are_read_with_or_without_hours_and_names() -> None:
    assert read_days(LETTER) == [
        DayLine(date(2026, 12, 24), "Christmas Eve", []),
        DayLine(date(2026, 12, 31), "New Year's Eve, half a day", [["08:00", "12:00"], ["13:00", "14:00"]]),
        DayLine(date(2027, 1, 4), "Stocktaking", []),
        DayLine(date(2027, 1, 5), "", []),
    ]


def test_days_are_kept_at_once_and_those_that_were_there_are_written_over() -> None:
    calendar = office()
    set_day(calendar, date(2026, 12, 24), "Half", [["08:00", "12:00"]], by=marc())
    was = Calendar.objects.get().changed_at
    assert set_days(calendar, LETTER, by=marc()) == 4
    kept = list(calendar.days.values_list("day", "name", "hours"))
    assert kept[0] == (date(2026, 12, 24), "Christmas Eve", [])
    assert (len(kept), Calendar.objects.get().changed_at > was) == (4, True)
    entry = Entry.objects.get(verb="calendar.days_set")
    assert (entry.actor_name, len(entry.facts["days"])) == ("Marc Petit", 4)


def test_every_wrong_line_is_named_and_nothing_is_kept() -> None:
    calendar = office()
    text = "\n".join(
        [
            "2026-12-24 Christmas Eve",
            "24.12.2026 Christmas Eve",
            "2026-02-30 No such day",
            "2026-12-24 again",
            "2026-12-25 25:00-26:00",
            "2026-12-26 10:00-09:00",
            "2026-12-27 08:00-12:00, 11:00-13:00",
            "1812-12-27 long ago",
            "2026-12-28 " + "x" * 121,
        ]
    )
    with pytest.raises(Refused) as refused:
        set_days(calendar, text, by=marc())
    assert (refused.value.field, str(refused.value).splitlines()) == (
        "days",
        [
            "Line 2: it does not begin with a day such as 2026-12-24.",
            "Line 3: it does not begin with a day such as 2026-12-24.",
            "Line 4: 2026-12-24 stands here twice.",
            "Line 5: There is no 25:00: a day ends at 24:00.",
            "Line 6: Hours end after they begin; what crosses midnight is written on both days.",
            "Line 7: Hours of one day overlap.",
            "Line 8: Give a year from 1990 to 2100.",
            "Line 9: At most 120 characters.",
        ],
    )
    assert (calendar.days.count(), Entry.objects.filter(verb="calendar.days_set").count()) == (0, 0)


@pytest.mark.parametrize("text", ["", " \n\n", "# only a remark", "2026-12-24\n" * 2001])
def test_nothing_and_far_too_much_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        set_days(office(), text, by=marc())
    assert refused.value.field == "days"


def test_of_very_many_wrong_lines_the_first_are_told() -> None:
    with pytest.raises(Refused) as refused:
        read_days("nonsense\n" * 30)
    assert str(refused.value).splitlines()[-1] == "and 10 more"


@given(st.text(max_size=200) | st.from_regex(r"2026-1[0-9]-[0-9]{2} ?[0-9:,\-]{0,20}", fullmatch=True))
def test_any_text_is_kept_or_refused(text: str) -> None:
    try:
        count, field = len(read_days(text)), "days"
    except Refused as refusal:
        count, field = 1, str(refusal.field)
    assert (count > 0, field) == (True, "days")
