"""The monthly open-data file: nobody can be found in it."""

import csv
from collections import Counter
from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.interfaces.transfer import open_data
from firstline.interfaces.transfer.open_data import COLUMNS, OTHER, SMALLEST, Month, folded_paths
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import marc

MARCH = Month(2026, 3)
DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)
PATHS = st.tuples(*(st.sampled_from(["a", "b", "c"]) for _level in range(3)))


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_FOLDER = str(tmp_path)


def written(month=MARCH):
    open_data.write(month)
    with open_data.path_of(month).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@given(st.dictionaries(st.integers(1, 30), st.tuples(PATHS, st.integers(1, 9)), max_size=20))
def test_no_group_that_is_shown_is_small(found):
    counts = {key: count for key, (_path, count) in found.items()}
    shown = folded_paths(counts, {key: path for key, (path, _count) in found.items()})
    groups = Counter()
    for key, path in shown.items():
        groups[path] += counts[key]
    assert [path for path, count in groups.items() if count < SMALLEST] == []
    left_out = sum(counts.values()) - sum(groups.values())
    assert left_out < SMALLEST


@pytest.mark.django_db
def test_what_few_share_is_folded_and_what_many_share_is_told():
    lamp, rare = builders.handled_code("Lamp"), builders.handled_code("Rare")
    for number in range(6):
        builders.ticket(
            code=lamp,
            opened_at=DAY,
            latitude=42.3511,
            longitude=-71.0612,
            channel="telephone",
            words=f"secret {number}",
        )
    builders.ticket(code=lamp, opened_at=DAY, latitude=42.9, longitude=-71.5, channel="letter")
    for _number in range(5):
        builders.ticket(code=rare, opened_at=DAY, channel="telephone", resolved_at=datetime(2026, 3, 6, tzinfo=UTC))
    builders.ticket(code=lamp, opened_at=APRIL)
    rows = written()
    assert tuple(rows[0]) == COLUMNS
    assert Counter((row["code"], row["channel"], row["latitude"]) for row in rows) == {
        ("Lamp", "telephone", "42.35"): 6,
        ("Lamp", OTHER, ""): 1,
        ("Rare", "telephone", ""): 5,
    }
    assert {(row["opened_on"], row["days_to_resolve"]) for row in rows} == {("2026-03-04", ""), ("2026-03-04", "2")}


@pytest.mark.django_db
def test_a_month_of_few_requests_shows_none_and_the_month_is_that_of_the_installation(settings):
    for _number in range(SMALLEST - 1):
        builders.ticket(opened_at=DAY)
    assert written() == []
    settings.TIME_ZONE = "America/New_York"
    builders.ticket(opened_at=APRIL)
    assert [row["opened_on"] for row in written()] == ["2026-03-04"] * 4 + ["2026-03-31"]


@pytest.mark.django_db
def test_the_clock_writes_the_last_month_whole_and_in_place_of_an_earlier_one():
    open_data.write_last_month(APRIL)
    open_data.write_last_month(APRIL)
    assert [path.name for path in open_data.folder().iterdir()] == ["requests-2026-03.csv"]


@pytest.mark.django_db
def test_the_desk_offers_months_that_are_over_to_those_who_see_everything():
    client, this_year = Client(), datetime.now(UTC).year
    client.force_login(marc())
    odd = [client.post(f"/exports/open-data/{month}/").content for month in (f"{this_year + 1}-1", "2026-13", "1-1")]
    assert [b"Only a month that is over" in content for content in odd] == [True] * 3
    done = client.post("/exports/open-data/2026-3/")
    asked = ProcrastinateJob.objects.latest("id").args
    assert (done.status_code, asked) == (HTTPStatus.FOUND, {"year": 2026, "month": 3})
    assert client.get("/exports/open-data/2026-3/").status_code == HTTPStatus.FOUND
    open_data.write(MARCH)
    answer = client.get("/exports/open-data/2026-3/")
    assert b"".join(answer.streaming_content).decode().splitlines() == [",".join(COLUMNS)]
    marc().departments.add(builders.department())
    assert b"Only people who see all departments" in client.post("/exports/open-data/2026-3/").content
    with pytest.raises(Refused):
        open_data.checked_month(2026, 4, APRIL)
