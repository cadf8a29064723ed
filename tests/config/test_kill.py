"""Web, worker and database are killed again and again under eight writers, and nothing that was answered is lost."""

import http.client
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg

from firstline.config.postgres import Server
from tests.processes import Browser, Run

WRITERS, KILLS, SPAN_SECONDS, LEAST = 8, 20, 36.0, 5
VICTIMS = ("firstline.config.server", "manage worker", "postgres")
SAVED = re.compile(r'data-state="saved" data-version="(\d+)"')
VERSION = re.compile(r'data-version="(\d+)"')
NOTED = """
SELECT facts->>'now' FROM journal_entry JOIN contacts_contact ON contacts_contact.id = subject_id
WHERE verb = 'contact.noted' AND subject_kind = 'contact' AND number = %s ORDER BY journal_entry.id
"""


@dataclass
class Writer:
    """Somebody who takes a call, and sends each save again until it is answered, as the pages do."""

    run: Run
    browser: Browser
    number: int = 0
    seen: str = "0"
    kept: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def open_contact(self) -> None:
        status, _page = self.browser.ask("/contacts/", {"channel": "telephone"})
        assert status == 302
        self.number = int(self.browser.sent_to.strip("/").rpartition("/")[2])

    def write_until(self, over: threading.Event) -> None:
        while not over.is_set() or len(self.kept) < LEAST:
            assert self.run.process.poll() is None, self.run.said[-9:]
            value = f"line {len(self.kept)} of {self.number}"
            try:
                status, page = self.browser.ask(
                    f"/contacts/{self.number}/fields/", {"field": "words", "value": value, "seen": self.seen}
                )
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
                continue
            self.statuses.add(status)
            if status != 200:
                time.sleep(0.1)
                continue
            self.seen = VERSION.search(page).group(1)
            if SAVED.search(page):
                self.kept.append(value)


def kill_at_random_moments(run: Run, chance: random.Random) -> int:
    began, killed = time.monotonic(), 0
    moments = sorted((chance.uniform(0, SPAN_SECONDS), words) for words in VICTIMS * KILLS)
    for moment, words in moments:
        time.sleep(max(0.0, began + moment - time.monotonic()))
        run.kill(words)
        killed += 1
    return killed


def test_every_save_that_was_answered_is_found_afterwards(shared_run):
    writers = [Writer(shared_run, shared_run.browser.twin()) for _ in range(WRITERS)]
    for writer in writers:
        writer.open_contact()
    over = threading.Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(writer.write_until, over) for writer in writers]
        try:
            killed = kill_at_random_moments(shared_run, random.Random(2))  # noqa: S311 - the same moments every time
        finally:
            over.set()
        for done in writing:
            done.result()
    with psycopg.connect(Server(shared_run.folder).url) as connection:
        found = {writer.number: {row[0] for row in connection.execute(NOTED, [writer.number])} for writer in writers}
    lost = [value for writer in writers for value in writer.kept if value not in found[writer.number]]
    assert lost == []
    assert killed == KILLS * len(VICTIMS)
    assert set().union(*(writer.statuses for writer in writers)) <= {200, 503}
