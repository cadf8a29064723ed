"""Following a procedure: starting it, the step that is due, answering, skipping, jumping, and its end (P2, P3).

It decides and records, and does nothing itself: what a step lets somebody do, the screen does with the usual verb. The
facts of the contact or ticket are handed in, as branches ask for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.guidance import reading
from firstline.casework.guidance.holding import (
    context_of,
    expected,
    given,
    hold,
    keep,
    known,
    remembered,
    step_of,
    told,
)
from firstline.casework.guidance.models import Answer, Run
from firstline.casework.guidance.walking import Facts, is_open, walk
from firstline.journal.prepared import Prepared
from firstline.journal.recording import Thing, kind_of, record
from firstline.journal.refusal import Refused
from firstline.reference.procedures.flow import flow_of, passes_by_itself
from firstline.reference.procedures.models import Act, ProcedureVersion, Step
from firstline.reference.procedures.texts import kept
from firstline.reference.staff.models import User

LONGEST_REASON = 500


@cache
def _open_runs(kind: str) -> Prepared[Run]:
    """Asked whenever a ticket is opened, and mostly there are none."""
    return Prepared(lambda pk: Run.objects.of(Thing(kind, pk)).open().select_related("version__procedure"), int)


@cache
def _runs(kind: str) -> Prepared[Run]:
    return Prepared(lambda pk: Run.objects.of(Thing(kind, pk)).select_related("version__procedure"), int)


@dataclass(frozen=True)
class Progress:
    """Where a run stands: the steps on its way as far as can be foreseen, the one that is due, and the answers given.

    `number` counts from 1 the step that is due among those on the way; after the end it is more than `count`.
    """

    steps: Sequence[Step]
    due: Step | None
    answers: Mapping[str, Answer]
    number: int
    count: int


def of_subject(subject: models.Model) -> list[Run]:
    """All runs for a contact or ticket, newest first, with their answers."""
    found = _runs(kind_of(subject)).all(subject.pk)
    models.prefetch_related_objects(found, "answers")
    return found


def running(subject: models.Model) -> list[Run]:
    """Those of them that are not at an end."""
    found = _open_runs(kind_of(subject)).all(subject.pk)
    if found:
        models.prefetch_related_objects(found, "answers")
    return found


def next_step(run: Run, facts: Facts) -> Step | None:
    """The step that is due; None after the last. At most two queries, none of them where the answers are loaded."""
    return expected(run, facts)


def progress(run: Run, facts: Facts) -> Progress:
    """Where a run stands, for the one who follows it."""
    answers = {answer.step_key: answer for answer in run.answers.all()}
    path = walk(flow_of(run.version), given(run), known(run, facts))
    steps = [step for step in path if not passes_by_itself(step)]
    now = next_step(run, facts) if run.is_open else None
    keys = [step.key for step in steps]
    number = len(steps) + 1 if now is None else keys.index(now.key) + 1 if now.key in keys else 0
    return Progress(steps, now, answers, number, len(steps))


@transaction.atomic
def start(
    version: ProcedureVersion, subject: models.Model, *, facts: Facts, by: User | None, at: datetime | None = None
) -> Run:
    """Begin to follow a version for a contact or ticket; a run of the same procedure that is not at its end goes on."""
    at = at or timezone.now()
    # Two people who start it at once wait for each other here; others, who follow it, do not.
    rows = ProcedureVersion.objects.select_for_update(of=("self",), no_key=True).select_related("procedure")
    version = rows.get(pk=version.pk)
    standing = Run.objects.of(subject).open().filter(version__procedure=version.procedure_id).with_answers().first()
    # What is followed for a ticket of the contact is another problem than the one that stands in the contact now.
    if standing and context_of(standing) == Thing(kind_of(subject), subject.pk):
        return standing
    if version.is_draft:
        raise Refused(_("A draft cannot be followed, only tried."))
    key = f"{kind_of(subject)}_id"
    run = Run(version=version, due_since=at, started_at=at, started_by=by, **{key: subject.pk})
    run.known = remembered(run, facts)
    run.save()
    record("run.started", run, by=by, context=context_of(run), at=at, facts=told(run, facts))
    return run


@transaction.atomic
def answer(
    run: Run,
    step_key: str,
    value: Any,
    *,
    facts: Facts,
    seen: int,
    by: User | None,
    at: datetime | None = None,
) -> Run:
    """Answer a step, or anew; `Conflict` where somebody did so since `seen`, the version of the answer (0: none).

    `NotAnAnswer` where the value is none of the step's type.
    """
    held = hold(run)
    step = step_of(held, step_key)
    if step.act == Act.DO:
        raise reading.NotAnAnswer(_("This step is carried out, not answered."))
    found = reading.read(step, value)
    more = keep(held, step, _answered(found), facts, seen=seen, by=by, at=at)
    if more is not None:
        record(
            "run.answered", held, by=by, context=context_of(held), at=at, facts={**more, **reading.told(step, found)}
        )
    return held


def stands(run: Run, step_key: str, value: Any) -> bool:
    """Whether this value, as it is kept, is the answer to the step already."""
    answers = run.answers.filter(step_key=step_key, is_skipped=False)
    return any(one.value == value and type(one.value) is type(value) for one in answers)


@transaction.atomic
def skip(run: Run, step_key: str, reason: str, *, facts: Facts, by: User | None, at: datetime | None = None) -> Run:
    """Pass a step by; one that is required only with a reason."""
    held = hold(run)
    step = step_of(held, step_key)
    reason = kept(reason, "reason", longest=LONGEST_REASON)
    if step.required and not reason:
        raise Refused(_("Say why this step is skipped."), field="reason")
    skipped = {"value": None, "is_skipped": True, "skipped_because": reason}
    more = keep(held, step, skipped, facts, seen=None, by=by, at=at)
    if more is not None:
        record("run.skipped", held, by=by, context=context_of(held), at=at, facts={**more, "text": reason})
    return held


@transaction.atomic
def record_done(
    run: Run,
    step_key: str,
    outcome: Mapping[str, Any],
    *,
    facts: Facts,
    by: User | None,
    at: datetime | None = None,
) -> Run:
    """Write down that the screen has carried out a step, and what came of it: words and whole numbers by name.

    An outcome with a "ticket" ties the run to that ticket.
    """
    held = hold(run)
    step = step_of(held, step_key)
    if step.act != Act.DO:
        raise reading.NotAnAnswer(_("This step is answered, not carried out."))
    found = reading.read(step, outcome)
    if isinstance(found.get("ticket"), int) and held.ticket_id is None:
        held.ticket_id = found["ticket"]
    more = keep(held, step, _answered(found), facts, seen=None, by=by, at=at)
    if more is not None:
        record("run.step_done", held, by=by, context=context_of(held), at=at, facts={**more, "value": found})
    return held


@transaction.atomic
def go_to(run: Run, step_key: str, *, facts: Facts, by: User | None, at: datetime | None = None) -> Run:
    """Go to a step out of its turn, on or back; it is recorded that this was not the order of the procedure."""
    held = hold(run)
    step = step_of(held, step_key)
    was = expected(held, facts)
    if was is None or was.key != step.key:
        held.place, held.jumped, held.due_since = step.key, True, at or timezone.now()
        held.save(update_fields=["place", "jumped", "due_since"])
        more = {**told(held, facts, step), "expected": was.key if was else ""}
        record("run.jumped", held, by=by, context=context_of(held), at=at, facts=more)
    return held


@transaction.atomic
def tie(run: Run, ticket: models.Model, *, facts: Facts, by: User | None, at: datetime | None = None) -> Run:
    """Follow it for a ticket from now on, which came of the contact that it was begun for."""
    held = Run.objects.select_for_update(of=("self",)).select_related("version__procedure").get(pk=run.pk)
    if held.ticket_id == ticket.pk:
        return held
    if held.ticket_id is not None:
        raise Refused(_("This procedure is being followed for another ticket."))
    held.ticket_id = ticket.pk
    held.save(update_fields=["ticket_id"])
    record("run.tied", held, by=by, context=Thing("ticket", ticket.pk), at=at, facts=told(held, facts))
    return held


@transaction.atomic
def leave(run: Run, reason: str, *, facts: Facts, by: User | None, at: datetime | None = None) -> Run:
    """Stop following it, because it does not fit; it blocks nothing any more. A reason is needed."""
    held = hold(run)
    reason = kept(reason, "reason", longest=LONGEST_REASON)
    if not reason:
        raise Refused(_("Say why this procedure is left."), field="reason")
    held.left_at = at or timezone.now()
    held.save(update_fields=["left_at"])
    record("run.left", held, by=by, context=context_of(held), at=at, facts={**told(held, facts), "text": reason})
    return held


@transaction.atomic
def finish(run: Run, *, facts: Facts, by: User | None, at: datetime | None = None) -> Run:
    """Its last step is done: say so. `Refused` while a required step is open, with its name."""
    held = hold(run)
    answers = given(held)
    path = walk(flow_of(held.version), answers, known(held, facts))
    waiting = next((step for step in path if step.required and is_open(step, answers)), None)
    if waiting:
        raise Refused(_("A required step is still open: %(step)s.") % {"step": waiting})
    held.finished_at = at or timezone.now()
    held.save(update_fields=["finished_at"])
    record("run.finished", held, by=by, context=context_of(held), at=at, facts=told(held, facts))
    return held


def _answered(value: Any) -> dict[str, Any]:
    return {"value": value, "is_skipped": False, "skipped_because": ""}
