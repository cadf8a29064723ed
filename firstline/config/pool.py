"""The pool of database connections of one web process: quick to notice a database that went away or came back."""

import select
from typing import Any

from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


def check(connection: Connection[Any]) -> None:
    """Raise OperationalError when the server has closed this idle connection.

    A server that goes away leaves something to read on the socket (a farewell or the end), so one that is silent is
    taken as good without the round trip that asking would cost each request.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    if poll.poll(0):
        try:
            ConnectionPool.check_connection(connection)
        except OperationalError:
            # The others are as old as this one: the pool would find each of them bad in turn, waiting in between.
            pool = getattr(connection, "_pool", None)
            if isinstance(pool, ConnectionPool):
                pool.drain()
            raise


def options(most: int) -> dict[str, Any]:
    """What Django hands to psycopg's pool, for `most` threads.

    A request waits two seconds for a connection, then the page says that the database is away. Attempts to connect
    are given up at once and made again by the next request, so a database that is back is noticed by it.
    """
    return {"min_size": 1, "max_size": most, "timeout": 2.0, "reconnect_timeout": 0.5, "check": check}
