"""What the screen of a ticket shows: read once, part by part as the template asks for it.

Its parts change only with the ticket or with its history, so they are taken from memory as long as neither does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString

from firstline.casework.contacts import answering
from firstline.casework.tickets import hand_over, presence
from firstline.casework.tickets.models import Look, Proposal, Ticket
from firstline.interfaces.desk.access import signed_in
from firstline.interfaces.desk.drawn import drawn, joined
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.queue import visible_to
from firstline.interfaces.desk.queue_rows import time_left
from firstline.interfaces.desk.ticket_acts import FIRST, MORE, WRITING, Act
from firstline.interfaces.desk.timeline import Timeline, timeline_of
from firstline.interfaces.ui.context import OWN_NAMES
from firstline.reference.handling.models import Question
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

SHOWN = (
    *("priority", "centre", "assignee", "code", "department", "customer", "account", "contact"),
    *("equipment", "location", "duplicate_of", "repeat_of"),
)
LARGEST_NUMBER = 2**63


def find(request: HttpRequest, number: int) -> Ticket:
    """The ticket of this number, if the reader may see it; else `Http404`."""
    rows = visible_to(signed_in(request)).defer("imported")
    ticket = rows.filter(number=number).first() if number < LARGEST_NUMBER else None
    if ticket is None:
        raise Http404
    return ticket


@dataclass(frozen=True)
class Asked:
    """An act with the address that does it."""

    act: Act
    address: str


@dataclass(frozen=True)
class Whole:
    """A ticket with all that its head and its cards name, for drawing them."""

    ticket: Ticket
    may_write: bool

    @property
    def first_acts(self) -> list[Asked]:
        return self.possible(FIRST)

    @property
    def more_acts(self) -> list[Asked]:
        return self.possible(MORE)

    @property
    def writing(self) -> list[Asked]:
        return self.possible(WRITING)

    def possible(self, acts: tuple[Act, ...]) -> list[Asked]:
        if not self.may_write:
            return []
        return [Asked(act, act.address(self.ticket)) for act in acts if act.is_possible(self.ticket)]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was asked when it was opened, and answered, in the reader's language."""
        asked = [(_question(one), one["answer"]) for one in self.ticket.answers]
        return [(answering.wording(question), answering.shown(question, answer)) for question, answer in asked]

    @property
    def language(self) -> str:
        """The customer's language in its own words, or its code where nobody named it."""
        return OWN_NAMES.get(self.ticket.language, self.ticket.language)

    @cached_property
    def hand_over(self) -> hand_over.HandOver:
        prefetch_related_objects([self.ticket], "proposals", "reproductions")
        return hand_over.of(self.ticket)

    @property
    def open_proposals(self) -> list[Proposal]:
        """What was proposed and not tried yet; to be asked for after the hand-over, which has read it."""
        return [row for row in self.ticket.proposals.all() if row.outcome == Proposal.Outcome.OPEN]

    @property
    def outcomes(self) -> list[tuple[str, str, str]]:
        """What can come of a proposal: (value, icon, word)."""
        icons = {Proposal.Outcome.WORKED: "check", Proposal.Outcome.FAILED: "x", Proposal.Outcome.REFUSED: "ban"}
        return [(outcome.value, icon, str(outcome.label).capitalize()) for outcome, icon in icons.items()]


def _question(kept: dict[str, Any]) -> Question:
    return Question(kind=kept["kind"], texts=kept["texts"], choices=kept["choices"])


@dataclass(frozen=True)
class TicketScreen:
    """A ticket as its screen shows it to one person; `show` limits the timeline, `before` is where it ends."""

    ticket: Ticket
    user: User
    now: datetime
    show: str = ""
    before: int | None = None

    @cached_property
    def may_write(self) -> bool:
        return may(self.user, Right.WORK_TICKETS)

    @cached_property
    def timeline(self) -> Timeline:
        return timeline_of(self.ticket, show=self.show, before=self.before, now=self.now)

    @property
    def entries(self) -> SafeString:
        return joined(self.timeline.pieces)

    @property
    def others(self) -> list[Look]:
        return presence.others(self.ticket, self.user, self.now)

    @property
    def head(self) -> SafeString:
        return self._part("desk/tickets/_head.html", time_left(self.ticket, self.now))

    @property
    def facts(self) -> SafeString:
        return self._part("desk/tickets/_facts.html")

    @property
    def composer(self) -> SafeString:
        return self._part("desk/tickets/_composer.html")

    @property
    def hand_over(self) -> SafeString:
        """Depends on the history too: on its last entry, wherever the timeline shown ends."""
        return self._part("desk/tickets/_hand_over.html", str(self.timeline.latest))

    def _part(self, template: str, depends_on: str = "") -> SafeString:
        key = f"{self.ticket.pk}:{self.ticket.version}:{self.may_write:d}:{depends_on}"
        return joined(drawn(template, [key], self._whole, now=self.now))

    def _whole(self, places: list[int]) -> Iterator[tuple[int, dict[str, object]]]:
        yield places[0], {"screen": self._read, "ticket": self._read.ticket}

    @cached_property
    def _read(self) -> Whole:
        """Read only when a part has to be drawn."""
        return Whole(Ticket.objects.select_related(*SHOWN).get(pk=self.ticket.pk), self.may_write)


def screen_of(request: HttpRequest, ticket: Ticket, *, now: datetime) -> TicketScreen:
    """The screen as the address asks for it."""
    before = key_of(request.GET.get("before", ""))
    return TicketScreen(ticket, signed_in(request), now, request.GET.get("show", ""), before)
