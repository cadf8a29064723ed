"""Pages in threads beside the event loop: a request is handed over whole, and so is its answer.

The package that adapts one to the other hands over each piece by itself and waits until it has gone, which costs the
processor as much as a small page does. Its reading of a request is used as it is.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from string import printable
from typing import Any
from urllib.parse import quote

from a2wsgi.wsgi import Body, build_environ

Message = dict[str, Any]


class Pages:
    """A WSGI application as an ASGI one, for HTTP alone; each request is answered in one of `workers` threads."""

    def __init__(self, application: Any, workers: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(thread_name_prefix="page", max_workers=workers)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        loop = asyncio.get_running_loop()
        body, first = Body(loop, receive), await receive()
        body.buffer.extend(first.get("body", b""))
        # The rest of a long one is fetched by whoever reads it; the package has no other way to be told what has come.
        body._has_more = first.get("more_body", False)

        def send_now(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(send(message), loop).result()

        run = contextvars.copy_context().run
        scope["query_string"] = _ascii(scope["query_string"])
        environ = build_environ(scope, body)
        for message in await loop.run_in_executor(self.threads, run, self._answer, environ, send_now):
            await send(message)

    def _answer(self, environ: Any, send_now: Callable[[Message], None]) -> list[Message]:
        """The messages of the answer; what the application streams is sent piece by piece before."""
        messages: list[Message] = []

        def start(status: str, headers: list[tuple[str, str]], _trouble: object = None) -> None:
            named = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
            messages.append({"type": "http.response.start", "status": int(status[:3]), "headers": named})

        answer = self.application(environ, start)
        try:
            if not getattr(answer, "streaming", True):
                return [*messages, _piece(b"".join(answer), more=False)]
            for message in messages:
                send_now(message)
            for piece in answer:
                send_now(_piece(piece, more=True))
            return [_piece(b"", more=False)]
        finally:
            if hasattr(answer, "close"):
                answer.close()


def _ascii(query: bytes) -> bytes:
    """A query as a browser would have sent it: some programs leave letters as they are, which no address may hold."""
    return query if query.isascii() else quote(query, safe=printable).encode()


def _piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
