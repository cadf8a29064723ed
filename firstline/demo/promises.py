"""Promises of the shown city: calls that were kept, missed and are owed, tickets that climbed, priorities by hand."""

from datetime import datetime, timedelta

from firstline.casework.contacts import closing
from firstline.casework.contacts.models import Channel, Kind, Outcome
from firstline.casework.tickets import assignment, call_backs, escalation
from firstline.casework.tickets.models import Attempt, CallBack, Ticket
from firstline.casework.tickets.opening import open_ticket
from firstline.casework.tickets.priority import override_priority
from firstline.casework.tickets.sweeping import sweep
from firstline.demo import phrases
from firstline.demo.weeks import Desk, log
from firstline.reference.service_levels.models import Priority

IN_VAIN = (Attempt.Outcome.NO_ANSWER, Attempt.Outcome.MESSAGE_LEFT, Attempt.Outcome.NO_ANSWER)


def promise(desk: Desk) -> None:
    """All of them, as they stand now; at the end what time alone demands."""
    _stay_in_touch(desk)
    _by_hand(desk)
    _to_and_fro(desk, desk.now - timedelta(hours=7))
    _override(desk)
    sweep(desk.now)


def _stay_in_touch(desk: Desk) -> None:
    """Whoever is owed a call was reached not long ago; some were not, two of them three times."""
    owed = CallBack.objects.filter(state=CallBack.State.OWED, due_by__lt=desk.now).order_by("pk")
    for place, made in enumerate(owed):
        by = desk.staff[desk.chance.choice(("ana", "luc", "ola", "nok"))]
        if not _still_owed(made):
            continue
        hours = desk.chance.randint(100, 200) if place % 7 == 3 else desk.chance.randint(1, 40)
        at = max(_by_day(desk.now - timedelta(hours=hours)), made.made_at + timedelta(minutes=5))
        if at >= desk.now:
            continue
        reached = call_backs.attempt(made, "reached", desk.chance.choice(phrases.CALLED), by=by, at=at)
        following = CallBack.objects.filter(tickets__in=reached.tickets.all(), state=CallBack.State.OWED).first()
        if following and place % 6 == 0:
            _miss(desk, following, 3 if place % 12 == 0 else 1 + place % 2)


def _still_owed(made: CallBack) -> bool:
    made.refresh_from_db()
    return made.is_owed


def _miss(desk: Desk, made: CallBack, times: int) -> None:
    for number, outcome in enumerate(IN_VAIN[:times]):
        at = desk.now - timedelta(minutes=50 * (times - number))
        if at > made.made_at:
            call_backs.attempt(made, outcome, by=desk.staff["ana"], at=at)


def _by_day(at: datetime) -> datetime:
    """Nobody is called at night."""
    return at if 8 <= at.hour < 18 else (at - timedelta(days=at.hour < 8)).replace(hour=10 + at.minute % 8)


def _by_hand(desk: Desk) -> None:
    """Two promises without a ticket: one should have been kept a while ago, one is for later today."""
    callers = [one for one in desk.people.residents[40:] if one.language in ("en", "fr")]
    for customer, said, due_by in (
        (callers[0], phrases.PROMISED[0], desk.now - timedelta(minutes=40)),
        (callers[1], phrases.PROMISED[1], desk.now + timedelta(hours=3)),
    ):
        at = desk.now - timedelta(hours=4)
        contact = log(desk, at, customer, kind=Kind.INFORMATION, channel=Channel.TELEPHONE, words=said, answer=said)
        call_backs.promise(contact, due_by, said, by=contact.taken_by, at=at + timedelta(minutes=2))
        closing.close(contact, Outcome.ANSWERED, by=contact.taken_by, at=at + timedelta(minutes=3))


def _to_and_fro(desk: Desk, at: datetime) -> None:
    """Between two tiers, twice up and twice down: nobody solves it."""
    ola, piotr = desk.staff["ola"], desk.staff["piotr"]
    code = next(code for code in desk.codes if code.key == "wifi")
    customer = next(one for one in desk.people.colleagues if one.language == "en")
    known = {"words": phrases.WIFI, "location": customer.location, "place": str(customer.location)}
    contact = log(desk, at, customer, kind=Kind.ACTION, code=code, answers=_answers(desk, code.pk), **known)
    ticket = open_ticket(contact, by=ola, at=at + timedelta(minutes=3))
    closing.close(contact, Outcome.TICKETED, by=ola, at=at + timedelta(minutes=5))
    assignment.take(ticket, by=ola, at=at + timedelta(minutes=10))
    for number, reason in enumerate(phrases.TO_AND_FRO):
        at += timedelta(minutes=70)
        ticket.refresh_from_db()
        if number % 2 == 0:
            escalation.escalate(
                ticket, ticket.tier + 1, reason, tried=phrases.TRIED, expected=phrases.EXPECTED, to=piotr, by=ola, at=at
            )
        else:
            escalation.de_escalate(ticket, ticket.tier - 1, reason, to=ola, by=piotr, at=at)


def _answers(desk: Desk, code: int) -> dict[str, str | bool]:
    asked = next(one for one in desk.codes if one.pk == code).questions.all()
    return {str(question.pk): True if question.kind == "yes_no" else "2" for question in asked if question.required}


def _override(desk: Desk) -> None:
    """Two that the criteria did not know well enough."""
    ranks = list(Priority.objects.filter(retired_at=None).order_by("rank"))
    regular = Ticket.objects.open().filter(priority=ranks[2], assignee__isnull=False).order_by("-number")
    urgent = Ticket.objects.open().filter(priority=ranks[1], assignee__isnull=False).order_by("-number")
    for ticket, priority, reason in (
        (regular.first(), ranks[1], phrases.OVERRIDES[0]),
        (urgent.first(), ranks[2], phrases.OVERRIDES[1]),
    ):
        if ticket:
            at = max(ticket.changed_at, desk.now - timedelta(hours=2))
            override_priority(ticket, priority, reason, by=desk.staff["sara"], at=at)
