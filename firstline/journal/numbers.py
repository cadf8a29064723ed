"""Numbers without gaps: contacts, tickets and work orders are numbered one after another.

A PostgreSQL sequence skips numbers on a rollback or a crash; a counter row does not, because it is part of the
transaction that uses the number.
"""

from django.db import connection

# Takes the name of a series and how many numbers of it are wanted, and gives the last of them.
TAKE = (
    "INSERT INTO journal_counter (series, last) VALUES (%s, %s)"
    " ON CONFLICT (series) DO UPDATE SET last = journal_counter.last + EXCLUDED.last RETURNING last"
)


def next_number(series: str) -> int:
    """The next number of a series; to be called late in a transaction, since others wait for it until the commit."""
    return reserve(series, 1)


def reserve(series: str, count: int) -> int:
    """Take `count` numbers in a row and return the first."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [series, count])
        return int(cursor.fetchone()[0]) - count + 1
