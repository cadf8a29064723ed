"""Asterisk's manager interface: packets in pieces, calls out of its events, a line that breaks off and comes back."""

import threading
from typing import Any

import pytest
from django.db import connection

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels.models import Call, Hearing
from firstline.interfaces.channels.telephone import asterisk as words
from firstline.interfaces.channels.telephone import client, listening
from firstline.interfaces.channels.telephone.event import End, Event, What
from firstline.interfaces.channels.telephone.packets import LONGEST_LINE, Packets, written
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.correspondence.telephony import create_line, put_at
from tests.cast import ana
from tests.interfaces.channels.telephone.scripted import Asterisk, asterisk, by_fours, packet, says, until

CALLER = {"CallerIDNum": "6175550101", "Exten": "100", "Uniqueid": "1.1", "Linkedid": "1.1", "Queue": "desk"}
SUCCESS = packet(Response="Success", ActionID="login", Message="Authentication accepted")
JOINED = packet(Event="QueueCallerJoin", **CALLER)
CONNECTED = packet(Event="AgentConnect", Interface="PJSIP/101", DestChannel="PJSIP/101-0000002a", **CALLER)
HUNG_UP = packet(Event="Hangup", Cause="16", **{"Cause-txt": "Normal Clearing"}, Uniqueid="1.1", Linkedid="1.1")


def fields(**more: str) -> dict[str, str]:
    return {name.lower(): value for name, value in {**CALLER, **more}.items()}


def test_packets_come_together_from_pieces_of_any_size_and_nothing_grows_without_end() -> None:
    whole = b"Asterisk Call Manager/5.0.1\r\n" + SUCCESS + JOINED
    assert [list(packets.feed(whole)) for packets in [Packets()]] == [
        [found for packets in [Packets()] for piece in by_fours(whole) for found in packets.feed(piece)]
    ]
    packets = Packets()
    for _time in range(40):
        assert list(packets.feed(b"x" * LONGEST_LINE)) == []
    assert [found["event"] for found in packets.feed(b"\r\n\r\n" + JOINED)] == ["QueueCallerJoin"]
    assert written("Login", Secret="a\r\nAction: Originate") == b"Action: Login\r\nSecret: a  Action: Originate\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (fields(Event="QueueCallerJoin"), Event(What.RANG, "1.1", "6175550101", "100")),
        (
            fields(Event="AgentConnect", MemberName="Ana", Interface="SIP/101"),
            Event(What.ANSWERED, "1.1", "6175550101", "100", people=("Ana", "101")),
        ),
        (
            fields(Event="AgentComplete", Reason="agent"),
            Event(What.ENDED, "1.1", "6175550101", "100", end=End.SPOKEN, cause="agent", begins=False),
        ),
        (fields(Event="AgentComplete", Reason="transfer"), None),
        (
            fields(Event="QueueCallerAbandon"),
            Event(What.ENDED, "1.1", "6175550101", "100", end=End.UNANSWERED, cause="abandoned"),
        ),
        (
            fields(Event="DialBegin", DestChannel="PJSIP/101-0000002a"),
            Event(What.RANG, "1.1", "6175550101", "100", people=("101",)),
        ),
        (
            fields(Event="DialBegin", CallerIDNum="101", Exten="6175550102", DestChannel="PJSIP/trunk-0000002b"),
            Event(What.RANG, "1.1", "6175550102", "101", outbound=True, people=("101", "")),
        ),
        (fields(Event="DialBegin", CallerIDNum="101", Exten="102", DestChannel="SIP/102-00000001"), None),
        (fields(Event="DialEnd", DialStatus="NOANSWER", DestChannel="SIP/101-00000001"), None),
        (fields(Event="Hangup", Uniqueid="1.2"), None),
        (fields(Event="AgentDump"), None),
        ({"event": "QueueCallerJoin"}, None),
    ],
)
def test_its_events_are_those_of_any_telephone_system(said: dict[str, str], meant: Event | None) -> None:
    assert words.event_of(said, ("101", "102")) == meant


def line_at(server: Asterisk, **facts: Any) -> TelephoneLine:
    named = {"name": "PBX", "source": "asterisk", "host": "127.0.0.1", "region": "US"}
    secret = {"port": server.port, "username": "desk", "password": "s3cret"}
    return create_line({**named, **secret, **facts}, by=None)


@pytest.mark.django_db(transaction=True)
def test_it_is_listened_to_through_split_packets_and_a_line_that_breaks_off() -> None:
    first = says(*by_fours(SUCCESS + JOINED))
    second = says(SUCCESS + JOINED + CONNECTED, HUNG_UP, pause=0.3)
    with asterisk(first, second) as server:
        line = line_at(server)
        put_at(line, "101", ana(), by=None)
        listeners = listening.Listeners()
        listeners.look()
        try:
            until(lambda: Call.objects.filter(ended_at__isnull=False).exists())
        finally:
            listeners.stop()
    call = Call.objects.select_related("contact").get()
    assert (call.key, call.answered_by, call.contact.taken_by, Contact.objects.count()) == ("1.1", ana(), ana(), 1)
    assert "Username: desk\r\nSecret: s3cret" in server.told[0]
    assert Hearing.objects.get().heard_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_refused_sign_in_is_shown_and_not_tried_again_at_once() -> None:
    with asterisk(says(packet(Response="Error", Message="Authentication failed"))) as server:
        line = line_at(server)
        listeners = listening.Listeners()
        listeners.look()
        try:
            until(lambda: Hearing.objects.exclude(problem="").exists())
        finally:
            listeners.stop()
    assert (Hearing.objects.get(line=line).problem, server.connections) == ("desk: Authentication failed", 1)


def test_who_does_not_answer_is_away() -> None:
    with asterisk() as server, pytest.raises(client.Away):
        list(client.listen(client.Account("127.0.0.1", server.port, "desk", ""), lambda: False, lambda: None))


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_listens_to_a_line() -> None:
    with asterisk() as server:
        line = line_at(server)
    found: list[bool] = []

    def other() -> None:
        with listening._alone(line) as is_alone:
            found.append(is_alone)
        connection.close()

    with listening._alone(line) as is_alone:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert (is_alone, found) == (True, [False])
    connection.close()
