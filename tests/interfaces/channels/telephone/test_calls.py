"""A call is one call and one contact, whatever is told of it in whatever order."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from firstline.casework.contacts.models import Contact, Outcome
from firstline.casework.tickets.models import CallBack
from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone.calls import hear
from firstline.interfaces.channels.telephone.event import End, Event, What
from firstline.interfaces.channels.telephone.forgotten import end_forgotten
from firstline.interfaces.channels.telephone.taking import accept, ringing
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.correspondence.telephony import create_line, put_at
from firstline.reference.customers.keeping import create_customer
from tests.builders import NOON
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def line(**facts: Any) -> TelephoneLine:
    return create_line({"name": "Front desk", "region": "US", **facts}, by=None)


def event(what: What, key: str = "c-1", number: str = "617 555 0101", **facts: Any) -> Event:
    return Event(what, key, number, "100", **facts)


def tell(to: TelephoneLine, *events: Event) -> Call:
    calls = {call.pk: call for one in events if (call := hear(to, one, at=NOON))}
    assert len(calls) == 1
    return Call.objects.select_related("contact", "call_back").get(pk=next(iter(calls)))


def test_a_call_is_a_contact_when_it_rings_and_its_clock_ends_with_it() -> None:
    carla = create_customer("Carla", points=[("phone", "(617) 555-0101")], language="es", by=None)
    desk = line()
    put_at(desk, "Ana S.", ana(), by=None)
    hear(desk, event(What.RANG, people=("ana s.",)), at=NOON)
    contact = Contact.objects.get()
    assert (contact.customer, contact.language, contact.started_at, contact.taken_by) == (carla, "es", NOON, None)
    assert [call.contact_id for call in ringing(ana(), [desk.pk], NOON)] == [contact.pk]
    assert ringing(sofia(), [desk.pk], NOON) == []
    hear(desk, event(What.ANSWERED, people=("Ana S.",)), at=NOON + 5 * SECOND)
    hear(desk, event(What.ENDED), at=NOON + 65 * SECOND)
    call = Call.objects.select_related("contact").get()
    assert (call.answered_by, call.contact.taken_by, call.contact.ended_at) == (ana(), ana(), NOON + 65 * SECOND)
    assert (call.contact.is_open, CallBack.objects.count()) == (True, 0)


def test_in_every_order_and_doubled_it_is_one_contact_and_whoever_was_answered_is_owed_nothing() -> None:
    desk = line()
    three = [event(What.RANG), event(What.ANSWERED), event(What.ENDED)]
    for number, order in enumerate(permutations(three)):
        told = [Event(one.what, f"c-{number}", one.number, one.own_number) for one in (*order, *order)]
        call = tell(desk, *told)
        assert call.answered_at == call.ended_at == NOON
        assert (call.contact.is_open, call.contact.ended_at) == (True, NOON), order
    assert (Contact.objects.count(), CallBack.objects.filter(state="owed").count()) == (6, 0)


def test_who_called_in_vain_is_owed_one_call_until_they_are_spoken_to() -> None:
    desk = line(call_back_minutes=30)
    first = tell(desk, event(What.RANG), event(What.ENDED, end=End.UNANSWERED))
    second = tell(desk, event(What.ENDED, key="c-2", number="+1 617-555-0101"))
    owed = CallBack.objects.get()
    assert first.call_back == second.call_back == owed
    assert (owed.number, owed.contact, owed.due_by) == ("617 555 0101", first.contact, NOON + timedelta(minutes=30))
    assert [call.contact.outcome for call in (first, second)] == [Outcome.ABANDONED] * 2
    tell(desk, event(What.RANG, key="c-3"), event(What.ANSWERED, key="c-3"))
    owed.refresh_from_db()
    assert owed.state == CallBack.State.CANCELLED


def test_nobody_is_owed_a_call_who_withheld_their_number_was_refused_or_was_called_by_us() -> None:
    desk = line()
    withheld = tell(desk, event(What.RANG, number=""), event(What.ENDED, number=""))
    refused = tell(desk, event(What.ENDED, key="c-2", end=End.REFUSED))
    ours = tell(desk, event(What.RANG, key="c-3", outbound=True), event(What.ENDED, key="c-3", outbound=True))
    assert CallBack.objects.count() == 0
    assert [call.contact.outcome for call in (withheld, refused, ours)] == [Outcome.ABANDONED] * 3
    assert (ours.contact.outbound, ours.contact.caller_number) == (True, "617 555 0101")


def test_a_withheld_number_never_takes_a_known_ones_place_and_a_known_one_fills_it_in() -> None:
    carla = create_customer("Carla", points=[("phone", "+16175550101")], by=None)
    desk = line()
    for key, numbers in (("c-1", ("617 555 0101", "", "")), ("c-2", ("", "", "617 555 0101"))):
        whats = (What.RANG, What.RANG, What.ANSWERED)
        call = tell(desk, *(event(what, key, number) for what, number in zip(whats, numbers, strict=True)))
        assert (call.number, call.contact.caller_number, call.contact.customer) == (
            "617 555 0101",
            "617 555 0101",
            carla,
        )


def test_a_number_that_is_told_after_the_end_is_called_back_all_the_same() -> None:
    call = tell(line(), event(What.ENDED, number=""), event(What.RANG))
    assert (call.call_back is not None, call.contact.caller_number) == (True, "617 555 0101")
    assert call.contact.outcome == Outcome.ABANDONED


def test_two_customers_with_one_number_are_not_guessed_between() -> None:
    for name in ("Carla", "Carlo"):
        create_customer(name, points=[("phone", "+16175550101")], by=None)
    assert tell(line(), event(What.RANG)).contact.customer is None


def test_without_an_id_the_same_numbers_within_five_seconds_are_one_call() -> None:
    desk = line()
    for seconds in (0, 3, 5, 11):
        hear(desk, event(What.RANG, key=""), at=NOON + seconds * SECOND)
    hear(desk, event(What.RANG, key="", number="617 555 0102"), at=NOON)
    hear(desk, event(What.ENDED, key=""), at=NOON + 20 * SECOND)
    assert [(call.number, call.ended_at is None) for call in Call.objects.order_by("number", "rang_at")] == [
        ("617 555 0101", True),
        ("617 555 0101", False),
        ("617 555 0102", True),
    ]


def test_of_two_who_take_a_call_at_once_the_first_has_it_and_a_taken_call_is_not_missed() -> None:
    desk = line()
    put_at(desk, "1", ana(), by=None)
    call = tell(desk, event(What.RANG))
    assert accept(call, by=ana(), at=NOON) == accept(call, by=sofia(), at=NOON)
    assert ringing(ana(), [desk.pk], NOON) == []
    call = tell(desk, event(What.ENDED))
    assert (call.answered_by, call.contact.taken_by, call.call_back) == (ana(), ana(), None)


def test_a_call_whose_end_nobody_told_is_ended_by_time_and_owed_when_it_was_not_answered() -> None:
    desk = line()
    tell(desk, event(What.RANG))
    tell(desk, event(What.ANSWERED, key="c-2"))
    assert end_forgotten(NOON + timedelta(minutes=9)) == 0
    assert end_forgotten(NOON + timedelta(minutes=11)) == 1
    assert end_forgotten(NOON + timedelta(hours=13)) == 1
    assert [bool(call.call_back) for call in Call.objects.order_by("key")] == [True, False]
    assert hear(desk, event(What.ENDED, key="never heard of", begins=False), at=NOON) is None
