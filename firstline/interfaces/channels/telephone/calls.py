"""A call, as its events come in: out of order, doubled or not at all, it stays one call and one contact."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts import closing, reception
from firstline.casework.contacts.models import Channel, Outcome
from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone import missed
from firstline.interfaces.channels.telephone.callers import known, people_of
from firstline.interfaces.channels.telephone.event import End, Event, What
from firstline.journal.recording import Thing, record
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.customers import numbers
from firstline.reference.staff.models import User

# Without an id, the same numbers within so long are one call.
SAME_WITHIN = timedelta(seconds=5)
# So long after it rang, an event without an id may still be about a call that has not ended.
LONGEST_CALL = timedelta(hours=12)


@transaction.atomic
def hear(line: TelephoneLine, event: Event, *, at: datetime | None = None) -> Call | None:
    """Take in one event; the call it is about, or None where it is about none of ours."""
    at = at or timezone.now()
    region = line.region or settings.PHONE_REGION
    normal = numbers.normal(event.number, region) if event.number else ""
    _alone(line, event.key or f"{normal}>{event.own_number}")
    call = _found(line, event, normal, at)
    if call is None:
        if not event.begins:
            return None
        call = _begin(line, event, normal, at)
    else:
        _learn(call, event, normal, region, at)
    if event.what == What.ANSWERED:
        _answer(call, event, at)
    elif event.what == What.ENDED:
        _end(call, event, at)
    return call


def _alone(line: TelephoneLine, key: str) -> None:
    """Two events of one call at once are taken in one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [line.pk % 2**31, key])


def _found(line: TelephoneLine, event: Event, normal: str, at: datetime) -> Call | None:
    calls = (
        Call.objects.select_for_update(of=("self", "contact")).select_related("contact", "call_back").filter(line=line)
    )
    if event.key:
        return calls.filter(key=event.key).first()
    same = calls.filter(normal=normal, own_number=event.own_number, outbound=event.outbound).order_by("-rang_at")
    if event.what == What.RANG:
        return same.filter(rang_at__gte=at - SAME_WITHIN, rang_at__lte=at + SAME_WITHIN).first()
    return same.filter(rang_at__gte=at - LONGEST_CALL, ended_at=None).first()


def _begin(line: TelephoneLine, event: Event, normal: str, at: datetime) -> Call:
    """A contact first, everything else afterwards (C1)."""
    contact = reception.open_contact(
        channel=Channel.TELEPHONE, by=None, at=at, outbound=event.outbound, caller_number=event.number
    )
    call = Call.objects.create(
        line=line,
        key=event.key or f"{normal}>{event.own_number} {at.isoformat()}",
        outbound=event.outbound,
        number=event.number,
        normal=normal,
        own_number=event.own_number,
        rang_at=at,
        contact=contact,
    )
    people = people_of(line, event.people)
    call.rings_for.set(people)
    _recognise(call, line.region)
    told = {"number": event.number, "outbound": event.outbound}
    record("call.rang", call, by=None, context=_whom(call, people), at=at, facts=told)
    return call


def _learn(call: Call, event: Event, normal: str, region: str, at: datetime) -> None:
    """Keep what a later event says of the caller and the called; a withheld number never takes a known one's place."""
    if normal and not call.normal:
        call.number, call.normal = event.number, normal
        call.save(update_fields=["number", "normal"])
        is_written_off = call.ended_at is not None and call.contact.outcome == Outcome.ABANDONED
        if is_written_off:
            call.contact = closing.reopen(call.contact, _("The number was told later."), by=None, at=at)
        contact = call.contact
        if contact.is_open and not contact.caller_number:
            call.contact = reception.note_down(contact, "caller_number", event.number, seen=contact.version, by=None)
        _recognise(call, region)
        if is_written_off:
            missed.write_off(call, End(call.ending), at=at)
    if event.what == What.RANG and event.people:
        call.rings_for.add(*people_of(call.line, event.people))


def _recognise(call: Call, region: str) -> None:
    """Tie the contact to whoever has the number, where that is one customer alone."""
    if not call.normal or call.contact.customer_id or not call.contact.is_open:
        return
    customer = known(call.number, region)
    if customer:
        call.contact = reception.identify(call.contact, customer, by=None)


def _answer(call: Call, event: Event, at: datetime) -> None:
    """Somebody has lifted the receiver; told again, it changes nothing but who, where that was not known."""
    who = next(iter(people_of(call.line, event.people)), None)
    if call.answered_at is None:
        call.answered_at, call.answered_by = at, who
    elif call.answered_by is None and who is not None:
        call.answered_by = who
    else:
        return
    call.save(update_fields=["answered_at", "answered_by"])
    missed.answered_after_all(call, at=at)
    facts = {"name": who.name} if who else {}
    record("call.answered", call, by=None, context=_whom(call, [who] if who else []), at=at, facts=facts)
    if who and call.contact.is_open:
        call.contact = reception.take_up(call.contact, by=who, at=at)


def _end(call: Call, event: Event, at: datetime) -> None:
    """Both are silent. Nobody there: the customer is owed a call."""
    if call.ended_at is not None:
        return
    call.ended_at, call.ending, call.cause = at, event.end, event.cause[:60]
    call.save(update_fields=["ended_at", "ending", "cause"])
    record("call.ended", call, by=None, context=_whom(call, list(call.rings_for.all())), at=at)
    if call.contact.is_open:
        call.contact = reception.end_call(call.contact, by=None, at=at)
    if is_missed(call, event.end):
        missed.write_off(call, event.end, at=at)


def is_missed(call: Call, end: End) -> bool:
    """Whether nobody spoke: as the telephone system says, else as we have seen."""
    if end == End.UNKNOWN:
        return not call.is_taken
    return end != End.SPOKEN


def _whom(call: Call, people: list[User]) -> Thing:
    """Whose pages are to show it: the one person's, else those of all who answer at the line."""
    return Thing("person", people[0].pk) if len(people) == 1 else Thing("calls_at", call.line_id)
