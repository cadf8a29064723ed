"""Work orders as one of the nouns that can be brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import OPEN_STATES
from firstline.casework.work_orders.past import PastOrder, bring_in
from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.importing import Loaded
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.models import SourceKey
from firstline.interfaces.transfer.places import Named, Path, Places
from firstline.interfaces.transfer.reading import Row, RowRefused
from firstline.journal.quiet import quietly
from firstline.reference.staff.models import Crew

KIND = "work_order"
MOST_HOURS = 24 * 31


@dataclass(frozen=True, slots=True)
class OrderRow:
    """What one row says of a work order; `tickets` are sources of the tickets it was done for."""

    line: int
    source: str
    path: Path
    title: str
    state: str
    raised_at: datetime
    planned: tuple[datetime, datetime] | tuple[None, None]
    started_at: datetime | None
    completed_at: datetime | None
    hours: float
    crew: str
    instructions: str
    result: str
    place: str
    latitude: float | None
    longitude: float | None
    tickets: tuple[str, ...]
    flags: tuple[str, ...]
    centre: str = ""
    priority: str = ""


class WorkOrders:
    """Rows become work orders with their true times, linked to tickets that were brought in before."""

    def __init__(self, mapping: Mapping) -> None:
        self.origin = mapping.label
        self.named = Named()

    def read(self, mapping: Mapping, row: Row) -> OrderRow:
        cells = Cells(mapping, row)
        latitude, longitude = cells.point()
        tickets = cells.text("tickets").replace(";", " ").split()
        return OrderRow(
            line=row.line,
            source=mapping.source(cells.text("key")),
            path=cells.path(),
            title=cells.text("title"),
            state=cells.text("state"),
            raised_at=cells.needed_moment("raised_at"),
            planned=_planned(cells),
            started_at=cells.moment("started_at"),
            completed_at=_completed(cells),
            hours=_hours(cells),
            crew=cells.text("crew"),
            instructions=cells.text("instructions"),
            result=cells.text("result"),
            place=cells.text("place"),
            latitude=latitude,
            longitude=longitude,
            tickets=tuple(mapping.source(key, "tickets") for key in tickets),
            flags=tuple(cells.flags),
        )

    def note(self, draft: OrderRow) -> None:
        self.named.note(draft)

    def prepare(self, *, dry_run: bool) -> Made:
        self.places = Places(self.named)
        self.crews = dict(Crew.objects.values_list("name", "pk"))
        return Made() if dry_run else self.places.grow()

    def load(self, drafts: Sequence[OrderRow]) -> Loaded:
        with quietly():
            known, good, refused = self._sorted(drafts)
            made = bring_in([self._past(draft, tickets) for draft, tickets in good], origin=self.origin)
            SourceKey.objects.bulk_create(
                [SourceKey(kind=KIND, source=source, object_id=ident) for source, ident in made.items()]
            )
        return Loaded(known, refused, Made(work_order=list(made.values())) if made else Made())

    def rehearse(self, drafts: Sequence[OrderRow]) -> Loaded:
        known, _good, refused = self._sorted(drafts)
        return Loaded(known, refused)

    def newest(self) -> int:
        return SourceKey.objects.filter(kind=KIND).order_by("-pk").values_list("pk", flat=True).first() or 0

    def count_words(self) -> None:
        """Few enough that the search counts along."""

    def _sorted(
        self, drafts: Sequence[OrderRow]
    ) -> tuple[dict[str, int], list[tuple[OrderRow, tuple[int, ...]]], list[tuple[int, str]]]:
        """Those that are there, those that can be brought in with their tickets, and those that cannot with why."""
        keys = SourceKey.objects.filter(kind=KIND, source__in=[draft.source for draft in drafts])
        known = dict(keys.values_list("source", "pk"))
        named = {source for draft in drafts for source in draft.tickets}
        tickets = dict(Ticket.objects.filter(source__in=named).values_list("source", "pk"))
        good, refused = [], []
        for draft in drafts:
            missing = [source for source in draft.tickets if source not in tickets]
            if draft.source in known:
                continue
            if draft.crew and draft.crew not in self.crews:
                refused.append((draft.line, _("there is no crew %(name)s.") % {"name": f'"{draft.crew}"'}))
            elif missing:
                said = _("no ticket came in with the key %(key)s.") % {"key": missing[0]}
                refused.append((draft.line, said))
            else:
                good.append((draft, tuple(tickets[source] for source in draft.tickets)))
        return known, good, refused

    def _past(self, draft: OrderRow, tickets: tuple[int, ...]) -> PastOrder:
        return PastOrder(
            source=draft.source,
            title=draft.title,
            code_id=self.places.of(draft).code_id,
            state=draft.state,
            raised_at=draft.raised_at,
            planned_start=draft.planned[0],
            planned_end=draft.planned[1],
            started_at=draft.started_at,
            completed_at=draft.completed_at,
            duration=timedelta(hours=draft.hours),
            crew_id=self.crews.get(draft.crew),
            instructions=draft.instructions,
            result=draft.result,
            place=draft.place,
            latitude=draft.latitude,
            longitude=draft.longitude,
            tickets=tickets,
        )


def _planned(cells: Cells) -> tuple[datetime, datetime] | tuple[None, None]:
    start, end = cells.moment("planned_start"), cells.moment("planned_end")
    if start is None and end is None:
        return None, None
    if start is None or end is None or end <= start:
        raise RowRefused(_("the plan needs a start and a later end."))
    return start, end


def _completed(cells: Cells) -> datetime | None:
    """When it was completed or cancelled; an open one was not, whatever stands in the file."""
    ended = cells.moment("completed_at")
    if ended is not None and cells.text("state") in OPEN_STATES:
        cells.flags.append("open_with_closing_time")
        return None
    return ended


def _hours(cells: Cells) -> float:
    hours = cells.number("hours")
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise RowRefused(_("hours must be more than 0 and at most %(most)s.") % {"most": MOST_HOURS})
    return 1.0 if hours is None else hours
