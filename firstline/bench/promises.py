"""What keeping promises costs: deciding by many rules, a minute's sweep over many open tickets, many deadlines."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from firstline.casework.tickets import triage
from firstline.casework.tickets.facts import RELATED, facts_of
from firstline.casework.tickets.models import OPEN_STATES, Ticket
from firstline.casework.tickets.sweeping import sweep
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.models import Calendar, CriteriaRow, CriteriaTable, Kind, Priority
from firstline.reference.staff.models import SupportCentre

ROWS = 200
WORDS = ("water", "lamp", "noise", "smell", "bridge", "ตู้เย็น", "dźwig", "fuite")


@dataclass(frozen=True)
class Figure:
    """One result, and what it has to be at most, or `at_least`."""

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def verdict(self) -> str:
        return "ok" if (self.value >= self.limit if self.at_least else self.value <= self.limit) else "over"


def all_figures(database: Callable[[], float]) -> list[Figure]:
    """Measure all three and leave nothing behind; `database` gives its processor seconds so far."""
    at = timezone.now()
    with transaction.atomic():
        lay_down_rules()
        per_ticket = deciding()
        running = wind_up(at)
        began = time.process_time() + database()
        sweeping(at)
        seconds = time.process_time() + database() - began
        transaction.set_rollback(True)
    return [
        Figure(f"priority and route decided by {ROWS} rows each, CPU per ticket", per_ticket, "ms", 2),
        Figure(f"a minute's sweep over {running:,} running clocks, CPU", seconds, "s", 2),
        Figure("deadlines reckoned per second", deadlines(), "", 50_000, at_least=True),
    ]


def lay_down_rules(rows: int = ROWS) -> None:
    """Criteria for priority and route of so many rows each, of which only the last matches."""
    for kind in Kind:
        CriteriaTable.objects.filter(kind=kind, state="live").update(state="past")
        now = timezone.now()
        table = CriteriaTable.objects.create(kind=kind, state="live", changed_at=now, live_at=now)
        priority, centre = Priority.objects.order_by("rank").first(), SupportCentre.objects.order_by("pk").first()
        decided = {"priority": priority} if kind == Kind.PRIORITY else {"centre": centre}
        CriteriaRow.objects.bulk_create(
            CriteriaRow(table=table, position=number, condition=_condition(number, rows), **decided)
            for number in range(1, rows + 1)
        )


def deciding(tickets: int = 500) -> float:
    """Milliseconds of processor time for deciding priority and route of one ticket, its facts being gathered too."""
    known = laid_down.current()
    found = list(Ticket.objects.select_related(*RELATED, "code__handling").order_by("-pk")[:tickets])
    triage.decide(found[0].code, facts_of(found[0]), known)
    began = time.process_time()
    for ticket in found:
        triage.decide(ticket.code, facts_of(ticket), known)
    return (time.process_time() - began) / len(found) * 1000


def wind_up(at: datetime) -> int:
    """Let the clocks of all open tickets run, their next looks spread over a day; gives how many there are."""
    calendar = Calendar.objects.filter(is_default=True).first()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_ticket SET calendar_id = %s, told_at = %s, resolve_by = %s,"
            " step_at = %s + (id %% 1440) * interval '1 minute' WHERE state = ANY(%s)",
            [calendar.pk if calendar else None, at, at + timedelta(days=2), at, list(map(str, OPEN_STATES))],
        )
        return int(cursor.rowcount)


def sweeping(at: datetime) -> int:
    """A minute's sweep; gives how many steps it took. Its cost is the processor time of application and database."""
    return sweep(at)


def deadlines(count: int = 50_000) -> float:
    """Deadlines reckoned in a second by one processor, in the default calendar with the holidays of a country."""
    calendar = Calendar.objects.filter(is_default=True).first()
    if calendar is None:
        return 0.0
    desk, starts = working_time(calendar), _starts(count)
    desk.deadline(starts[0], 3600)
    began = time.process_time()
    for number, start in enumerate(starts):
        desk.deadline(start, 60 + number % 100_000)
    return count / (time.process_time() - began)


def _starts(count: int) -> Sequence[datetime]:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    return [first + timedelta(minutes=number % 500_000) for number in range(count)]


def _condition(number: int, rows: int) -> dict[str, object]:
    """Rows as managers write them: three questions, of which the last is seldom true."""
    if number == rows:
        return {"all": []}
    asks: list[dict[str, object]] = [
        {"field": "channel", "is": "any_of", "value": ["telephone", "email", "portal"]},
        {"field": "words", "is": "has_any", "value": [WORDS[number % len(WORDS)], f"word{number}"]},
        {"field": "people_affected", "is": "at_least", "value": 1000 + number},
    ]
    if number % 3 == 0:
        asks[1] = {"field": "code", "is": "any_of", "value": [str(number), str(number + 1)]}
    if number % 7 == 0:
        asks[0] = {"field": "time", "is": "between", "value": [0, 1439]}
    return {"all": asks}
