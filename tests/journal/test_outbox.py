from threading import Event, Thread

import pytest
from django.db import connection

from firstline.journal.models import Entry
from firstline.journal.outbox import backlog, take
from firstline.journal.recording import record
from tests.builders import customer


@pytest.mark.django_db
def test_every_reader_gets_every_entry_once(settings):
    settings.JOURNAL_READERS = ["notices", "webhooks"]
    entry = record("customer.called", customer(), by=None)
    seen: list[tuple[str, Entry]] = []
    for reader in ("notices", "webhooks", "notices"):
        take(reader, lambda taken, reader=reader: seen.append((reader, taken)))
    assert seen == [("notices", entry), ("webhooks", entry)]


@pytest.mark.django_db
def test_without_readers_nothing_waits():
    record("customer.called", customer(), by=None)
    assert backlog() == {}


@pytest.mark.django_db
def test_what_a_reader_could_not_read_waits_on(settings):
    settings.JOURNAL_READERS = ["notices"]
    record("customer.called", customer(), by=None)
    with pytest.raises(ValueError, match="unreadable"):
        take("notices", refuse)
    assert backlog() == {"notices": 1}


def refuse(entry):
    raise ValueError("unreadable")


@pytest.mark.django_db(transaction=True)
def test_two_workers_of_one_reader_never_take_the_same_entry(settings):
    settings.JOURNAL_READERS = ["notices"]
    caller = customer()
    entries = [record("customer.called", caller, by=None).pk for _ in range(4)]
    first, second, reading, done = [], [], Event(), Event()

    def slowly(entry):
        first.append(entry.pk)
        reading.set()
        done.wait(10)

    def worker():
        take("notices", slowly, limit=2)
        connection.close()

    thread = Thread(target=worker)
    thread.start()
    reading.wait(10)
    take("notices", lambda entry: second.append(entry.pk), limit=4)
    done.set()
    thread.join()
    assert (first, second, backlog()) == (entries[:2], entries[2:], {})
