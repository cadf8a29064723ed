"""The monthly open-data file: every request of a month without anything that could tell whose it was.

No words, names, numbers or keys. What fewer than five requests of the month share is folded into something wider:
a code into its category, that into its department, a spot into a wider one; what stays alone is left out.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from firstline.casework.tickets.models import Ticket
from firstline.interfaces.transfer.exporting_cells import harmless
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.service_levels.models import Priority

COLUMNS = (
    *("opened_on", "resolved_on", "days_to_resolve", "department", "category", "code", "channel", "priority"),
    *("state", "reopened", "latitude", "longitude"),
)
SMALLEST = 5
OTHER = "other"
# Degrees with two digits are about a kilometre, with one about ten.
NEAR, WIDE = 2, 1
CHUNK = 2000
EARLIEST = 1980
READ = (
    *("code_id", "latitude", "longitude", "channel", "priority_id", "state", "opened_at", "resolved_at", "reopened"),
)
Path3 = tuple[str, str, str]
Spot = tuple[float, float] | None
Placed = set[tuple[Path3, Spot]]


@dataclass(frozen=True)
class Month:
    """A month of the installation's own time zone."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month":
        later = self.first + timedelta(days=32)
        return Month(later.year, later.month)

    @property
    def before(self) -> "Month":
        earlier = self.first - timedelta(days=1)
        return Month(earlier.year, earlier.month)

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=_zone())

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def month_of(at: datetime) -> Month:
    there = at.astimezone(_zone())
    return Month(there.year, there.month)


def checked_month(year: int, month: int, at: datetime) -> Month:
    """A month that is over; else Refused."""
    if not (EARLIEST <= year < 2100 and 1 <= month <= 12) or date(year, month, 1) >= month_of(at).first:
        raise Refused(_("Only a month that is over can be written."), field="month")
    return Month(year, month)


def folder() -> Path:
    found = Path(settings.DATA_FOLDER) / "transfer" / "open-data"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(month: Month) -> Path:
    """The file of a month, whether there is one or not."""
    return folder() / f"requests-{month}.csv"


def write_last_month(at: datetime) -> int:
    """Write the file of the month before this one."""
    return write(month_of(at).before)


def write(month: Month) -> int:
    """Write the file of a month in place of an earlier one, when it is complete, and give how many requests it has."""
    part = folder() / f".{month}-{token_hex(8)}.part"
    try:
        with part.open("x", encoding="utf-8", newline="") as file, translation.override(settings.LANGUAGE_CODE):
            count = _write(month, file)
        part.replace(path_of(month))
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(month: Month, file: TextIO) -> int:
    rows = Ticket.objects.filter(opened_at__gte=month.start, opened_at__lt=month.next.start)
    folds = _Folds(rows)
    priorities = {each.pk: each.label for each in Priority.objects.all()}
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(COLUMNS)
    count = 0
    for line in _lines(rows, folds, priorities):
        lines.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in line])
        count += 1
    return count


def _lines(rows: "QuerySet[Ticket]", folds: "_Folds", priorities: Mapping[int, str]) -> Iterator[list[Any]]:
    zone = _zone()
    for row in _read(rows.order_by("opened_at")):
        code, latitude, longitude, channel, priority, state, opened_at, resolved_at, reopened = row
        path = folds.paths.get(code)
        if path is None:
            continue
        opened = opened_at.astimezone(zone).date()
        resolved = resolved_at.astimezone(zone).date() if resolved_at else None
        spot = folds.spot(path, latitude, longitude)
        yield [
            *(opened, resolved, (resolved - opened).days if resolved else None, *path),
            channel if folds.channels[channel] >= SMALLEST else OTHER,
            priorities.get(priority, ""),
            *(state, min(reopened, 1), *(spot or (None, None))),
        ]


def _read(rows: "QuerySet[Ticket]") -> Iterator[tuple[Any, ...]]:
    return iter(rows.values_list(*READ).iterator(chunk_size=CHUNK))


class _Folds:
    """What of a month's requests can be shown, found by going through them once."""

    def __init__(self, rows: "QuerySet[Ticket]") -> None:
        codes: Counter[int | None] = Counter()
        spots: Counter[tuple[int | None, Spot]] = Counter()
        self.channels: Counter[str] = Counter()
        for code, latitude, longitude, channel, *_rest in _read(rows.order_by()):
            codes[code] += 1
            self.channels[channel] += 1
            spots[code, rounded(latitude, longitude, NEAR)] += 1
        self.paths = folded_paths(codes, _paths(codes))
        self.near, self.wide = self._spots(spots)

    def _spots(self, spots: Counter[tuple[int | None, Spot]]) -> tuple[Placed, Placed]:
        """The spots that enough requests of the same folded code share; those near ones do not count for wide ones."""
        near: Counter[tuple[Path3, Spot]] = Counter()
        for (code, spot), count in spots.items():
            if spot and code in self.paths:
                near[self.paths[code], spot] += count
        shown = {key for key, count in near.items() if count >= SMALLEST}
        wide: Counter[tuple[Path3, Spot]] = Counter()
        for (path, spot), count in near.items():
            if (path, spot) not in shown and spot:
                wide[path, rounded(*spot, WIDE)] += count
        return shown, {key for key, count in wide.items() if count >= SMALLEST}

    def spot(self, path: Path3, latitude: float | None, longitude: float | None) -> Spot:
        """Where a request may be said to have been; None for nowhere."""
        near = rounded(latitude, longitude, NEAR)
        if near is None or (path, near) in self.near:
            return near
        wide = rounded(*near, WIDE)
        return wide if (path, wide) in self.wide else None


def rounded(latitude: float | None, longitude: float | None, digits: int) -> Spot:
    return None if latitude is None or longitude is None else (round(latitude, digits), round(longitude, digits))


def _paths(codes: Iterable[int | None]) -> dict[int | None, Path3]:
    """Department, category and code of each, in words."""
    found: dict[int | None, Path3] = {None: (OTHER, OTHER, OTHER)}
    for code in ProblemCode.objects.filter(pk__in=[key for key in codes if key]).with_path():
        category = code.category
        found[code.pk] = (category.provider.department.label, category.label, code.label)
    return found


def folded_paths(counts: Mapping[int | None, int], paths: Mapping[int | None, Path3]) -> dict[int | None, Path3]:
    """Of each code what may be shown of its path, so that at least five requests share it; the rest is left out."""
    shown = {key: paths.get(key, (OTHER, OTHER, OTHER)) for key in counts}
    for level in (2, 1, 0):
        groups = _groups(shown, counts)
        for key, path in shown.items():
            if groups[path] < SMALLEST:
                shown[key] = (*path[:level], *(OTHER,) * (3 - level))  # type: ignore[assignment]
    groups = _groups(shown, counts)
    return {key: path for key, path in shown.items() if groups[path] >= SMALLEST}


def _groups(shown: Mapping[int | None, Path3], counts: Mapping[int | None, int]) -> Counter[Path3]:
    groups: Counter[Path3] = Counter()
    for key, path in shown.items():
        groups[path] += counts[key]
    return groups
