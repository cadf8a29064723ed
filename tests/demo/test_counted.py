"""While one transaction fills the tables, the server knows how full they are."""

import pytest
from django.db import connection

from firstline.demo.counted import count_rows
from tests import builders

pytestmark = pytest.mark.django_db


def believed(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def test_rows_that_are_not_committed_yet_are_counted_and_nobody_counts_them_anew() -> None:
    count_rows()
    for _time in range(3):
        builders.contact()
    count_rows()
    assert believed("contacts_contact") == 3
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'contacts_contact'::regclass"
            " AND mode = 'ShareUpdateExclusiveLock'"
        )
        assert cursor.fetchone() == (1,)
