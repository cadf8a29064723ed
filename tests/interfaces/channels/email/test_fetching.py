"""Fetching from a real server, and from ones that drop, lie and count anew: nothing is lost and nothing doubled."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.email import folder
from firstline.interfaces.channels.email.fetching import fetch
from firstline.interfaces.channels.email.imap import NotReached, opened
from firstline.interfaces.channels.email.watching import reading_mailboxes
from firstline.interfaces.channels.models import Arrival, End, MailboxState
from firstline.reference.correspondence import mailboxes
from firstline.reference.correspondence.models import Mailbox
from tests.interfaces.channels.letters import mail
from tests.mail_servers import PASSWORD, USER, dovecot, scripted
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def mailbox_at(port, **facts):
    known = {"name": f"Desk {port}", "address": "desk@city.example", "host": "127.0.0.1", "port": port}
    known |= {"security": "none", "username": USER, "secret": PASSWORD}
    return mailboxes.add({**known, **facts}, by=None)


def visit(mailbox, seconds=30.0):
    with opened(Mailbox.objects.get(pk=mailbox.pk), seconds=seconds) as box:
        return fetch(box, mailbox)


def visit_by_another(mailbox):
    try:
        return visit(mailbox)
    finally:
        connection.close()


def test_a_real_mailbox_is_read_marked_and_read_again_without_doubles():
    with dovecot() as server:
        mailbox = mailbox_at(server.port)
        server.put(*(mail(f"Number {each}.", message_id=f"{each}@x") for each in range(30)))
        with ThreadPoolExecutor(2) as workers:
            found = list(workers.map(visit_by_another, [mailbox, mailbox]))
        assert sum(found) + visit(mailbox) == 30
        assert Arrival.objects.filter(end=End.CONTACT, times=1).count() == 30
        assert server.flags() == [True] * 30
        assert visit(mailbox) == 0
        # Somebody has read this one before us; it is fetched all the same.
        with server.client() as client:
            client.append("INBOX", "\\Seen", None, mail("Read already.", message_id="read@x"))
        assert visit(mailbox) == 1
        # The worker was killed between its commit and the mark.
        with server.client() as client:
            client.uid("STORE", "5", "-FLAGS", "\\Seen")
        assert (visit(mailbox), server.flags()) == (1, [True] * 31)
        # The server counts anew.
        server.forget_numbers()
        server.put(mail("After.", message_id="after@x"))
        assert visit(mailbox) > 0
        assert Arrival.objects.count() == 32
        assert ledger.missing() == 0
        assert Arrival.objects.exclude(end=End.CONTACT).count() == 0
        # What is stored may also be moved or deleted.
        with server.client() as client:
            client.create("Done")
        mailboxes.change(mailbox, {"after": "move", "move_to": "Done"}, by=None)
        server.put(mail("Move me.", message_id="move@x"))
        mailbox = Mailbox.objects.get(pk=mailbox.pk)
        assert visit(mailbox) == 1
        with server.client() as client:
            assert client.select("Done")[1] != [b"0"]
        # A wrong password, an unknown folder and a port where nobody answers are said in plain words.
        for facts, said in (
            ({"secret": "wrong"}, "refuses"),
            ({"secret": PASSWORD, "folder": "None such"}, "no folder"),
            ({"port": 1}, "cannot be reached"),
        ):
            mailbox = mailboxes.change(mailbox, facts, by=None)
            with pytest.raises(NotReached, match=said):
                visit(mailbox)


def test_the_worker_reads_every_mailbox_and_is_told_what_comes_later():
    with dovecot() as server:
        server.put(mail("Before.", message_id="before@x"))
        mailbox_at(server.port)
        broken = mailbox_at(1, name="Broken")
        with reading_mailboxes():
            wait_until(lambda: Arrival.objects.exclude(end="").count() == 1)
            server.put(mail("Later.", message_id="later@x"))
            wait_until(lambda: Arrival.objects.exclude(end="").count() == 2)
            wait_until(lambda: MailboxState.objects.filter(mailbox=broken, fault__contains="reached").exists())
        assert MailboxState.objects.exclude(mailbox=broken).get().fault == ""


class Lying:
    """A server that has these messages; it breaks off at its `drops_at`th, and may number all of them alike."""

    def __init__(self, *messages, drops_at=0, number=0):
        self.messages, self.drops_at, self.number, self.handed = messages, drops_at, number, 0

    def __call__(self, line):
        tag, _, words = line.partition(b" ")
        verb = words.upper().removeprefix(b"UID ").partition(b" ")[0].decode()
        said = getattr(self, verb.lower(), self.login)(words)
        return None if said is None else said + tag + b" OK done\r\n"

    def login(self, _words):
        return b"* CAPABILITY IMAP4REV1\r\n"

    def logout(self, _words):
        return b"* BYE\r\n"

    def select(self, _words):
        return b"* %d EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n" % len(self.messages)

    def search(self, _words):
        return b"* SEARCH " + b" ".join(b"%d" % (each + 1) for each in range(len(self.messages))) + b"\r\n"

    def fetch(self, words):
        said = b""
        for part in re.search(rb"FETCH (\S+)", words)[1].split(b","):
            first, _, last = part.partition(b":")
            for uid in range(int(first), int(last or first) + 1):
                one = self.body(uid) if b"BODY.PEEK" in words else self.facts(uid)
                if one is None:
                    return None
                said += one
        return said

    def facts(self, uid):
        return b"* %d FETCH (UID %d RFC822.SIZE %d FLAGS ())\r\n" % (uid, uid, len(self.messages[uid - 1]))

    def body(self, uid):
        self.handed += 1
        if self.handed == self.drops_at:
            return None
        raw = self.messages[uid - 1]
        return b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (uid, self.number or uid, len(raw)) + raw + b")\r\n"


def test_servers_that_drop_repeat_and_lie_lose_nothing():
    messages = [mail(f"Number {each}.", message_id=f"{each}@y") for each in range(8)]
    with scripted(Lying(*messages, drops_at=3)) as port:
        mailbox = mailbox_at(port)
        with pytest.raises(NotReached, match="failed"):
            visit(mailbox)
        assert visit(mailbox) == 8
        assert MailboxState.objects.get(mailbox=mailbox).troubles == {}
        assert Arrival.objects.filter(source=mailbox.source, end=End.CONTACT).count() == 8
        again = Arrival.objects.filter(source=mailbox.source, times__gt=1).count()
        visit(mailbox)
        assert (Arrival.objects.filter(source=mailbox.source).count(), again) == (8, 0)
    # One number for two different messages: both are kept.
    with scripted(Lying(mail("One."), mail("Two."), number=1)) as port:
        mailbox = mailbox_at(port)
        for _visit in range(2):
            visit(mailbox)
    with scripted(Lying(mail("Other."))) as port:
        mailbox = mailboxes.change(mailbox, {"port": port}, by=None)
        visit(mailbox)
    words = sorted(row.contact.words.split()[-1] for row in Arrival.objects.filter(source=mailbox.source))
    assert words in (["Other.", "Two."], ["One.", "Other.", "Two."])
    assert ledger.missing() == 0


def test_a_message_that_can_never_be_had_whole_is_kept_by_its_beginning_and_holds_up_nobody():
    good = Lying(mail("Endless."), mail("Short."))

    def answer(line):
        if b"BODY.PEEK[])" in line and (b"FETCH 1:2" in line or b"FETCH 1 " in line):
            return b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\nendless"
        return good(line)

    with scripted(answer) as port:
        mailbox = mailbox_at(port)
        for _visit in range(3):
            with pytest.raises(NotReached):
                visit(mailbox)
        assert visit(mailbox) == 2
    ends = dict(Arrival.objects.filter(source=mailbox.source).values_list("key", "end"))
    assert ends == {"1:1": End.QUARANTINED, "1:2": End.CONTACT}
    assert folder.written([4, 1, 2]) == "1:2,4"


def test_a_server_that_is_full_or_stalls_keeps_nobody_from_reading_what_came():
    class Full(Lying):
        def __call__(self, line):
            is_mark = b"STORE" in line
            return line.partition(b" ")[0] + b" NO [OVERQUOTA] full\r\n" if is_mark else super().__call__(line)

    with scripted(full := Full(mail("One.", message_id="1@full"))) as port:
        mailbox = mailbox_at(port)
        with pytest.raises(NotReached, match="OVERQUOTA"):
            visit(mailbox)
        full.messages = (*full.messages, mail("Two.", message_id="2@full"))
        with pytest.raises(NotReached, match="OVERQUOTA"):
            visit(mailbox)
    assert list(Arrival.objects.order_by("id").values_list("end", flat=True)) == [End.CONTACT] * 2
    hangs = [True]

    class Stalling(Lying):
        def body(self, uid):
            if uid == 2 and hangs.pop():
                time.sleep(0.5)
            return super().body(uid)

    with scripted(Stalling(*(mail(f"{each}.", message_id=f"{each}@stall") for each in range(3)))) as port:
        mailbox = mailbox_at(port)
        with pytest.raises(NotReached, match="timed out"):
            visit(mailbox, seconds=0.2)
        hangs.append(False)
        assert visit(mailbox, seconds=5) == 3
    ended = Arrival.objects.filter(source=mailbox.source, times=1)
    assert list(ended.values_list("end", flat=True)) == [End.CONTACT] * 3
    assert ledger.missing() == 0
