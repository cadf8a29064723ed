from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firstline.casework.work_orders.recurrence import WrongRule, between, check, occurrences

WARSAW = ZoneInfo("Europe/Warsaw")
FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)


def coming(rule, count=3, first=FIRST, zone="UTC", after=FIRST - timedelta(seconds=1)):
    return [f"{moment:%d.%m. %H:%M}" for moment in islice(occurrences(rule, first, zone, after=after), count)]


@pytest.mark.parametrize(
    ("rule", "moments"),
    [
        ("FREQ=DAILY", ["02.03. 08:00", "03.03. 08:00", "04.03. 08:00"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TH", ["02.03. 08:00", "05.03. 08:00", "09.03. 08:00"]),
        ("freq=monthly; bymonthday=1", ["01.04. 08:00", "01.05. 08:00", "01.06. 08:00"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["27.03. 08:00", "24.04. 08:00", "29.05. 08:00"]),
        ("FREQ=YEARLY;INTERVAL=2", ["02.03. 08:00", "02.03. 08:00", "02.03. 08:00"]),
        ("FREQ=DAILY;COUNT=2", ["02.03. 08:00", "03.03. 08:00"]),
        ("FREQ=DAILY;UNTIL=20260303", ["02.03. 08:00", "03.03. 08:00"]),
        ("FREQ=DAILY;UNTIL=20260303T080000Z", ["02.03. 08:00", "03.03. 08:00"]),
    ],
)
def test_rules_come_when_icalendar_says(rule, moments):
    assert coming(rule) == moments


def test_eight_in_the_morning_stays_eight_across_summer_time():
    first = datetime(2026, 3, 28, 8, tzinfo=WARSAW)
    moments = list(islice(occurrences("FREQ=DAILY", first, "Europe/Warsaw", after=first - timedelta(1)), 3))
    assert [moment.astimezone(WARSAW).hour for moment in moments] == [8, 8, 8]
    assert [moment.hour for moment in moments] == [7, 6, 6]


def test_a_time_that_the_clocks_skip_comes_as_much_later():
    first = datetime(2026, 3, 28, 2, 30, tzinfo=WARSAW)
    moments = islice(occurrences("FREQ=DAILY", first, "Europe/Warsaw", after=first), 2)
    assert [f"{moment.astimezone(WARSAW):%d. %H:%M}" for moment in moments] == ["29. 03:30", "30. 02:30"]


def test_a_time_that_the_clocks_show_twice_comes_once():
    first = datetime(2026, 10, 24, 2, 30, tzinfo=WARSAW)
    moments = list(islice(occurrences("FREQ=DAILY", first, "Europe/Warsaw", after=first), 2))
    assert [f"{moment:%d. %H:%M}" for moment in moments] == ["25. 00:30", "26. 01:30"]


def test_until_in_utc_is_read_on_the_clocks_of_the_zone():
    first = datetime(2026, 7, 1, 8, tzinfo=WARSAW)
    rule = "FREQ=DAILY;UNTIL=20260702T060000Z"
    assert len(between(rule, first, "Europe/Warsaw", first - timedelta(1), first + timedelta(9))) == 2


def test_between_leaves_out_the_first_and_takes_in_the_last():
    assert between("FREQ=DAILY", FIRST, "UTC", FIRST, FIRST + timedelta(days=2)) == [
        FIRST + timedelta(days=1),
        FIRST + timedelta(days=2),
    ]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("", "This is no rule that can be understood."),
        ("every monday", "This is no rule that can be understood."),
        ("FREQ=DAILY;FREQ=WEEKLY", "This is no rule that can be understood."),
        ("FREQ=DAILY\nEXDATE:20260303", "Say how often: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."),
        ("FREQ=WEEKLY;BYDAY=XX", "This is no rule that can be understood."),
        ("FREQ=MONTHLY;BYDAY=+99999MO", "This is no rule that can be understood."),
        ("FREQ=DAILY;BYEASTER=0", "This is no rule that can be understood."),
        ("FREQ=ＤＡＩＬＹ", "This is no rule that can be understood."),
        ("FREQ=WEEKLY;" + "BYDAY=MO," * 60, "This is no rule that can be understood."),
        ("INTERVAL=2", "Say how often: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."),
        ("FREQ=SECONDLY", "A regular order comes daily at most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."),
        ("FREQ=HOURLY;COUNT=1", "A regular order comes daily at most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."),
        ("FREQ=DAILY;BYHOUR=8,9", "A regular order comes once a day at most: give one time of the day."),
        ("FREQ=DAILY;BYMONTHDAY=1", "For days of the month or the year, FREQ is MONTHLY or YEARLY."),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is a number from 1 to 1000."),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL is a number from 1 to 1000."),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL is a date such as 20261231."),
        ("FREQ=DAILY;UNTIL=99999999", "This is no rule that can be understood."),
        ("FREQ=DAILY;COUNT=0", "This rule never comes."),
        ("FREQ=DAILY;UNTIL=20200101", "This rule never comes."),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "This rule never comes."),
    ],
)
def test_wrong_rules_are_refused_with_a_plain_sentence(rule, says):
    with pytest.raises(WrongRule) as wrong:
        check(rule, FIRST, "UTC")
    assert (str(wrong.value), wrong.value.field) == (says, "rule")


@pytest.mark.parametrize("zone", ["", "Nowhere/At all", "../../etc/passwd", "\x00", "Europe", "x" * 5000])
def test_a_zone_that_is_none_is_refused(zone):
    with pytest.raises(WrongRule) as wrong:
        check("FREQ=DAILY", FIRST, zone)
    assert wrong.value.field == "time_zone"


def test_the_first_five_moments_are_shown():
    assert check("FREQ=DAILY", FIRST, "UTC") == [FIRST + timedelta(days=number) for number in range(5)]


PARTS = [
    "FREQ=WEEKLY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "INTERVAL=3",
    "COUNT=4",
    "BYDAY=MO",
    "BYDAY=-1SU",
    "BYMONTHDAY=31",
    "BYMONTH=13",
    "BYMONTH=2",
    "BYSETPOS=-1",
    "BYYEARDAY=366",
    "BYWEEKNO=53",
    "BYHOUR=25",
    "WKST=XX",
    "UNTIL=2026",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PARTS), max_size=5).map(";".join) | st.text(max_size=40))
@example("FREQ=WEEKLY;BYMINUTE=99")
@example("=;=")
def test_any_text_is_a_rule_or_refused(rule):
    try:
        moments = check(rule, FIRST, "Asia/Bangkok")
    except WrongRule as wrong:
        moments = [str(wrong)]
    assert moments
