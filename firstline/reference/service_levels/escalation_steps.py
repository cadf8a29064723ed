"""Laying down what happens when a promise's time runs out, step by step (E1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.models import EscalationStep, Priority

MOST_PERCENT = 400


@transaction.atomic
def add_step(
    priority: Priority, clock: str, percent: int, act: str, *, by: Actor | None, tier: int | None = None
) -> EscalationStep:
    """After `percent` of the time of a promise: tell somebody, or move the ticket to a tier."""
    if not 1 <= percent <= MOST_PERCENT:
        raise Refused(_("Give a percentage from 1 to %(most)s.") % {"most": MOST_PERCENT}, field="percent")
    moves = act == EscalationStep.Act.TO_TIER
    if moves and tier not in (2, 3):
        raise Refused(_("A step moves a ticket to tier 2 or 3."), field="tier")
    # Two who lay down the same step wait for each other here.
    Priority.objects.select_for_update().get(pk=priority.pk)
    values = {"priority": priority, "clock": clock, "percent": percent, "act": act}
    if EscalationStep.objects.filter(**values).exists():
        raise Refused(_("There is this step already."), field="percent")
    step = EscalationStep.objects.create(**values, tier=tier if moves else None)
    record("escalation_step.added", step, by=by, facts=_told(step))
    return step


@transaction.atomic
def remove_step(step: EscalationStep, *, by: Actor | None) -> None:
    """Take a step away; one that is gone already stays gone."""
    held = EscalationStep.objects.select_for_update().filter(pk=step.pk).first()
    if held:
        record("escalation_step.removed", held, by=by, facts=_told(held))
        held.delete()


def _told(step: EscalationStep) -> dict[str, object]:
    facts = {"clock": str(step.clock), "percent": step.percent, "act": str(step.act), "tier": step.tier}
    return {"priority": step.priority.labels, **facts}
