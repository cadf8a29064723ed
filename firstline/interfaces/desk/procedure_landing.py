"""Where the answer to a step lands: the fields of the contact, each through the verb that writes it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from firstline.casework.contacts import answering, reception
from firstline.casework.contacts.models import Contact
from firstline.interfaces.desk.forms import contacts as fields
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Location
from firstline.reference.handling.models import Question
from firstline.reference.procedures.models import Step
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


def _cleaned(name: str, value: Any) -> Any:
    if isinstance(value, models.Model):
        return value
    try:
        return fields.cleaned(name, [{True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)])
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="value") from None


def _text(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
