"""A row as a ticket of the past, before anything is looked up in the database."""

from dataclasses import dataclass
from datetime import datetime

from firstline.casework.tickets.models import OPEN_STATES
from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.reading import Row

LONGEST_TITLE = 200
LONGEST_PLACE = 300


@dataclass(frozen=True, slots=True)
class TicketRow:
    """What one row says. `path` is department, provider, category, code; "" where a level is to be as the one above."""

    line: int
    source: str
    path: tuple[str, str, str, str]
    centre: str
    priority: str
    title: str
    words: str
    wanted: str
    place: str
    latitude: float | None
    longitude: float | None
    language: str
    channel: str
    state: str
    opened_at: datetime
    due_by: datetime | None
    closed_at: datetime | None
    resolution: str
    imported: dict[str, str]
    flags: tuple[str, ...]


def read_ticket(mapping: Mapping, row: Row) -> TicketRow:
    """What a row says under a mapping; RowRefused when it cannot be a ticket."""
    cells = Cells(mapping, row)
    key, state = cells.text("key"), cells.text("state")
    opened_at, closed_at = cells.needed_moment("opened_at"), cells.moment("closed_at")
    latitude, longitude = cells.point()
    path = cells.path()
    place = cells.cut("place", LONGEST_PLACE)
    title = cells.cut("title", LONGEST_TITLE) or path[3]
    return TicketRow(
        line=row.line,
        source=f"{mapping.name}:{key}",
        path=path,
        centre=cells.text("centre"),
        priority=cells.text("priority"),
        title=title,
        words=cells.text("words"),
        wanted=cells.text("wanted"),
        place=place,
        latitude=latitude,
        longitude=longitude,
        language=cells.text("language"),
        channel=cells.text("channel"),
        state=state,
        opened_at=opened_at,
        due_by=cells.moment("due_by"),
        closed_at=closed_at,
        resolution=cells.text("resolution"),
        imported=mapping.kept(row.cells),
        flags=(*cells.flags, *_oddities(state, opened_at, closed_at)),
    )


def _oddities(state: str, opened_at: datetime, closed_at: datetime | None) -> list[str]:
    odd = []
    if closed_at is not None and closed_at < opened_at:
        odd.append("closed_before_opened")
    if closed_at is not None and state in OPEN_STATES:
        odd.append("open_with_closing_time")
    if closed_at is None and state not in OPEN_STATES:
        odd.append("closed_without_time")
    return odd
