"""What a procedure on a screen is made of: its lines, what was sent and refused, and the form to escalate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from firstline.casework.guidance.models import Answer
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.forms.ticket_promises import EscalationForm
from firstline.journal.refusal import Refused
from firstline.reference.procedures.models import Step


@dataclass(frozen=True)
class Sent:
    """What was sent and refused: it is drawn again as it was, with the reason beside it."""

    run: int
    step_key: str
    act: str
    values: Mapping[str, str]
    refusal: Exception
    form: forms.Form | None = None


@dataclass(frozen=True)
class Line:
    """A step on the way: open, due, answered or skipped; `anchor` is what leads to it from what is missing."""

    step: Step
    number: int
    anchor: str
    answer: Answer | None
    text: str
    is_due: bool


def escalation_form(ticket: Ticket, sent: Mapping[str, Any] | None = None) -> EscalationForm:
    beside = {"centre": ticket.centre_id, "tier": min(ticket.tier + 1, 3), "seen": ticket.version}
    form = EscalationForm(sent, initial=beside, auto_id="id_step_%s")
    form.offer(ticket)
    return form


def lead_to(refusal: Refused) -> str:
    """The field of the call screen that a refused deed leads to."""
    missing = getattr(refusal, "missing", None)
    return missing[0].field if missing else "procedure"
