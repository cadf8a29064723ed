from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from firstline.interfaces.transfer.clock import TAKEN_FOR_UTC, Clock

BOSTON = ZoneInfo("America/New_York")


def test_a_time_is_meant_in_the_zone_of_the_file():
    assert Clock(BOSTON, ("iso",)).read("2016-07-01 08:00:00") == datetime(2016, 7, 1, 12, tzinfo=UTC)


def test_a_zone_in_the_text_comes_before_that_of_the_file():
    assert Clock(BOSTON, ("iso",)).read("2016-07-01T08:00:00+02:00") == datetime(2016, 7, 1, 6, tzinfo=UTC)


def test_the_first_format_that_fits_is_taken():
    clock = Clock(ZoneInfo("UTC"), ("%m/%d/%Y %I:%M:%S %p", "%d.%m.%Y"))
    assert [clock.read("12/02/2016 05:45:03 PM"), clock.read("02.12.2016")] == [
        datetime(2016, 12, 2, 17, 45, 3, tzinfo=UTC),
        datetime(2016, 12, 2, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("published", "happened"),
    [
        ("2015-01-10 03:52:00", datetime(2015, 1, 10, 13, 52, tzinfo=UTC)),
        ("2015-07-10 04:52:00", datetime(2015, 7, 10, 12, 52, tzinfo=UTC)),
    ],
)
def test_a_local_time_that_was_taken_for_utc_is_repaired(published, happened):
    assert Clock(BOSTON, ("iso",), TAKEN_FOR_UTC).read(published) == happened


@pytest.mark.parametrize("text", ["", "yesterday", "2016-13-01", "31/31/2016", "\x00", "9" * 5000])
def test_what_is_no_date_is_an_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 the text is the message
        Clock(BOSTON, ("iso", "%m/%d/%Y")).read(text or " ")
