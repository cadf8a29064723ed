"""Many tickets at once, as a work order resolves, reopens and plans them: a few statements, one entry per ticket."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, Func, JSONField, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject

from firstline.casework.tickets import clocks, owing
from firstline.casework.tickets.editing import said
from firstline.casework.tickets.models import OPEN_STATES, Proposal, State, Ticket
from firstline.casework.tickets.searching import document
from firstline.casework.tickets.status import must_move, working_state
from firstline.journal.recording import record_all
from firstline.reference.service_levels import laid_down
from firstline.reference.staff.models import User
from firstline.search.documents import index_many

BATCH = 1000
OVER = frozenset({State.RESOLVED, State.CLOSED})


@transaction.atomic
def resolve_all(
    tickets: QuerySet[Ticket], resolution: str, *, by: User | None, at: datetime, context: models.Model
) -> int:
    """Resolve those of the tickets that are open, and their open duplicates; returns how many. `at` is theirs all."""
    resolution = said(resolution, "resolution", "")
    family = Ticket.objects.filter(Q(pk__in=tickets.values("pk")) | Q(duplicate_of__in=tickets.values("pk")))
    resolved = 0
    for held in _held(family, OPEN_STATES):
        _write(held, {"state": State.RESOLVED, "resolution": resolution, "resolved_at": at}, at=at)
        index_many(map(document, held))
        record_all(
            "ticket.resolved",
            held,
            lambda ticket: {"number": ticket.number, "text": resolution},
            by=by,
            at=at,
            context=context,
        )
        resolved += len(held)
    return resolved


@transaction.atomic
def reopen_all(tickets: QuerySet[Ticket], text: str, *, by: User | None, at: datetime, context: models.Model) -> int:
    """It was not solved after all: reopen those of the tickets that are over; what solved them counts as tried."""
    text = said(text, "text", "")
    reopened = 0
    for held in _held(tickets, OVER):
        tried = {ticket.pk: ticket.resolution for ticket in held}
        _reopen(held, at=at)
        record_all("ticket.reopened", held, _reopened(text, tried), by=by, at=at, context=context)
        reopened += len(held)
    return reopened


def _reopened(text: str, tried: dict[int, str]) -> Callable[[Ticket], dict[str, Any]]:
    return lambda ticket: {"number": ticket.number, "text": text, "tried": tried[ticket.pk]}


def _reopen(held: Sequence[Ticket], *, at: datetime) -> None:
    Proposal.objects.bulk_create(
        Proposal(
            ticket=ticket,
            at=ticket.resolved_at or at,
            text=ticket.resolution,
            outcome=Proposal.Outcome.FAILED,
            outcome_at=at,
        )
        for ticket in held
        if ticket.resolution
    )
    over_at = {ticket.pk: ticket.resolved_at or ticket.closed_at or at for ticket in held}
    undone = {"resolved_at": None, "closed_at": None, "confirmed_at": None, "resolution": ""}
    for state, some in _by_working_state(held):
        _write(some, {**undone, "state": state, "reopened": F("reopened") + 1}, at=at)
    known = laid_down.current()
    clocks.go_on(held, over_at, known, at)
    owing.go_on(held, known, at)
    index_many(map(document, held))


@transaction.atomic
def plan_all(tickets: QuerySet[Ticket], *, at: datetime) -> None:
    """Part of a later stage's verb, which records why: the work of tickets that nothing holds up is planned now."""
    for held in _held(tickets, {State.NEW, State.IN_PROGRESS}):
        _write(held, {"state": State.PLANNED}, at=at)


@transaction.atomic
def unplan_all(tickets: QuerySet[Ticket], *, at: datetime) -> None:
    """Part of a later stage's verb, which records why: the work is planned no longer, the tickets go on as before."""
    for held in _held(tickets, {State.PLANNED}):
        for state, some in _by_working_state(held):
            _write(some, {"state": state}, at=at)


def _held(tickets: QuerySet[Ticket], states: Collection[State]) -> Iterator[list[Ticket]]:
    """The tickets in these states, locked, a thousand at a time, always in the same order."""
    keys = list(tickets.filter(state__in=states).order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(keys), BATCH):
        locked = Ticket.objects.select_for_update().filter(pk__in=keys[start : start + BATCH], state__in=states)
        if held := list(locked.order_by("pk")):
            yield held


def _by_working_state(held: Sequence[Ticket]) -> Iterator[tuple[State, list[Ticket]]]:
    for state in (State.NEW, State.IN_PROGRESS):
        if some := [ticket for ticket in held if working_state(ticket) == state]:
            yield state, some


def _write(held: Sequence[Ticket], values: dict[str, Any], *, at: datetime) -> None:
    """Set the same values on locked tickets; each counts its change, as `versions.change` does it one by one."""
    for ticket in held:
        must_move(ticket, values["state"])
    counted = JSONObject(**{name: F("version") + 1 for name in values})
    together = Func(F("changed_in"), counted, template="%(expressions)s", arg_joiner=" || ", output_field=JSONField())
    rows = Ticket.objects.filter(pk__in=[ticket.pk for ticket in held])
    first = Case(When(state=State.NEW, responded_at=None, then=Value(at)), default=F("responded_at"))
    more = {"step_at": None} if values["state"] == State.RESOLVED else {}
    rows.update(**values, **more, responded_at=first, changed_at=at, version=F("version") + 1, changed_in=together)
    for ticket in held:
        for name, value in values.items():
            setattr(ticket, name, value)
