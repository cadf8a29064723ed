"""What verbs mean for the call-backs that are owed: a protocol lays them down, a contact keeps them, the end ends them.

Parts of other verbs, whose one entry tells of them.
"""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from firstline.casework.tickets.models import OPEN_STATES, CallBack, Ticket
from firstline.journal.columns import made
from firstline.journal.writing import insert_linked
from firstline.reference.service_levels.laid_down import LaidDown

State = CallBack.State
Covers = CallBack.tickets.through
LONGEST_REASON = 300


def owe(ticket: Ticket, number: str, known: LaidDown, at: datetime) -> None:
    """Owe the customer of a new ticket the call that the protocol demands; none where there is nobody to call."""
    due_by = protocol_by(ticket, known, at)
    call = _by_protocol(ticket, number, due_by, at) if due_by else None
    if call and _can_be_called(call):
        insert_linked(call, "tickets", ticket)


def reached(ticket: Ticket, known: LaidDown, at: datetime) -> dict[str, Any]:
    """The customer of a held ticket was spoken to: what was owed about it is kept, and the next call is owed.

    Gives what the verb's entry tells of it: how many were kept, and by when the next is due.
    """
    owed = list(_lock(CallBack.objects.filter(tickets=ticket)))
    return keep(owed, [ticket], known, at)


def keep(owed: Sequence[CallBack], about: Sequence[Ticket], known: LaidDown, at: datetime) -> dict[str, Any]:
    """Count locked call-backs as kept, and owe one for all tickets among them that are still open."""
    tickets = [ticket for ticket in about if ticket.is_open]
    if owed:
        CallBack.objects.filter(pk__in=[one.pk for one in owed]).update(state=State.KEPT, settled_at=at)
        covered = Q(pk__in=[ticket.pk for ticket in about]) | Q(call_backs__in=owed)
        tickets = list(Ticket.objects.filter(covered, state__in=OPEN_STATES).order_by("pk").distinct())
    following = _owe_next(owed, tickets, known, at)
    facts: dict[str, Any] = {"kept": len(owed)} if owed else {}
    return facts | ({"next_by": following.due_by.isoformat()} if following else {})


def go_on(tickets: Sequence[Ticket], known: LaidDown, at: datetime) -> None:
    """Held tickets are open again together: each customer is owed one call about theirs that none is owed about."""
    owed = Covers.objects.filter(callback__state=State.OWED, ticket__in=tickets)
    covered = set(owed.values_list("ticket", flat=True))
    due = {one: by for one in tickets if one.pk not in covered and (by := protocol_by(one, known, at))}
    if not due:
        return
    prefetch_related_objects(list(due), "contact")
    calls: dict[tuple[int | None, int], CallBack] = {}
    about = list[tuple[CallBack, Ticket]]()
    for ticket, by in sorted(due.items(), key=itemgetter(1)):
        # Of callers who are not known as customers nobody can say that they are the same.
        whose = (ticket.customer_id, 0 if ticket.customer_id else ticket.pk)
        call = calls.setdefault(whose, _by_protocol(ticket, _number(ticket), by, at))
        about.append((call, ticket))
    CallBack.objects.bulk_create(call for call in calls.values() if _can_be_called(call))
    Covers.objects.bulk_create(Covers(callback=call, ticket=ticket) for call, ticket in about if call.pk)


def hasten(ticket: Ticket, known: LaidDown, at: datetime) -> None:
    """Its priority is another: what the protocol demands now goes for the call that is owed."""
    due_by = protocol_by(ticket, known, ticket.told_at or at)
    owed = _lock(CallBack.objects.filter(tickets=ticket, by_protocol=True, misses=0))
    if due_by:
        CallBack.objects.filter(pk__in=[one.pk for one in owed], due_by__gt=due_by).update(due_by=due_by)


def release(ticket: Ticket, at: datetime) -> None:
    """A held ticket is closed: nothing is owed about it any more, unless the same call is about others, too."""
    owed = [one.pk for one in _lock(CallBack.objects.filter(tickets=ticket))]
    if not owed:
        return
    others = Covers.objects.filter(callback__in=owed).exclude(ticket=ticket)
    still = set(others.exclude(ticket__state="closed").values_list("callback", flat=True))
    CallBack.objects.filter(pk__in=set(owed) - still).update(state=State.CANCELLED, settled_at=at)
    Covers.objects.filter(callback__in=still, ticket=ticket).delete()


def join(ticket: Ticket, beside: QuerySet[Ticket], at: datetime) -> None:
    """Tickets belong together: their customer is owed one call about all of them, by the earliest of the times."""
    if ticket.customer_id is None:
        return
    together = {ticket.pk, *beside.filter(customer=ticket.customer_id).values_list("pk", flat=True)}
    owed = list(_lock(CallBack.objects.filter(tickets__in=together, customer=ticket.customer_id)))
    if len(owed) < 2:
        return
    first, *others = owed
    covered = Covers.objects.filter(callback__in=others).values_list("ticket", flat=True)
    Covers.objects.bulk_create(
        [Covers(callback=first, ticket_id=pk) for pk in sorted(set(covered))], ignore_conflicts=True
    )
    because = dict.fromkeys(one.because for one in owed if one.because)
    first.because = " / ".join(because)[:LONGEST_REASON]
    first.by_protocol = all(one.by_protocol for one in owed)
    first.save(update_fields=["because", "by_protocol"])
    CallBack.objects.filter(pk__in=[one.pk for one in others]).update(state=State.CANCELLED, settled_at=at)


def _owe_next(owed: Sequence[CallBack], tickets: Sequence[Ticket], known: LaidDown, at: datetime) -> CallBack | None:
    """One call about all of these tickets, by the earliest time that a protocol demands for any of them."""
    due = {ticket: by for ticket in tickets if (by := protocol_by(ticket, known, at))}
    if not due:
        return None
    first = next(iter(due))
    call = _by_protocol(first, owed[0].number if owed else _number(first), min(due.values()), at)
    if not _can_be_called(call):
        return None
    call.save()
    Covers.objects.bulk_create([Covers(callback=call, ticket=ticket) for ticket in due])
    return call


def _by_protocol(ticket: Ticket, number: str, due_by: datetime, at: datetime) -> CallBack:
    values = {
        "customer_id": ticket.customer_id,
        "contact_id": ticket.contact_id,
        "number": number,
        "due_by": due_by,
        "by_protocol": True,
        "made_at": at,
    }
    return made(CallBack, values)


def _can_be_called(call_back: CallBack) -> bool:
    return bool(call_back.number or call_back.customer_id)


def protocol_by(ticket: Ticket, known: LaidDown, since: datetime) -> datetime | None:
    """By when the protocol of a ticket demands the next contact after one; None where there is none."""
    protocol = known.protocol(ticket.priority_id, account_id=ticket.account_id, customer_id=ticket.customer_id)
    return protocol.next_by(since) if protocol else None


def _number(ticket: Ticket) -> str:
    return ticket.contact.caller_number if ticket.contact else ""


def _lock(rows: QuerySet[CallBack]) -> QuerySet[CallBack]:
    """Those still owed, locked in one order, the earliest first."""
    found = rows.filter(state=State.OWED).values("pk")
    return CallBack.objects.select_for_update().filter(pk__in=found, state=State.OWED).order_by("due_by", "pk")
