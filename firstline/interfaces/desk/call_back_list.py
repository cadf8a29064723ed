"""The worklist of call-backs: whom to call, about what, and what there is to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest

from firstline.casework.contacts.models import Channel
from firstline.casework.tickets import worklist
from firstline.casework.tickets.call_backs import MOST_MISSES
from firstline.casework.tickets.models import CallBack, Ticket
from firstline.casework.tickets.worklist import Owed, Place
from firstline.casework.work_orders.models import OPEN_STATES, WorkOrder
from firstline.interfaces.desk.access import department_limits, signed_in
from firstline.interfaces.desk.dialling import dial_address
from firstline.interfaces.desk.sentences import SENTENCES
from firstline.interfaces.desk.sentences.sentence import CUSTOMER, INTERNAL
from firstline.interfaces.desk.timeline import Happened, happened
from firstline.journal.models import Entry
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

PAGE = 50
SUPERVISOR = "supervisor"
LARGEST_KEY = 2**63
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_PLACE = 40
# What a customer may want to hear of a ticket; notes are for colleagues, and calls are what the list is about.
NEWS = [
    "ticket.opened",
    "ticket.taken",
    "ticket.assigned",
    *(
        verb
        for verb, sentence in SENTENCES.items()
        if verb.startswith("ticket.")
        and sentence.reach in (CUSTOMER, INTERNAL)
        and verb not in ("ticket.noted", "ticket.called", "ticket.handed_back", "ticket.priority_overridden")
    ),
]


@dataclass(frozen=True)
class About:
    """A ticket that a call is about: the last that happened to it, and the work order that is done for it."""

    ticket: Ticket
    last: Happened | None
    order: WorkOrder | None


@dataclass(frozen=True)
class Line:
    """One call to make; `address` is what a click on the number opens, "" where it can be none."""

    owed: Owed
    about: list[About]
    is_late: bool
    address: str

    @property
    def call_back(self) -> CallBack:
        return self.owed.call_back

    @property
    def language(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.owed.language, self.owed.language))

    @property
    def channel(self) -> str:
        """How the customer would rather be reached, where that is not the telephone."""
        channel = self.owed.preferred_channel
        return "" if channel == Channel.TELEPHONE else str(dict(Channel.choices).get(channel, channel))

    @property
    def most_misses(self) -> int:
        return MOST_MISSES


@dataclass(frozen=True)
class Worklist:
    """One page of the list; `show` limits it to what the supervisors have, `later` is where the next page begins."""

    lines: list[Line]
    show: str
    later: str
    is_first: bool
    owed: int
    late: int
    to_supervisor: int
    may_call: bool


def worklist_of(request: HttpRequest, now: datetime) -> Worklist:
    """The page that an address names."""
    user = signed_in(request)
    within = department_limits(user)
    show = SUPERVISOR if request.GET.get("show") == SUPERVISOR else ""
    after = _place(request.GET.get("after", ""))
    rows = worklist.owed(within=within, only_supervisors=bool(show), after=after, size=PAGE + 1)
    shown = rows[:PAGE]
    return Worklist(
        lines_of(shown, user, now),
        show,
        later=_written(shown[-1].place) if len(rows) > PAGE else "",
        is_first=after is None,
        owed=worklist.count(within=within),
        late=worklist.count(within=within, late_at=now),
        to_supervisor=worklist.count(within=within, only_supervisors=True),
        may_call=may(user, Right.WORK_TICKETS),
    )


def lines_of(rows: Sequence[Owed], user: User, now: datetime) -> list[Line]:
    """The lines with what there is to say, read for all of them at once; tickets of others' departments stay away."""
    limits = set(department_limits(user))
    seen = {row.call_back.pk: [one for one in row.tickets if _may_see(one, limits)] for row in rows}
    keys = {ticket.pk for tickets in seen.values() for ticket in tickets}
    entries = Entry.objects.filter(subject_kind="ticket", subject_id__in=keys, verb__in=NEWS)
    last = {entry.subject_id: entry for entry in entries.order_by("subject_id", "-id").distinct("subject_id")}
    orders = _orders(keys)
    lines = []
    for row in rows:
        about = [
            About(
                ticket,
                happened(last[ticket.pk], is_own=True) if ticket.pk in last else None,
                orders.get(ticket.pk) if ticket.is_open else None,
            )
            for ticket in seen[row.call_back.pk]
        ]
        lines.append(Line(row, about, row.is_late(now), dial_address(user, row.number)))
    return lines


def find(request: HttpRequest, key: int) -> CallBack:
    """The call-back of this key, settled or not, if the reader may see it; else `Http404`."""
    rows = worklist.visible(
        CallBack.objects.select_related("customer", "contact"), department_limits(signed_in(request))
    )
    found = rows.filter(pk=key).first() if key < LARGEST_KEY else None
    if found is None:
        raise Http404
    return found


def _orders(keys: set[int]) -> dict[int, WorkOrder]:
    """Of each ticket the work order done for it that was planned first."""
    rows = WorkOrder.objects.filter(links__ticket__in=keys, state__in=OPEN_STATES, planned_start__isnull=False)
    pairs = rows.order_by("-planned_start", "-pk").values_list("links__ticket", "pk")
    of_ticket = {ticket: order for ticket, order in pairs if ticket in keys}
    orders = WorkOrder.objects.in_bulk(set(of_ticket.values()))
    return {ticket: orders[order] for ticket, order in of_ticket.items()}


def _may_see(ticket: Ticket, limits: set[int]) -> bool:
    return not limits or ticket.department_id is None or ticket.department_id in limits


def _written(place: Place) -> str:
    due_by, key = place
    return f"{(due_by - EPOCH) // timedelta(microseconds=1)}.{key}"


def _place(text: str) -> Place | None:
    """A place as `_written` wrote it; None for anything else."""
    moment, _dot, key = text[:LONGEST_PLACE].partition(".")
    if not (moment.isascii() and moment.isdigit() and key.isascii() and key.isdigit() and int(key) < LARGEST_KEY):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(moment)), int(key)
    except OverflowError:
        return None
