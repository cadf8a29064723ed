"""A desk that keeps its promises: what happens by itself happens once, at its time, and only while somebody works."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from firstline.casework.reports.escalations import course_of
from firstline.casework.tickets import assignment, call_backs, escalation, opening, resolution, worklist
from firstline.casework.tickets.models import CallBack, StepDone, Ticket
from firstline.casework.tickets.teams import earlier_owner
from firstline.interfaces.clock.schedule import SCHEDULE
from firstline.journal.models import Entry
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.carrying import carry
from firstline.reference.handling.shipping import ship
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre
from tests import builders
from tests.cast import ana, marc, sofia, tomek

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY, TUESDAY = 6, 9, 10


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def clock(moment: datetime) -> None:
    """The worker does what is due in this minute."""
    next(line for line in SCHEDULE if line.name.endswith(".sweep")).act(moment)


def hours(start: datetime, end: datetime) -> Iterator[datetime]:
    while start <= end:
        yield start
        start += timedelta(minutes=15)


def desk() -> ProblemCode:
    """A desk as it is shipped, with one centre of three tiers."""
    ship()
    depot = SupportCentre.objects.create(key="Power", labels={"en": "Power"}, tiers=3)
    code = builders.code("Power cut")
    carry(code, centre=depot, by=marc())
    return code


def reported(code: ProblemCode, when: datetime, **facts: object) -> Ticket:
    facts = {"customer": builders.customer("Carla"), "caller_number": "555 0101", **facts}
    contact = builders.contact(kind="action", words="No power", code=code, **facts)
    return opening.open_ticket(contact, by=ana(), at=when)


def by_itself() -> list[tuple[datetime, str, object]]:
    entries = Entry.objects.filter(actor_id=None, verb__in=("ticket.warned", "ticket.escalated")).order_by("id")
    return [(entry.at, entry.verb, entry.facts.get("act") or entry.facts["tier"]) for entry in entries]


def test_in_a_night_and_a_weekend_without_staff_the_clocks_stand_still() -> None:
    ticket = reported(desk(), at(FRIDAY, 16, 50), people_affected=60)
    assert (ticket.priority.key, ticket.respond_by) == ("critical_situation", at(FRIDAY, 17, 20))
    assignment.take(ticket, by=tomek(), at=at(FRIDAY, 17))
    for moment in hours(at(FRIDAY, 17, 15), at(MONDAY, 8, 45)):
        clock(moment)
    assert by_itself() == []
    # Ten minutes past five on Friday to eight on Monday are nothing: two hours to an update end at 8:50.
    assert Ticket.objects.get().update_by == at(MONDAY, 8, 50)
    clock(at(MONDAY, 8, 50))
    assert by_itself() == [(at(MONDAY, 8, 50), "ticket.warned", "tell_supervisors")]


def test_a_critical_situation_climbs_three_tiers_and_comes_back() -> None:
    ticket = assignment.take(reported(desk(), at(MONDAY, 8), people_affected=60), by=ana(), at=at(MONDAY, 8, 10))
    for moment in hours(at(MONDAY, 8), at(MONDAY, 17)):
        clock(moment)
    tiers = [found for found in by_itself() if found[1] == "ticket.escalated"]
    assert tiers == [(at(MONDAY, 12), "ticket.escalated", 2), (at(MONDAY, 14), "ticket.escalated", 3)]
    assert (at(MONDAY, 16), "ticket.warned", "tell_managers") in by_itself()
    ticket = assignment.take(Ticket.objects.get(), by=tomek(), at=at(MONDAY, 17))
    owner = earlier_owner(ticket, ticket.centre, 1)
    assert owner == ana()
    ticket = escalation.de_escalate(
        ticket, 1, "A fuse in the cellar: tell them how", by=tomek(), to=owner, at=at(MONDAY, 17, 10)
    )
    resolution.resolve(ticket, "They changed the fuse", by=ana(), at=at(MONDAY, 17, 20))
    found = course_of(ticket.pk)
    assert (found.highest_tier, found.escalated, found.de_escalated, found.skipped, found.returns) == (3, 2, 1, 0, 1)
    before = by_itself()
    clock(at(MONDAY + 10, 12))
    assert by_itself() == before


def test_call_backs_are_kept_and_missed_and_go_to_the_supervisor() -> None:
    code = desk()
    kept = reported(code, at(MONDAY, 8), people_affected=60)
    missed = reported(code, at(MONDAY, 9), customer=builders.customer("Nobody home"), caller_number="555 0102")
    assert [line.call_back.due_by for line in worklist.owed()] == [at(MONDAY, 10), at(MONDAY + 2, 9)]
    call_backs.attempt(CallBack.objects.get(tickets=kept), "reached", "A crew is there", by=ana(), at=at(MONDAY, 9, 45))
    assert CallBack.objects.get(tickets=kept, state="owed").due_by == at(MONDAY, 11, 45)
    row = CallBack.objects.get(tickets=missed)
    for hour in (9, 10, 11):
        row = call_backs.attempt(row, "no_answer", by=ana(), at=at(TUESDAY, hour))
    assert [line.name for line in worklist.owed(only_supervisors=True)] == ["Nobody home"]
    call_backs.attempt(row, "reached", "She was away", by=sofia(), at=at(TUESDAY, 13))
    resolution.confirm(resolution.resolve(kept, "Power is back", by=ana(), at=at(TUESDAY, 13)), by=ana())
    assert [line.name for line in worklist.owed()] == ["Nobody home"]
    assert worklist.owed(only_supervisors=True) == []


KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from django.db import connection
from firstline.casework.tickets.sweeping import sweep

taken = []

def die(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if sql.startswith("INSERT INTO") and "tickets_stepdone" in sql:
        taken.append(sql)
        if len(taken) == 4:
            os.kill(os.getpid(), signal.SIGKILL)
    return answer

with connection.execute_wrapper(die):
    sweep(datetime.fromisoformat(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_sweep_leaves_nothing_half_done_and_nothing_is_done_twice() -> None:
    code = desk()
    tickets = [reported(code, at(MONDAY, 8), people_affected=60 + number) for number in range(8)]
    late = at(MONDAY, 12)
    facts = connection.settings_dict
    address = f"postgresql://{facts['USER']}:{facts['PASSWORD']}@/{facts['NAME']}?host={facts['HOST']}"
    environment = {**os.environ, "DATABASE_URL": address}
    worker = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, late.isoformat()], check=False, env=environment
    )
    assert worker.returncode == -signal.SIGKILL
    done = set(StepDone.objects.values_list("ticket", flat=True))
    told = set(Entry.objects.filter(verb="ticket.escalated").values_list("subject_id", flat=True))
    moved = set(Ticket.objects.filter(tier=2).values_list("pk", flat=True))
    assert len(done) == 3
    assert done == told == moved
    clock(late)
    clock(late)
    escalated = Entry.objects.filter(verb="ticket.escalated").values_list("subject_id", flat=True)
    assert sorted(escalated) == sorted(ticket.pk for ticket in tickets)
    assert set(Ticket.objects.values_list("tier", flat=True)) == {2}
    assert Priority.objects.get(pk=tickets[0].priority_id).key == "critical_situation"
