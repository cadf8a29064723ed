"""The lives of tickets: how far each has come by now, by the verbs that anybody at the desk would use."""

from datetime import datetime, timedelta
from random import Random

from firstline.casework.tickets import assignment, escalation, notes, resolution
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.work_orders import linking, planning, progress, raising, tasks
from firstline.casework.work_orders.models import WorkOrder
from firstline.casework.work_orders.similar import problem_of, similar_open
from firstline.demo import phrases
from firstline.reference.staff.models import Membership, User

URGENT = 2
RELEASED_AHEAD = timedelta(hours=40)


def live(ticket: Ticket, staff: dict[str, User], chance: Random, now: datetime) -> None:
    """Let a ticket live from its opening until `now`; the older or more urgent it is, the likelier it is solved."""
    _happen(ticket, staff, chance, now)
    ticket.refresh_from_db()
    is_old = now - ticket.opened_at > timedelta(hours=30)
    if ticket.priority_rank <= URGENT and is_old and ticket.state in (State.NEW, State.IN_PROGRESS):
        _resolve(ticket, _worker(ticket, staff, chance), chance, ticket.changed_at + timedelta(hours=1), now)


def _happen(ticket: Ticket, staff: dict[str, User], chance: Random, now: datetime) -> None:
    pace = 0.15 if ticket.priority_rank <= URGENT else 1
    at = ticket.opened_at + timedelta(minutes=4 + chance.randint(0, 600) * pace)
    recent = now - ticket.opened_at < timedelta(days=4 * pace)
    if at > now or chance.random() < (0.4 if recent else 0.02):
        return
    worker = _worker(ticket, staff, chance)
    assignment.take(ticket, by=worker, at=at)
    at += timedelta(minutes=chance.randint(5, 300) * pace)
    if at < now and chance.random() < 0.6:
        notes.note_internally(ticket, chance.choice(phrases.NOTES), by=worker, at=at)
    handling = ticket.code.handling if ticket.code else None
    at += timedelta(hours=chance.randint(2, 70) * pace)
    if at > now:
        return
    if chance.random() < 0.1 and ticket.tier < ticket.centre.tiers:
        worker = _escalate(ticket, staff, chance, worker, at)
        at += timedelta(hours=chance.randint(1, 20) * pace)
        if at > now:
            return
    if handling and handling.standard_work_order and chance.random() < 0.8:
        _by_work_order(ticket, worker, chance, at, now, in_days=1 if pace < 1 else 6)
    else:
        _at_the_desk(ticket, worker, chance, at, now)


def _worker(ticket: Ticket, staff: dict[str, User], chance: Random) -> User:
    members = Membership.objects.filter(centre=ticket.centre, tier=ticket.tier).values_list("user__username", flat=True)
    return staff[chance.choice(sorted(members))]


def _escalate(ticket: Ticket, staff: dict[str, User], chance: Random, worker: User, at: datetime) -> User:
    """To the next tier, where somebody takes it; gives them."""
    reason = chance.choice(phrases.REASONS)
    tried, expected = chance.choice(phrases.NOTES), "To find the cause and repair it."
    raised = escalation.escalate(ticket, ticket.tier + 1, reason, tried=tried, expected=expected, by=worker, at=at)
    taker = _worker(raised, staff, chance)
    assignment.take(raised, by=taker, at=at + timedelta(minutes=25))
    ticket.refresh_from_db()
    return taker


def _at_the_desk(ticket: Ticket, worker: User, chance: Random, at: datetime, now: datetime) -> None:
    if chance.random() < 0.25:
        resolution.ask_customer(ticket, "Which of the two entrances is it?", by=worker, at=at)
        if chance.random() < 0.4:
            return
        at += timedelta(hours=3)
        resolution.customer_answered(ticket, "The one at the back.", by=worker, at=min(at, now))
    if chance.random() < 0.35:
        proposal = resolution.propose(ticket, chance.choice(phrases.PROPOSALS), by=worker, at=min(at, now))
        outcome = chance.choice(["worked", "failed"])
        resolution.settle(proposal, outcome, by=worker, at=min(at + timedelta(minutes=30), now))
    at += timedelta(hours=chance.randint(1, 20))
    if at < now:
        _resolve(ticket, worker, chance, at, now)


def _resolve(ticket: Ticket, worker: User, chance: Random, at: datetime, now: datetime) -> None:
    if at > now:
        return
    resolution.resolve(ticket, chance.choice(phrases.SOLUTIONS), by=worker, at=at)
    later = at + timedelta(hours=chance.randint(2, 60))
    if later > now:
        return
    if chance.random() < 0.08:
        resolution.not_solved(ticket, "It came back the next morning.", by=worker, at=later)
    elif chance.random() < 0.8:
        resolution.confirm(ticket, by=worker, at=later)


def _by_work_order(ticket: Ticket, worker: User, chance: Random, at: datetime, now: datetime, *, in_days: int) -> None:
    ticket.refresh_from_db()
    alike = similar_open(problem_of(ticket))
    if alike:
        linking.link(alike[0].order, ticket, ", ".join(alike[0].reasons), by=worker, at=at)
        return
    order = raising.raise_for(ticket, by=worker, at=at)
    start = _next_morning(at, chance, in_days)
    planning.plan(order, order.crew, start, None, zone=start.tzinfo, by=worker, at=at)  # type: ignore[arg-type]
    if chance.random() < 0.5:
        planning.appoint(order, start, start + timedelta(hours=4), by=worker, at=at)
    _work(order, worker, chance, start, now)


def _next_morning(at: datetime, chance: Random, in_days: int) -> datetime:
    start = (at + timedelta(days=chance.randint(1, in_days))).replace(hour=chance.choice((7, 8, 10, 13)), minute=0)
    return start + timedelta(days=max(0, start.weekday() - 4) and 7 - start.weekday())


def _work(order: WorkOrder, worker: User, chance: Random, start: datetime, now: datetime) -> None:
    released_at = max(start - RELEASED_AHEAD, order.raised_at + timedelta(minutes=10))
    if released_at < now:
        progress.release(order, by=worker, at=released_at)
    if start > now:
        return
    if chance.random() < 0.05:
        progress.cancel(order, "Reported by mistake.", by=worker, at=start)
        return
    progress.start(order, by=worker, at=start)
    end = start + timedelta(hours=chance.randint(1, 5))
    for task in order.tasks.all():
        if end < now:
            tasks.tick(task, "", by=worker, at=end)
    if end < now and chance.random() < 0.92:
        progress.complete(order, chance.choice(phrases.SOLUTIONS), by=worker, at=end)
