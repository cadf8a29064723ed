"""Which sections of a contact its kind demands, and what is missing in them (C5, C9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.contacts import answering
from firstline.casework.contacts.models import Contact, Kind


class Section(models.TextChoices):
    """The parts of the call screen; the words are their headings."""

    WHO = "who", gettext_lazy("Who")
    KIND = "kind", gettext_lazy("Kind")
    QUESTION = "question", gettext_lazy("Question")
    PROBLEM = "problem", gettext_lazy("Problem")
    COMMENT = "comment", gettext_lazy("Comment")
    ANSWER = "answer", gettext_lazy("Answer")
    TICKETS = "tickets", gettext_lazy("Tickets")
    KNOWLEDGE = "knowledge", gettext_lazy("What we know")
    PROCEDURE = "procedure", gettext_lazy("Procedure")
    CLOSING = "closing", gettext_lazy("Closing")


SECTIONS: dict[str, list[Section]] = {
    "": [Section.QUESTION],
    Kind.INFORMATION: [Section.QUESTION, Section.ANSWER],
    Kind.ACTION: [Section.PROBLEM, Section.TICKETS, Section.ANSWER],
    Kind.COMMENT: [Section.COMMENT],
}


@dataclass(frozen=True)
class Missing:
    """What is missing: the section and field to lead to, and a sentence that says so in the reader's language."""

    section: str
    field: str
    text: str


def sections_of(kind: str) -> list[Section]:
    """The sections between kind and closing, in the order of the screen."""
    return SECTIONS[kind]


def is_blank(contact: Contact) -> bool:
    """Whether no problem is being entered: nothing that a ticket would have to take over."""
    return not (contact.words.strip() or contact.code_id or contact.answers or contact.wanted or contact.before)


def missing_in_problem(contact: Contact) -> Iterator[Missing]:
    """What a ticket cannot be opened without: words, a code, and whatever that code requires (K2)."""
    if not contact.words.strip():
        yield Missing(Section.PROBLEM, "words", _("The customer's words"))
    code = contact.code
    if code is None:
        yield Missing(Section.PROBLEM, "code", _("The problem code"))
        return
    handling = getattr(code, "handling", None)
    if handling and handling.requires_location and not (contact.location_id or contact.place.strip()):
        yield Missing(Section.PROBLEM, "place", _("The place: this problem code requires one"))
    if handling and handling.requires_equipment and not contact.equipment_id:
        yield Missing(Section.PROBLEM, "equipment", _("The equipment: this problem code requires it"))
    for question in answering.unanswered(contact):
        text = answering.wording(question)
        yield Missing(Section.PROBLEM, answering.field_of(question), text)
