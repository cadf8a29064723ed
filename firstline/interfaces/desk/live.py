"""What changed, told at once to every open page: the journal as a stream of server-sent events at /events.

Only ids are told (`{"entry": 7, "subject": "ticket:42", "context": "contact:7", "verb": "ticket.opened"}`); a page that
shows the thing fetches it anew, with the rights of its reader. `?topics=ticket:42,queue` keeps the stream to some
subjects, contexts or kinds; `queue` means every ticket. When a stream ends, entries may have been missed: the browser
connects again by itself, and the page fetches what it shows.

A wall at which nobody is signed in listens by its own secret (`?wall=7.secret`) and is told that something has changed,
but not what.
"""

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, connection, connections
from django.http import HttpRequest, parse_cookie
from django.utils.module_loading import import_string

from firstline.interfaces.desk.wall_tries import TooManyTries, place_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Pass = Callable[[], bool]

HEARTBEAT_SECONDS = 20
WAIT_SECONDS = 3
# A sign-in is looked at again this often while its stream is open.
RECHECK_SECONDS = 300
# A client that reads so slowly that this many events wait for it is cut off; it comes back and fetches anew.
BUFFER = 256
ON_THE_WALL = frozenset({"ticket", "contact", "call_back", "wall_link"})
CHANGED = b'event: journal\ndata: {"subject": "wall:1", "context": ""}\n\n'
_log = logging.getLogger("firstline.live")
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


class Client:
    """One open page: what it wants to hear, and the events that wait to be sent to it. None ends the stream."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue(BUFFER)
        self.cut_off = False

    def tell(self, topics: frozenset[str], message: bytes | None) -> None:
        if self.topics and message is not None and self.topics.isdisjoint(topics):
            return
        try:
            self.waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.cut_off = True


class WallClient(Client):
    """A wall that hears that something has changed: once, however much did before it was told."""

    def __init__(self) -> None:
        super().__init__(ON_THE_WALL)

    def tell(self, topics: frozenset[str], message: bytes | None) -> None:
        if message is None:
            super().tell(topics, None)
        elif self.waiting.empty():
            super().tell(topics, CHANGED)


class Hub:
    """All open pages of this process, fed by its one LISTEN connection."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self.listener: asyncio.Task[None] | None = None
        self.hears = asyncio.Event()
        self.closed = False

    async def join(self, client: Client) -> None:
        """Add a page, as soon as the journal can be heard; TimeoutError when the database is away."""
        if self.listener is None:
            self.listener = asyncio.create_task(self._listen())
        await asyncio.wait_for(self.hears.wait(), WAIT_SECONDS)
        self.clients.add(client)

    def close(self) -> None:
        """End all streams: the process is about to stop."""
        self.closed = True
        self._end_all()
        if self.listener is not None:
            self.listener.cancel()

    def publish(self, payload: str) -> None:
        """Tell one journal entry, as the database words it, to all who want to hear of it."""
        entry, kind, key, context_kind, context_key, verb = payload.split(":", 5)
        subject = f"{kind}:{key}"
        context = f"{context_kind}:{context_key}" if context_kind else ""
        facts = json.dumps({"entry": int(entry), "subject": subject, "context": context, "verb": verb})
        message = f"id: {entry}\nevent: journal\ndata: {facts}\n\n".encode()
        topics = {subject, kind, context, context_kind} | ({"queue"} if kind == "ticket" else set())
        for client in self.clients:
            client.tell(frozenset(topics), message)

    def _end_all(self) -> None:
        for client in self.clients:
            client.tell(frozenset(), None)

    async def _listen(self) -> None:
        while not self.closed:
            try:
                await self._hear()
            except (psycopg.Error, OSError) as error:
                self.hears.clear()
                _log.warning("the journal cannot be heard: %s", str(error).strip().partition("\n")[0])
                await asyncio.sleep(0.5)

    async def _hear(self) -> None:
        facts = connection.get_connection_params()
        for ours in ("cursor_factory", "context"):
            facts.pop(ours, None)
        async with await psycopg.AsyncConnection.connect(**facts, autocommit=True) as listening:
            await listening.execute("LISTEN journal")
            self.hears.set()
            # Whoever stayed while we could not hear has missed something: it comes back and fetches anew.
            self._end_all()
            while True:
                async for notice in listening.notifies(timeout=60):
                    self.publish(notice.payload)
                await listening.execute("SELECT 1")


hub = Hub()


async def events(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application of /events."""
    if scope["method"] != "GET":
        await _refuse(send, 405)
        return
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    may_listen = _pass(scope, asked)
    try:
        if not await _in_a_thread(may_listen):
            await _refuse(send, 401)
            return
        wanted = frozenset(filter(None, ",".join(asked.get("topics", [])).split(",")))
        client = WallClient() if "wall" in asked else Client(wanted)
        await hub.join(client)
    except (DatabaseError, TimeoutError):
        await _refuse(send, 503)
        return
    except TooManyTries:
        await _refuse(send, 429)
        return
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await _stream(client, may_listen, gone, send)
    finally:
        hub.clients.discard(client)
        gone.cancel()
        with suppress(RuntimeError):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _stream(client: Client, may_listen: Pass, gone: "asyncio.Future[None]", send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # Not all at once, when all streams have ended together.
    message = f"retry: {random.randint(1000, 4000)}\n\n".encode()  # noqa: S311 - spreads load, hides nothing
    check_at = asyncio.get_running_loop().time() + RECHECK_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311
    while not (client.cut_off or gone.done() or hub.closed):
        await send({"type": "http.response.body", "body": message, "more_body": True})
        try:
            following = await asyncio.wait_for(client.waiting.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            following = b": still here\n\n"
        if following is None:
            return
        message = following
        if asyncio.get_running_loop().time() > check_at:
            check_at += RECHECK_SECONDS
            with suppress(DatabaseError, TooManyTries):
                if not await _in_a_thread(may_listen):
                    return


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _in_a_thread(may_listen: Pass) -> bool:
    return await asyncio.get_running_loop().run_in_executor(_threads, may_listen)


def _pass(scope: Scope, asked: dict[str, list[str]]) -> Pass:
    """What says whether this page may listen, now and later. It needs the database, so a thread."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if "wall" in asked:
        key, _dot, secret = asked["wall"][0].partition(".")
        place = place_of(str((scope.get("client") or [""])[0]), headers.get(b"x-forwarded-for", ""))
        return partial(_is_a_wall, key, secret, place)
    return partial(_is_signed_in, headers.get(b"cookie", ""))


def _is_a_wall(key: str, secret: str, place: str) -> bool:
    # By its name, as Django finds what stands on models: this module is loaded before them.
    opened = import_string("firstline.interfaces.desk.wall_door.opened")
    try:
        return opened(key, secret, place) is not None
    finally:
        connections.close_all()


def _is_signed_in(cookies: str) -> bool:
    """Whether these cookies hold the session of somebody who may sign in now."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request = HttpRequest()
    # By its name for the same reason.
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        return get_user(request).is_authenticated
    finally:
        connections.close_all()
