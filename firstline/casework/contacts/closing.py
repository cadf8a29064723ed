"""The end of a contact: with an outcome, complete for its kind, and open again with a reason (C9)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from firstline.casework.contacts import commenting, searching
from firstline.casework.contacts.editing import hold, lock, save
from firstline.casework.contacts.facts import facts_of_contact
from firstline.casework.contacts.models import Contact, Kind, Outcome
from firstline.casework.contacts.search_first import Search, facts_of, missing_search, search_before
from firstline.casework.contacts.sections import Missing, Section, is_blank, missing_in_problem
from firstline.casework.guidance import gates
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.handling.models import Before
from firstline.reference.procedures.choosing import due_of
from firstline.reference.staff.models import User

# Outcomes without anything said: they ask for nothing, not even a kind.
CUT_SHORT = [Outcome.ABANDONED, Outcome.MISDIRECTED]
OUTCOMES: dict[str, list[Outcome]] = {
    "": CUT_SHORT,
    Kind.INFORMATION: [Outcome.ANSWERED, *CUT_SHORT],
    Kind.ACTION: [Outcome.TICKETED, Outcome.ANSWERED, *CUT_SHORT],
    Kind.COMMENT: [Outcome.RECORDED, *CUT_SHORT],
}
OUTCOMES_WITH_TICKETS: dict[str, list[Outcome]] = {
    "": [],
    Kind.INFORMATION: [Outcome.TICKETED, Outcome.ANSWERED],
    Kind.ACTION: [Outcome.TICKETED],
    Kind.COMMENT: [Outcome.RECORDED],
}


class Incomplete(Refused):
    """The contact cannot be closed yet; `missing` says what for, field by field."""

    def __init__(self, missing: list[Missing]) -> None:
        listed = "; ".join(item.text for item in missing)
        super().__init__(_("Before this contact can be closed: %(missing)s.") % {"missing": listed})
        self.missing = missing


def outcomes(contact: Contact, *, has_tickets: bool) -> list[Outcome]:
    """The outcomes that the contact can have, likeliest first."""
    return (OUTCOMES_WITH_TICKETS if has_tickets else OUTCOMES)[contact.kind]


def missing(contact: Contact, outcome: str) -> list[Missing]:
    """What stands in the way of closing with this outcome, in the order of the screen; empty when nothing does."""
    has_tickets = contact.tickets.exists()
    allowed = outcomes(contact, has_tickets=has_tickets)
    if outcome in allowed and outcome in CUT_SHORT:
        return []
    if not contact.kind:
        return [Missing(Section.KIND, "kind", _("The kind of contact"))]
    lacking = list(_lacking(contact, outcome, has_tickets=has_tickets))
    lacking += missing_search(_search_before_answer(contact, outcome))
    lacking += _missing_steps(contact)
    if outcome not in allowed:
        lacking.append(Missing(Section.CLOSING, "outcome", pgettext("missing when closing", "The outcome")))
    return lacking


@transaction.atomic
def close(contact: Contact, outcome: str, *, by: User | None, at: datetime | None = None) -> Contact:
    """Close with an outcome, or raise `Incomplete`; a comment reaches the people responsible by it."""
    at = at or timezone.now()
    held = hold(contact)
    lacking = missing(held, outcome)
    if lacking:
        raise Incomplete(lacking)
    held.outcome, held.closed_at, held.ended_at = Outcome(outcome), at, held.ended_at or at
    save(held, ["outcome", "closed_at", "ended_at"])
    searched = facts_of(_search_before_answer(held, outcome))
    due = {} if outcome in CUT_SHORT else due_of(kind=held.kind, code=held.code)
    facts = {"outcome": str(outcome), "kind": str(held.kind), **_address(held), **searched, **due}
    record("contact.closed", held, by=by, at=at, facts=facts)
    searching.index_contact(held)
    return held


@transaction.atomic
def reopen(contact: Contact, reason: str, *, by: User | None, at: datetime | None = None) -> Contact:
    """Take a closed contact up again, saying why."""
    if not reason.strip():
        raise Refused(_("Say why the contact is opened again."))
    held = lock(contact)
    if held.is_open:
        raise Refused(_("Contact %(number)s is open already.") % {"number": held.number})
    facts = {"text": reason.strip(), "was": held.outcome}
    held.outcome, held.closed_at = "", None
    save(held, ["outcome", "closed_at"])
    record("contact.reopened", held, by=by, at=at, facts=facts)
    searching.index_contact(held)
    return held


def _address(held: Contact) -> dict[str, object]:
    """Of a comment: hand it to those responsible, and say so in the journal, from where they are told."""
    if held.outcome != Outcome.RECORDED:
        return {}
    responsible = commenting.responsible_for(held)
    held.responsible.set(responsible.people)
    return {"reaches": [user.pk for user in responsible.people], "names": [user.name for user in responsible.people]}


def _missing_steps(contact: Contact) -> list[Missing]:
    """The required steps of procedures that are open; each is named by its run and its key."""
    steps = gates.unmet(contact, gates.CLOSING, lambda: facts_of_contact(contact, timezone.now()))
    return [Missing(Section.PROCEDURE, f"{one.run.pk}.{one.step.key}", one.text) for one in steps]


def _search_before_answer(contact: Contact, outcome: str) -> Search | None:
    return search_before(Before.ANSWER, contact, code=contact.code) if outcome == Outcome.ANSWERED else None


def _lacking(contact: Contact, outcome: str, *, has_tickets: bool) -> Iterator[Missing]:
    if contact.kind == Kind.COMMENT:
        yield from _missing_comment(contact)
    elif contact.kind == Kind.ACTION:
        yield from _missing_action(contact, outcome, has_tickets=has_tickets)
    else:
        yield from _missing_information(contact, outcome, has_tickets=has_tickets)


def _missing_information(contact: Contact, outcome: str, *, has_tickets: bool) -> Iterator[Missing]:
    if outcome == Outcome.TICKETED:
        yield from _missing_tickets(contact, has_tickets=has_tickets)
        return
    if not contact.words.strip():
        yield Missing(Section.QUESTION, "words", _("What the customer asked"))
    if not contact.answer.strip():
        yield Missing(Section.ANSWER, "answer", _("The answer given"))


def _missing_action(contact: Contact, outcome: str, *, has_tickets: bool) -> Iterator[Missing]:
    if not (contact.customer_id or contact.caller_name or contact.caller_number or contact.caller_email):
        yield Missing(Section.WHO, "caller_name", _("Who asks: a name, a number or “anonymous”"))
    if outcome != Outcome.ANSWERED:
        yield from _missing_tickets(contact, has_tickets=has_tickets)
        return
    yield from missing_in_problem(contact)
    if not contact.answer.strip():
        yield Missing(Section.ANSWER, "answer", _("How it was solved"))


def _missing_tickets(contact: Contact, *, has_tickets: bool) -> Iterator[Missing]:
    """A contact ends as ticketed with at least one ticket, and with no problem left that has none."""
    if has_tickets and is_blank(contact):
        return
    search = search_before(Before.TICKET, contact, code=contact.code)
    lacking = [*missing_in_problem(contact), *missing_search(search)]
    yield from lacking
    if not lacking:
        yield Missing(Section.TICKETS, "ticket", _("A ticket for the problem that is entered"))


def _missing_comment(contact: Contact) -> Iterator[Missing]:
    if not contact.words.strip():
        yield Missing(Section.COMMENT, "words", _("The comment in the customer's words"))
    if not contact.tone:
        yield Missing(Section.COMMENT, "tone", _("Praise, remark or complaint"))
