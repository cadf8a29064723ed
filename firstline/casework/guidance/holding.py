"""Holding a run while it is followed: every verb of this package begins and ends here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.guidance.models import Answer, Run
from firstline.casework.guidance.walking import Facts, due
from firstline.journal.recording import Thing
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict, change
from firstline.reference.procedures.flow import flow_of
from firstline.reference.procedures.models import Step
from firstline.reference.staff.models import User


def hold(run: Run) -> Run:
    """The run as it is now, locked until the end of the transaction; `Refused` where it was left."""
    rows = Run.objects.select_for_update(of=("self",)).select_related("version__procedure")
    held = rows.get(pk=run.pk)
    if held.left_at is not None:
        raise Refused(_("This procedure is not being followed any more."))
    return held


def step_of(held: Run, step_key: str) -> Step:
    """A step of the version that is followed; `Refused` where it has none of this key."""
    step = flow_of(held.version).by_key.get(step_key)
    if step is None:
        raise Refused(_("This version of the procedure has no such step."))
    return step


def given(run: Run) -> dict[str, Any]:
    """The values of the answers by the key of their step."""
    return {answer.step_key: answer.value for answer in run.answers.all()}


def known(run: Run, facts: Facts) -> Facts:
    """The facts as they are now, and where one is not known any more, as it was when somebody last followed the run."""
    return {**run.known, **{name: fact for name, fact in facts.items() if fact not in (None, "")}}


def remembered(run: Run, facts: Facts) -> dict[str, Any]:
    """Of what is known that which the branches ask for, and the code, which reports do."""
    asked = flow_of(run.version).asked | {"code"}
    return {name: fact for name, fact in known(run, facts).items() if name in asked}


def expected(run: Run, facts: Facts) -> Step | None:
    """The step that is due: the one somebody went to, else the next that nobody has answered."""
    flow = flow_of(run.version)
    if run.jumped and run.place in flow.by_key:
        return flow.by_key[run.place]
    return due(flow, given(run), known(run, facts), run.place)


def keep(
    held: Run,
    step: Step,
    values: Mapping[str, Any],
    facts: Facts,
    *,
    seen: int | None,
    by: User | None,
    at: datetime | None,
) -> dict[str, Any] | None:
    """Put down what became of a step, and go on behind it. Gives the facts for the journal, None if nothing is new."""
    at = at or timezone.now()
    was_due = expected(held, facts)
    found = Answer.objects.filter(run=held, step_key=step.key).first()
    if found and all(getattr(found, name) == value for name, value in values.items()):
        return None
    if found and seen is not None and found.version > seen:
        raise Conflict(step.key, theirs=found.value, mine=values["value"], version=found.version)
    seconds = max(round((at - held.due_since).total_seconds()), 0) if found is None else found.seconds
    if found is None:
        Answer.objects.create(run=held, step_key=step.key, at=at, by=by, seconds=seconds, **values)
    else:
        change(found, {**values, "at": at, "by": by})
        found.save()
    in_turn = not held.jumped and was_due is not None and was_due.key == step.key
    held.place, held.jumped, held.due_since, held.known = step.key, False, at, remembered(held, facts)
    is_over = expected(held, facts) is None
    held.finished_at = (held.finished_at or at) if is_over else None
    held.save()
    return {
        **told(held, facts, step),
        "seconds": seconds,
        "in_turn": in_turn,
        **({"again": True} if found else {}),
        **({"finished": True} if is_over else {}),
    }


def context_of(run: Run) -> Thing:
    """What a run is followed for: the ticket once there is one, else the contact."""
    return Thing("ticket", run.ticket_id) if run.ticket_id else Thing("contact", run.contact_id or 0)


def told(run: Run, facts: Facts, step: Step | None = None) -> dict[str, Any]:
    """What the journal says of every act in a run: reports are made of it alone."""
    found: dict[str, Any] = {
        "procedure": run.version.procedure_id,
        "name": run.version.procedure.labels,
        "version": run.version.number,
        "contact": run.contact_id,
        "ticket": run.ticket_id,
        "code": known(run, facts).get("code"),
    }
    if step is None:
        return found
    return {**found, "step": step.key, "act": step.act, "title": step.texts.get("title", {}), "required": step.required}
