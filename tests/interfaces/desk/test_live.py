"""Open pages hear of every journal entry at once, and only those who may."""

import asyncio
import json
import re

import psycopg
import pytest

from firstline.config.postgres import Server
from firstline.interfaces.desk.live import BUFFER, CHANGED, Client, Hub, WallClient
from tests.processes import Browser, firstline, wait_until

ENTRY = """
INSERT INTO journal_entry (at, verb, subject_kind, subject_id, context_kind, context_id, actor_name, facts)
VALUES (now(), %s, %s, %s, %s, %s, '', '{}') RETURNING id
"""


def write(run, verb, kind, key, context_kind="", context_key=None):
    with psycopg.connect(Server(run.folder).url) as connection:
        return connection.execute(ENTRY, (verb, kind, key, context_kind, context_key)).fetchone()[0]


async def listen(run, path="/events", signed_in=True):
    """An open stream; its head is read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", run.port)
    cookies = "; ".join(f"{name}={value}" for name, value in run.browser.cookies.items() if signed_in)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    assert "200 OK" in head.splitlines()[0]
    assert "content-type: text/event-stream" in head
    await reader.readuntil(b"retry: ")
    return reader, writer


async def hear(reader):
    """The next event's data; None when the stream has ended: with an empty chunk, or with the connection."""
    while (line := await reader.readline()) not in (b"", b"0\r\n"):
        if line.startswith(b"data: "):
            return json.loads(line.removeprefix(b"data: "))
    return None


def test_a_hundred_idle_pages_all_hear_of_it(shared_run):
    async def story():
        streams = [await listen(shared_run) for _ in range(100)]
        entry = await asyncio.to_thread(write, shared_run, "ticket.opened", "ticket", 42, "contact", 7)
        heard = await asyncio.gather(*(hear(reader) for reader, _writer in streams))
        for _reader, writer in streams:
            writer.close()
        return entry, heard

    entry, heard = asyncio.run(story())
    told = {"entry": entry, "subject": "ticket:42", "context": "contact:7", "verb": "ticket.opened"}
    assert heard == [told] * 100


def test_a_page_hears_of_its_topics_alone(shared_run):
    async def story():
        wanted = ("ticket:42", "contact:7", "queue", "work_order")
        streams = {topic: await listen(shared_run, f"/events?topics={topic},nothing:1") for topic in wanted}
        last = {}
        for facts in (("customer", 1), ("ticket", 41), ("ticket", 42, "contact", 7), ("work_order", 3)):
            await asyncio.to_thread(write, shared_run, "thing.changed", *facts)
        for topic, (reader, writer) in streams.items():
            last[topic] = (await hear(reader))["subject"]
            writer.close()
        return last

    assert asyncio.run(story()) == {
        "ticket:42": "ticket:42",
        "contact:7": "ticket:42",
        "queue": "ticket:41",
        "work_order": "work_order:3",
    }


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "x" * 32}, {"sessionid": ""}])
def test_nobody_listens_without_being_signed_in(shared_run, cookies):
    stranger = Browser(shared_run.port)
    stranger.cookies = cookies
    assert stranger.ask("/events")[0] == 401


def test_nothing_can_be_sent_to_the_stream(shared_run):
    assert shared_run.browser.ask("/events", {"a": "b"})[0] == 405


OPEN_A_TICKET = """
from firstline.casework.tickets.opening import open_ticket
from firstline.reference.service_levels.models import Priority
from tests import builders
code = builders.handled_code(priority=Priority.objects.order_by("rank").first())
open_ticket(builders.contact(code=code, kind="action", words="Fetch it", customer=builders.customer()), by=None)
"""


def test_a_wall_without_anybody_signed_in_changes_with_a_new_ticket(shared_run):
    """It hears that something changed, not what; and many changes at once are one."""
    shared_run.browser.ask("/wall-links/", {"name": "Hall", "language": "en"})
    found = re.search(r"/walls/(\d+)/([\w-]+)/", shared_run.browser.ask("/wall-links/")[1])
    visitor = Browser(shared_run.port)

    def waiting():
        shown = re.search(r"<dt>Waiting</dt><dd>(\d+)</dd>", visitor.ask(found[0])[1])
        return int(shown[1])

    async def story():
        before = waiting()
        reader, writer = await listen(shared_run, f"/events?wall={found[1]}.{found[2]}", signed_in=False)
        url = Server(shared_run.folder).url
        made = await asyncio.to_thread(firstline, "shell", "-v", "0", "-c", OPEN_A_TICKET, DATABASE_URL=url)
        assert made.returncode == 0, made.stderr
        heard = await hear(reader)
        writer.close()
        return heard, waiting() - before

    assert asyncio.run(story()) == ({"subject": "wall:1", "context": ""}, 1)
    assert visitor.ask(f"/events?wall={found[1]}.{found[2]}x")[0] == 401


def test_a_wall_is_told_of_many_changes_once():
    async def story():
        hub, wall = Hub(), WallClient()
        hub.clients = {wall}
        for entry in range(BUFFER + 1):
            hub.publish(f"{entry}:ticket:{entry}::::ticket.opened")
            hub.publish(f"{entry}:article:1::::article.published")
        told = wall.waiting.qsize(), wall.waiting.get_nowait(), wall.cut_off
        hub.publish("9:article:1::::article.published")
        hub.close()
        return told, wall.waiting.get_nowait()

    assert asyncio.run(story()) == ((1, CHANGED, False), None)


def test_streams_end_when_the_database_was_away_and_hear_again_afterwards(shared_run):
    async def story():
        reader, writer = await listen(shared_run)
        await asyncio.to_thread(shared_run.kill, "postgres")
        assert await hear(reader) is None
        writer.close()
        await asyncio.to_thread(wait_until, lambda: shared_run.browser.ask("/account/login/")[0] == 302)
        reader, writer = await listen(shared_run)
        entry = await asyncio.to_thread(write, shared_run, "ticket.opened", "ticket", 1)
        heard = await hear(reader)
        writer.close()
        return entry, heard["entry"]

    entry, heard = asyncio.run(story())
    assert heard == entry


def test_open_streams_do_not_hold_up_the_end(shared_run):
    async def story():
        reader, writer = await listen(shared_run)
        shared_run.process.terminate()
        ended = await hear(reader)
        writer.close()
        return ended

    assert asyncio.run(story()) is None
    assert shared_run.process.wait(30) == 0
    assert shared_run.said[-1] == "Stopping ..."


def test_a_page_that_reads_too_slowly_is_cut_off_and_the_others_are_not():
    async def story():
        hub, slow, quick = Hub(), Client(frozenset()), Client(frozenset())
        hub.clients = {slow, quick}
        for entry in range(BUFFER + 1):
            hub.publish(f"{entry}:ticket:1::::ticket.changed")
            quick.waiting.get_nowait()
        return slow.cut_off, quick.cut_off

    assert asyncio.run(story()) == (True, False)


def test_the_end_reaches_a_page_whatever_its_topics():
    async def story():
        hub, client = Hub(), Client(frozenset({"ticket:1"}))
        hub.clients = {client}
        hub.close()
        return client.waiting.get_nowait()

    assert asyncio.run(story()) is None
