"""Where the answer to a step lands: in the contact, or in the ticket once there is one, by the verb that writes it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from firstline.casework.contacts import answering, reception
from firstline.casework.contacts.models import Contact
from firstline.casework.tickets import correction, resolution
from firstline.casework.tickets.models import Proposal, State, Ticket
from firstline.interfaces.desk.forms import contacts as fields
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Location
from firstline.reference.handling.models import Question
from firstline.reference.procedures.models import Act, Step
from firstline.reference.staff.models import User

# What is said of the caller, or to them, and not of the problem: it may still be written once there is a ticket.
NOT_OF_PROBLEM = ("caller_name", "caller_number", "caller_email", "answer", "note")


def land(contact: Contact, step: Step, value: Any, *, seen: int, has_ticket: bool, by: User) -> None:
    """Write an answer into its field, if it has one; `Conflict` where the field was changed after `seen`."""
    place, _dot, name = step.lands_in.partition(".")
    if not name or (has_ticket and name not in NOT_OF_PROBLEM):
        return
    if place == "question":
        question = Question.objects.filter(pk=fields.key_of(name) or 0, code_id=contact.code_id).first()
        if question:
            answering.give_answer(contact, question, _text(value), seen=seen, by=by)
    elif name == "kind":
        reception.classify(contact, value, seen=seen, by=by)
    elif name == "place":
        location = value if isinstance(value, Location) else None
        reception.locate(contact, "" if location else str(value), location, seen=seen, by=by)
    else:
        reception.note_down(contact, name, _cleaned(name, value), seen=seen, by=by)


def land_on_ticket(ticket: Ticket, step: Step, value: Any, *, by: User) -> None:
    """Write an answer into the ticket's field, and what a step of the resolution found out as such (T4)."""
    field = step.lands_in.removeprefix("contact.")
    if step.act == Act.REPRODUCE and isinstance(value, bool):
        result = _("The fault was seen.") if value else _("The fault was not seen.")
        resolution.reproduce(ticket, "", _said(step), result, reproduced=value, by=by)
    elif step.act == Act.PROPOSE:
        proposal = resolution.propose(ticket, _said(step), by=by)
        if value != Proposal.Outcome.OPEN:
            resolution.settle(proposal, str(value), by=by)
    elif step.act == Act.CONFIRM and ticket.state == State.RESOLVED and isinstance(value, bool):
        _confirm(ticket, step, is_solved=value, by=by)
    elif field in correction.TEXTS:
        correction.correct(ticket, field, str(value), seen=None, by=by)
    elif field == "code" and isinstance(value, ProblemCode):
        correction.recode(ticket, value, seen=None, by=by)


def _confirm(ticket: Ticket, step: Step, *, is_solved: bool, by: User) -> None:
    if is_solved:
        resolution.confirm(ticket, by=by)
    else:
        resolution.not_solved(ticket, _said(step), by=by)


def _said(step: Step) -> str:
    """What the step has people do or say, in the words of whoever follows it."""
    return step.text("say") or step.title or step.key


def _cleaned(name: str, value: Any) -> Any:
    if isinstance(value, models.Model):
        return value
    try:
        return fields.cleaned(name, [{True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)])
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="value") from None


def _text(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
