"""What its customer sees of a ticket or a contact: how it stands, what is promised, and what was said to and by them.

Only what is named here is shown. Notes, reasons, names and whatever a later verb may write stay inside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Contact, Outcome
from firstline.casework.tickets.models import CallBack, Rating, State, Ticket
from firstline.casework.work_orders.models import OPEN_STATES, WorkOrder
from firstline.interfaces.channels import links
from firstline.journal.models import Entry
from firstline.journal.prepared import Prepared
from firstline.journal.recording import history_of
from firstline.journal.standing import steady

MOST_SAID = 100
_STANDS = {
    State.NEW: ("inbox", _("We have it. Somebody will look at it.")),
    State.IN_PROGRESS: ("wrench", _("Somebody is working on it.")),
    State.WAITING: ("circle-question-mark", _("We need an answer from you.")),
    State.PLANNED: ("calendar-clock", _("The work is planned.")),
    State.RESOLVED: ("circle-check", _("We think that it is solved. Is it?")),
    State.CLOSED: ("circle-check-big", _("It is closed.")),
}
_ENDED = {
    Outcome.ANSWERED: ("circle-check-big", _("We have answered you.")),
    Outcome.RECORDED: ("circle-check-big", _("It has reached those who are responsible. Thank you.")),
    Outcome.TICKETED: ("ticket", _("We are working on it.")),
}
_OURS = {"ticket.message_written": _("We wrote"), "ticket.customer_asked": _("We asked")}
_CALLED = {"reached": _("We called you"), "message_left": _("We called and left a message")}
_VERBS = (*_OURS, "ticket.called", "ticket.customer_answered", "ticket.resolved", "ticket.confirmed", "ticket.reopened")


_RATING: Prepared[Rating] = Prepared(lambda key: Rating.objects.filter(ticket=key), int)
_SAID: Prepared[Entry] = Prepared(
    lambda kind, key: Entry.objects.about(kind, key).filter(verb__in=_VERBS).order_by("-id")[:MOST_SAID], str, int
)


class Said(NamedTuple):
    """One thing said; `is_ours` by us, else by the customer."""

    at: datetime
    line: str | Promise
    text: str
    is_ours: bool


class Promised(NamedTuple):
    """Something promised by a moment or, with `until`, within a window."""

    label: str | Promise
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class TicketMatter:
    """A ticket as its customer sees it, in at most six queries."""

    ticket: Ticket

    @property
    def number(self) -> str:
        return f"T{self.ticket.number}"

    @property
    def title(self) -> str:
        return self.ticket.title

    @property
    def words(self) -> str:
        return self.ticket.words

    @property
    def opened_at(self) -> datetime:
        return self.ticket.opened_at

    @cached_property
    def stands(self) -> tuple[str, str | Promise]:
        """An icon and a sentence."""
        return _STANDS[State(self.ticket.state)]

    @property
    def is_waiting(self) -> bool:
        return self.ticket.state == State.WAITING

    @property
    def is_resolved(self) -> bool:
        return self.ticket.state == State.RESOLVED

    @cached_property
    def is_to_be_rated(self) -> bool:
        return not self.ticket.is_open and self.rating is None

    @cached_property
    def rating(self) -> Rating | None:
        return _RATING.first(self.ticket.pk)

    @property
    def scores(self) -> Sequence[tuple[int, str | Promise]]:
        return Rating.Score.choices

    @cached_property
    def said(self) -> list[Said]:
        """Newest last."""
        last = _SAID.all("ticket", self.ticket.pk)
        own = (entry for entry in reversed(last) if entry.subject_id == self.ticket.pk)
        return [said for entry in own if (said := _said(entry))]

    @property
    def question(self) -> str:
        """What we asked last, while we wait for the answer."""
        asked = [one.text for one in self.said if one.line == _OURS["ticket.customer_asked"]]
        return asked[-1] if self.is_waiting and asked else ""

    @cached_property
    def promised(self) -> list[Promised]:
        """What is promised and not over, soonest first."""
        return sorted(self._promised(), key=lambda one: one.at) if self.ticket.is_open else []

    def _promised(self) -> Iterator[Promised]:
        calls = CallBack.objects.filter(tickets=self.ticket, state=CallBack.State.OWED).order_by("due_by")
        yield from (Promised(_("We call you by"), call.due_by) for call in calls[:1])
        orders = WorkOrder.objects.filter(tickets=self.ticket, state__in=OPEN_STATES).order_by("planned_start")
        for order in orders[:3]:
            if order.appointment_start:
                yield Promised(_("We come"), order.appointment_start, order.appointment_end)
            elif order.planned_start:
                yield Promised(_("The work is planned for"), order.planned_start)
        if self.ticket.resolve_by and not self.is_waiting:
            yield Promised(_("To be solved by"), self.ticket.resolve_by)


@dataclass(frozen=True)
class ContactMatter:
    """A contact as its customer sees it, with the tickets made from it."""

    contact: Contact

    @property
    def number(self) -> str:
        return f"C{self.contact.number}"

    @property
    def words(self) -> str:
        return self.contact.words

    @property
    def opened_at(self) -> datetime:
        return self.contact.started_at

    @property
    def stands(self) -> tuple[str, str | Promise]:
        over = ("circle-check-big", _("It is closed."))
        if self.contact.is_open:
            return ("inbox", _("We have it. Somebody will read it."))
        return _ENDED.get(Outcome(self.contact.outcome), over)

    @property
    def answer(self) -> str:
        return "" if self.contact.is_open else self.contact.answer

    @cached_property
    def said(self) -> list[Said]:
        """What came after the first message, newest last."""
        rows = history_of(self.contact).filter(verb="contact.message_received").order_by("-id")[:MOST_SAID]
        return [Said(row.at, _("You wrote"), str(row.facts.get("text", "")), is_ours=False) for row in reversed(rows)]

    @cached_property
    def tickets(self) -> list[tuple[Ticket, str]]:
        """Each with the secret by which it is followed; only those of whoever this contact is with.

        None whose link was withdrawn: whoever has that may have this contact's too.
        """
        made = Ticket.objects.filter(contact=self.contact, customer=self.contact.customer_id, withdrawn_link=None)
        with steady():
            return [(ticket, links.secret_of(ticket)) for ticket in made.order_by("number")[:20]]


def matter_of(thing: Ticket | Contact) -> TicketMatter | ContactMatter:
    return TicketMatter(thing) if isinstance(thing, Ticket) else ContactMatter(thing)


def _said(entry: Entry) -> Said | None:
    """An entry as its customer reads it; None for one that is not for them."""
    text, verb = str(entry.facts.get("text", "")), entry.verb
    if verb in _OURS:
        return Said(entry.at, _OURS[verb], text, is_ours=True)
    if verb == "ticket.called":
        outcome = entry.facts.get("outcome")
        line = _CALLED.get(str(outcome), _("We called and did not reach you"))
        return Said(entry.at, line, text if outcome == "reached" else "", is_ours=True)
    if verb == "ticket.customer_answered":
        return Said(entry.at, _("You wrote"), text, is_ours=False)
    if verb == "ticket.confirmed":
        return Said(entry.at, _("You said that it is solved"), "", is_ours=False)
    if verb == "ticket.resolved":
        return Said(entry.at, _("We think that it is solved"), "", is_ours=True)
    # Why a job was taken up again is written for colleagues; only what the customers sent themselves is theirs.
    if entry.actor_id is None and not entry.context_kind:
        return Said(entry.at, _("You said that it is not solved"), text, is_ours=False)
    return Said(entry.at, _("It is open again"), "", is_ours=True)
