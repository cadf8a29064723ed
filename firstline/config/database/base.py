"""The backend that Django finds here by its name."""

import select
from typing import Any

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


def check(connection: Connection[Any]) -> None:
    """Raise OperationalError when the server has closed this idle connection.

    A server that goes away leaves something to read on the socket (a farewell or the end), so one that is silent is
    taken as good, without the round trip that asking would cost each request.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if not poll.poll(0):
        return
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        # The others are as old as this one: the pool would find each of them bad in turn, waiting in between.
        pool = getattr(connection, "_pool", None)
        if isinstance(pool, ConnectionPool):
            pool.drain()
        raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Makes its pool of `OPTIONS["pool"]`: the most connections it may hold.

    A request waits two seconds for a connection, then the page says that the database is away. Attempts to connect
    are soon given up and made again by the next request, so a database that is back is noticed by that one.
    """

    @property
    def pool(self) -> ConnectionPool[Connection[Any]] | None:
        most = self.settings_dict["OPTIONS"].get("pool")
        if not most or self.alias == NO_DB_ALIAS:
            return None
        ours: Any = self
        pools: dict[str, ConnectionPool[Connection[Any]]] = ours._connection_pools
        if self.alias not in pools:
            pool = ConnectionPool(
                kwargs={**self.get_connection_params(), "autocommit": True},
                open=False,
                configure=ours._configure_connection,
                check=check,
                min_size=1,
                max_size=most,
                timeout=2.0,
                reconnect_timeout=0.5,
            )
            pools.setdefault(self.alias, pool)
        return pools[self.alias]
