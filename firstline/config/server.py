"""The web process: one ASGI application, with open streams on the event loop and every page in a thread.

`firstline run` starts it on a socket that it holds itself, so that no caller is turned away while a new process takes
over. On several machines: `granian --interface asginl firstline.config.server:app`.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import MutableMapping
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian import net
from granian.constants import Interfaces
from granian.server.embed import Server

from firstline.config.pages import Pages
from firstline.interfaces.desk import live

THREADS = 8
BACKLOG = 512
# Every open page holds a stream, so this is how many pages may be open.
MOST_CLIENTS = 10_000
if not os.environ.get("FIRSTLINE_SECRET_KEY"):
    sys.exit("FIRSTLINE_SECRET_KEY is not set: it signs the sessions, and must be the same long secret everywhere.")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstline.config.settings")
# Each thread has a connection, and the streams look up sign-ins with two more.
os.environ.setdefault("FIRSTLINE_POOL", str(THREADS + 2))

_wsgi: Any = get_wsgi_application()
# What is loaded now stays: looking through it again and again for what may go cost each page some per cent.
gc.freeze()
gc.set_threshold(20_000, 20, 50)
pages = Pages(_wsgi, workers=THREADS)
# Granian's own types say less than it can do.
_granian: Any = net


async def app(scope: live.Scope, receive: live.Receive, send: live.Send) -> None:
    """/events on the event loop, everything else in a thread."""
    if scope["type"] == "http" and scope["path"] == "/events":
        await live.events(scope, receive, send)
    else:

        async def body() -> MutableMapping[str, Any]:
            # Granian hands out a future, where a thread needs a coroutine to wait for.
            return await receive()

        await pages(scope, body, send)


class OneSocketServer(Server):
    """Granian on a socket that is listening already."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(
            app, interface=Interfaces.ASGINL, backpressure=MOST_CLIENTS, websockets=False, log_enabled=False
        )
        self._descriptor = descriptor

    def _init_shared_socket(self) -> None:
        self._shd: Any = _granian.SocketHolder(self._descriptor, uds=False, backlog=BACKLOG)


async def serve(descriptor: int) -> None:
    """Answer on this listening socket until told to stop; then end the streams and what is in hand."""
    server: Any = OneSocketServer(descriptor)

    def stop() -> None:
        live.hub.close()
        server.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    await server.serve()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
    pages.threads.shutdown()
    # All is answered. Granian's own threads would still call into an interpreter that is being taken down, and abort.
    os._exit(0)
