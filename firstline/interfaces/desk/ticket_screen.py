"""What the screen of a ticket shows: read once, part by part as the template asks for it.

Its parts change only with the ticket or with its history, so they are taken from memory as long as neither does.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString

from firstline.casework.contacts import answering
from firstline.casework.contacts.models import Contact
from firstline.casework.tickets import hand_over, presence
from firstline.casework.tickets.bars import bars
from firstline.casework.tickets.models import Look, Pause, Proposal, Rating, Ticket
from firstline.interfaces.desk.access import is_within_departments, signed_in
from firstline.interfaces.desk.drawn import drawn, joined
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.names import named
from firstline.interfaces.desk.ticket_acts import FIRST, MORE, WRITING, Act
from firstline.interfaces.desk.ticket_clocks import Shown, as_seen, promised
from firstline.interfaces.desk.timeline import Timeline, timeline_of
from firstline.interfaces.ui.context import OWN_NAMES
from firstline.journal.models import Entry
from firstline.journal.prepared import Prepared
from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.customers.models import Customer
from firstline.reference.handling.models import Question
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import Right, may

OF_PAGE = (
    *("contact__number", "contact__channel", "contact__caller_name", "contact__caller_number", "contact__caller_email"),
    *("contact__customer__name", "contact__customer__preferred_hours", "calendar__changed_at"),
)
LARGEST_NUMBER = 2**63
ALL = (*FIRST, *MORE, *WRITING)
RIGHTS = frozenset(act.right for act in ALL)
_TICKET: Prepared[Ticket] = Prepared(lambda number: Ticket.objects.filter(number=number), int)
# With what its page shows besides, in one question: who called, when its calendar was changed, whether its clocks ever
# stood still, and whether anybody has it open.
_PAGE: Prepared[Ticket] = Prepared(
    lambda number, since: (
        Ticket.objects.filter(number=number)
        .select_related("contact__customer", "calendar")
        .only(*(field.name for field in Ticket._meta.concrete_fields), *OF_PAGE)
        .annotate(
            ever_stood=Exists(Pause.objects.filter(ticket=OuterRef("pk"))),
            is_looked_at=Exists(Look.objects.filter(ticket=OuterRef("pk"), seen_at__gt=since)),
        )
        .order_by()
    ),
    *(int, datetime),
)


def find(request: HttpRequest, number: int) -> Ticket:
    """The ticket of this number, if the reader may see it; else `Http404`."""
    return _visible(request, _TICKET.first(number) if number < LARGEST_NUMBER else None)


def _visible(request: HttpRequest, found: Ticket | None) -> Ticket:
    if found is None or not is_within_departments(found.department_id, signed_in(request)):
        raise Http404
    return found


@dataclass(frozen=True)
class Whole:
    """A ticket with all that its parts name, for drawing them; read when a part has to be drawn, not before."""

    ticket: Ticket
    may_write: bool
    history: list[Entry] | None
    now: datetime

    @property
    def priority(self) -> Priority | None:
        return named(Priority, self.ticket.priority_id)

    @property
    def centre(self) -> SupportCentre | None:
        return named(SupportCentre, self.ticket.centre_id)

    @property
    def assignee(self) -> User | None:
        return named(User, self.ticket.assignee_id)

    @property
    def code(self) -> ProblemCode | None:
        return named(ProblemCode, self.ticket.code_id)

    @property
    def department(self) -> Department | None:
        return named(Department, self.ticket.department_id)

    @property
    def contact(self) -> Contact | None:
        return self.ticket.contact

    @cached_property
    def customer(self) -> Customer | None:
        came = self.contact.customer if self.contact else None
        return came if came and came.pk == self.ticket.customer_id else self.ticket.customer

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was asked when it was opened, and answered, in the reader's language."""
        asked = [(_question(one), one["answer"]) for one in self.ticket.answers]
        return [(answering.wording(question), answering.shown(question, answer)) for question, answer in asked]

    @property
    def language(self) -> str:
        """The customer's language in its own words, or its code where nobody named it."""
        return OWN_NAMES.get(self.ticket.language, self.ticket.language)

    @property
    def rating(self) -> Rating | None:
        """What the customer thinks of it; only what is over can have one."""
        return None if self.ticket.is_open else Rating.objects.filter(ticket=self.ticket).first()

    @property
    def clocks(self) -> list[Shown]:
        ever_stood = vars(self.ticket).get("ever_stood", True)
        return [Shown(bar) for bar in bars(self.ticket, self.now, ever_stood=ever_stood)]

    @cached_property
    def hand_over(self) -> hand_over.HandOver:
        return hand_over.of(self.ticket, history=self.history)

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
        is_looked_at = vars(self.ticket).get("is_looked_at", True)
        return presence.others(self.ticket, self.user, self.now) if is_looked_at else []

    @property
    def head(self) -> SafeString:
        return self._part("desk/tickets/_head.html", as_seen(promised(self.ticket), self.now))

    @property
    def facts(self) -> SafeString:
        """What is over can be rated, which does not change the ticket itself."""
        return self._part("desk/tickets/_facts.html", "" if self.ticket.is_open else str(self.timeline.latest))

    @property
    def hand_over(self) -> SafeString:
        """Depends on the history too: on its last entry, wherever the timeline shown ends."""
        return self._part("desk/tickets/_hand_over.html", str(self.timeline.latest))

    def _part(self, template: str, depends_on: str = "") -> SafeString:
        key = f"{self.ticket.pk}:{self.ticket.version}:{self.may_write:d}:{depends_on}"
        return joined(drawn(template, [key], self._whole, now=self.now))

    def _whole(self, places: list[int]) -> dict[int, object]:
        return dict.fromkeys(places, self._read)

    @cached_property
    def _read(self) -> Whole:
        return Whole(self.ticket, self.may_write, self.timeline.whole, self.now)

    @cached_property
    def acts(self) -> list[str]:
        """The names of what can be done now: what the buttons depend on."""
        held = {right for right in RIGHTS if may(self.user, right)}
        return [act.name for act in ALL if act.right in held and act.is_possible(self.ticket)]

    @property
    def first_acts(self) -> list[Act]:
        return [act for act in FIRST if act.name in self.acts]

    @property
    def more_acts(self) -> list[Act]:
        return [act for act in MORE if act.name in self.acts]

    @property
    def writing(self) -> list[Act]:
        return [act for act in WRITING if act.name in self.acts]


def screen_of(request: HttpRequest, number: int, *, now: datetime) -> TicketScreen:
    """The screen as the address asks for it; `Http404` as with `find`."""
    found = _PAGE.first(number, now - presence.STILL_THERE) if number < LARGEST_NUMBER else None
    ticket = _visible(request, found)
    before = key_of(request.GET.get("before", ""))
    return TicketScreen(ticket, signed_in(request), now, request.GET.get("show", ""), before)
