"""Opening a ticket: a contact's problem becomes a thing of its own, with priority, route and number (C6)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.editing import lock, still_open
from firstline.casework.contacts.facts import facts_of_contact
from firstline.casework.contacts.models import Contact, ContactQuerySet
from firstline.casework.contacts.reception import PROBLEM
from firstline.casework.contacts.search_first import Search, facts_of, missing_search, search_before
from firstline.casework.contacts.sections import Missing, missing_in_problem
from firstline.casework.contacts.severity import SEVERITY
from firstline.casework.tickets import clocks, owing
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.routing import remember_turn
from firstline.casework.tickets.searching import index_ticket
from firstline.casework.tickets.steps import PROMISES
from firstline.casework.tickets.triage import Triage, decide
from firstline.journal.changes import plain
from firstline.journal.columns import made
from firstline.journal.prepared import Prepared
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.standing import along, one_look
from firstline.journal.versions import change
from firstline.journal.writing import insert_numbered, together, update
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.carrying import CARRIED
from firstline.reference.handling.models import Before
from firstline.reference.handling.searching_first import OF_KINDS
from firstline.reference.procedures.choosing import OCCASIONS, due_of
from firstline.reference.service_levels import laid_down
from firstline.reference.staff.models import User

TITLE_LENGTH = 100
# All that is laid down about a ticket, by what of the contact; whether it has changed comes along with the contact.
_LAID_DOWN = (
    (laid_down.STANDING, ""),
    (OF_KINDS, ""),
    (OCCASIONS, ""),
    (CARRIED, f"{Contact._meta.db_table}.code_id"),
)


class Incomplete(Refused):
    """The problem cannot become a ticket yet; `missing` says what it lacks, each with the field to lead to."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(_("Before a ticket can be opened, something is missing."))
        self.missing = missing


def to_open() -> ContactQuerySet:
    """Contacts locked for `open_held`, which come along with whether anything that is laid down has changed."""
    return Contact.objects.select_for_update().annotate(seen=along(*_LAID_DOWN)).order_by()


_TO_OPEN: Prepared[Contact] = Prepared(lambda key: to_open().filter(pk=key), int)


@transaction.atomic
def open_ticket(contact: Contact, *, by: User | None, at: datetime | None = None) -> Ticket:
    """Make a ticket of the problem that stands in the contact, which is then free for the next one."""
    return open_held(lock(contact, _TO_OPEN), by=by, at=at)


@transaction.atomic(savepoint=False)
def open_held(held: Contact, *, by: User | None, at: datetime | None = None) -> Ticket:
    """The same of a contact that the caller's transaction has found by `to_open`."""
    still_open(held)
    asked = [(one, (held.code_id,) if key else ()) for one, key in _LAID_DOWN if held.code_id or not key]
    with one_look(*asked, seen=vars(held).pop("seen", None)):
        if held.code_id:
            held.code = CARRIED.now(held.code_id)
        return _open(held, at or timezone.now(), by=by)


def _open(held: Contact, at: datetime, *, by: User | None) -> Ticket:
    # What opens tickets by itself cannot search.
    search = search_before(Before.TICKET, held, code=held.code) if by else None
    code = _complete(held, search)
    known = laid_down.current()
    triage = decide(code, facts_of_contact(held, at), known)
    ticket = _ticket_of(held, code, triage, at)
    clocks.start(ticket, known)
    columns = change(held, PROBLEM)
    held.first_code_id = held.first_code_id or code.pk
    insert_numbered(ticket, "ticket")
    if triage.assignee:
        remember_turn(triage.assignee, at)
    with together():
        update(held, [*columns, "first_code"])
        index_ticket(ticket)
        owing.owe(ticket, held.caller_number, known, at)
        facts = _facts(ticket, held, triage) | facts_of(search)
        record("ticket.opened", ticket, by=by, context=held, at=at, facts=facts)
    return ticket


def title_of(contact: Contact) -> str:
    """A title out of the customer's words: their first line, cut at a word; the code's label where there are none."""
    line = next((line.strip() for line in contact.words.splitlines() if line.strip()), "")
    if not line:
        return contact.code.label if contact.code else ""
    if len(line) <= TITLE_LENGTH:
        return line
    whole = line[:TITLE_LENGTH].rsplit(" ", 1)[0]
    return f"{whole.rstrip(' ,;:.-')}…"


def _complete(held: Contact, search: Search | None) -> ProblemCode:
    missing = [*missing_in_problem(held), *missing_search(search)]
    if missing or held.code is None:
        raise Incomplete(missing)
    return held.code


def _ticket_of(held: Contact, code: ProblemCode, triage: Triage, at: datetime) -> Ticket:
    moments = {"title": title_of(held), "opened_at": at, "changed_at": at}
    ticket = made(Ticket, _problem_of(held, code) | _decided(triage) | moments)
    ticket.contact, ticket.code, ticket.location = held, code, held.location
    ticket.priority, ticket.centre, ticket.assignee = triage.priority, triage.centre, triage.assignee
    return ticket


def _problem_of(held: Contact, code: ProblemCode) -> dict[str, Any]:
    location = held.location
    return {
        **{name: getattr(held, name) for name in ("words", "wanted", "before", "language", "channel", *SEVERITY)},
        **{f"{name}_id": getattr(held, f"{name}_id") for name in ("customer", "account", "agreement", "equipment")},
        "department_id": code.category.provider.department_id,
        "place": (held.place or str(location or ""))[:300],
        "latitude": location.latitude if location else None,
        "longitude": location.longitude if location else None,
        "answers": _answers(held, code),
    }


def _answers(held: Contact, code: ProblemCode) -> list[dict[str, Any]]:
    """Questions and answers as they were: a question that is changed later does not change what was said."""
    return [
        {"kind": question.kind, "texts": question.texts, "choices": question.choices, "answer": answer}
        for question in code.questions.all()
        if (answer := held.answers.get(str(question.pk))) is not None
    ]


def _decided(triage: Triage) -> dict[str, Any]:
    return {
        "priority_rank": triage.priority.rank,
        "priority_because": triage.priority_because,
        "tier": triage.tier,
        "route_because": triage.route_because,
    }


def _facts(ticket: Ticket, held: Contact, triage: Triage) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "title": ticket.title,
        "contact": held.number,
        "code": ticket.code.labels if ticket.code else {},
        "priority": triage.priority.labels,
        "priority_because": triage.priority_because,
        "centre": triage.centre.labels,
        "centre_id": triage.centre.pk,
        "tier": triage.tier,
        "route_because": triage.route_because,
        **due_of(kind=held.kind, code=ticket.code, priority=triage.priority.key),
        **({"to": triage.assignee.name, "to_id": triage.assignee.pk} if triage.assignee else {}),
        **{name: plain(by) for name in PROMISES if (by := getattr(ticket, name))},
    }
