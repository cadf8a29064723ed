"""Whether procedures were followed, as a page: figures by procedure, code, analyst or version, and the rows of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.contacts.models import Contact
from firstline.casework.reports.compliance import (
    Act,
    Due,
    Figure,
    Line,
    Period,
    Skip,
    StepTime,
    acts,
    dues,
    line,
    lines,
    skips,
    times,
)
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.contact_known import visible_to
from firstline.interfaces.desk.order_reach import visible_tickets
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.labels import in_readers_language
from firstline.reference.procedures.models import Procedure
from firstline.reference.staff.models import User

LATELY = timedelta(days=29)
BY = {
    "procedure": gettext_lazy("Procedure"),
    "code": gettext_lazy("Problem code"),
    "analyst": gettext_lazy("Analyst"),
    "version": gettext_lazy("Version"),
}
FIGURES = {
    "followed": gettext_lazy("Followed"),
    "not_followed": gettext_lazy("Not followed"),
    "finished": gettext_lazy("Finished"),
    "skipped": gettext_lazy("Required steps skipped"),
    "out_of_turn": gettext_lazy("Out of turn"),
}
MOST_ROWS = 500
MOST_LISTED = 30


@dataclass(frozen=True)
class Cell:
    """A figure with the address of its rows."""

    figure: Figure
    name: str
    url: str


@dataclass(frozen=True)
class Row:
    """One thing that was counted: the contact or ticket, when and by whom, and of a step its title and why."""

    at: datetime
    number: int | None
    kind: str
    procedure: str
    analyst: str
    step: str
    reason: str
    seconds: int | None
    in_turn: bool


@dataclass(frozen=True)
class Compliance:
    """What was asked for in the address, and the figures that answer it."""

    user: User
    sent: QueryDict

    @cached_property
    def until(self) -> date:
        return _day(self.sent.get("until", "")) or timezone.localdate()

    @cached_property
    def since(self) -> date:
        return min(_day(self.sent.get("since", "")) or self.until - LATELY, self.until)

    @property
    def by(self) -> str:
        asked = self.sent.get("by", "")
        return asked if asked in BY else "procedure"

    @property
    def ways(self) -> list[tuple[str, str, str]]:
        return [(name, str(label), self._address("desk:procedures_compliance", by=name)) for name, label in BY.items()]

    @cached_property
    def _period(self) -> Period:
        """Whole days in the reader's zone."""
        zone = timezone.get_current_timezone()
        begins = datetime.combine(self.since, time.min, zone)
        return Period(begins, datetime.combine(self.until + timedelta(days=1), time.min, zone))

    @cached_property
    def filters(self) -> dict[str, int]:
        return {name: int(key) for name in BY if (key := self.sent.get(name, "")).isdecimal() and len(key) < 16}

    @cached_property
    def dues(self) -> list[Due]:
        return [one for one in dues(self._period) if self._fits(one)]

    @cached_property
    def acts(self) -> list[Act]:
        return [one for one in acts(self._period) if self._fits(one)]

    def _fits(self, row: Due | Act) -> bool:
        return all(getattr(row, name) == key for name, key in self.filters.items())

    @cached_property
    def lines(self) -> list[tuple[str, str, list[Cell]]]:
        """Each line: its name, the address that narrows to it, and its figures."""
        found = lines(self.dues, self.acts, self.by)
        names = self.names(self.by, [one.key for one in found])
        return [(names.get(one.key, _("none")), self._narrowed(one.key), self._cells(one)) for one in found]

    @cached_property
    def total(self) -> list[Cell]:
        return self._cells(line(self.dues, self.acts), is_total=True)

    @property
    def headings(self) -> list[str]:
        return [str(label) for label in FIGURES.values()]

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """What it is narrowed to: label, name, and the address without it."""
        return [
            (
                str(BY[name]),
                self.names(name, [key]).get(key, str(key)),
                self._address("desk:procedures_compliance", **{name: ""}),
            )
            for name, key in self.filters.items()
        ]

    @cached_property
    def skips(self) -> list[tuple[Skip, str, str]]:
        """The reasons: each with its step, and the address of its rows."""
        return [
            (
                one,
                in_readers_language(one.title) or one.step,
                self._rows(figure="skip", step=one.step, procedure=one.procedure, reason=one.reason),
            )
            for one in skips(self.acts)[:MOST_LISTED]
        ]

    @cached_property
    def times(self) -> list[tuple[StepTime, str, str]]:
        return [
            (
                one,
                in_readers_language(one.title) or one.step,
                self._rows(figure="time", step=one.step, procedure=one.procedure),
            )
            for one in times(self.acts)[:MOST_LISTED]
        ]

    @cached_property
    def rows(self) -> list[Row]:
        """What the figure that is asked for has counted, the newest first."""
        found = sorted(self._counted(), key=lambda one: one.at, reverse=True)[:MOST_ROWS]
        contacts = numbers_of(visible_to(self.user), "contact", found)
        tickets = numbers_of(visible_tickets(self.user), "ticket", found)
        known = {"contact": contacts, "ticket": tickets}
        procedures = self.names("procedure", [one.procedure for one in found])
        people = self.names("analyst", [one.analyst for one in found])
        return [_row(one, known[one.kind], procedures, people) for one in found]

    @property
    def title(self) -> str:
        asked = self.sent.get("figure", "")
        return str({**FIGURES, "skip": _("Skipped"), "time": _("Time")}.get(asked, _("Rows")))

    def _counted(self) -> Sequence[Due | Act]:
        asked, step = self.sent.get("figure", ""), self.sent.get("step", "")
        if asked in ("skip", "time"):
            of_step = [one for one in self.acts if one.step == step and one.is_skipped == (asked == "skip")]
            return of_step if asked == "time" else [one for one in of_step if one.reason == self.sent.get("reason", "")]
        if asked not in FIGURES:
            return []
        due, done = self.dues, self.acts
        if "none" in self.sent:
            due = [one for one in due if getattr(one, self.by) is None]
            done = [one for one in done if getattr(one, self.by) is None]
        counted: Figure = getattr(line(due, done), asked)
        return counted.rows

    def names(self, by: str, keys: Collection[int | None]) -> dict[int | None, str]:
        """The names behind keys, in one query."""
        if by == "version":
            return {key: _("version %(number)s") % {"number": key} for key in keys if key is not None}
        model = {"procedure": Procedure, "code": ProblemCode, "analyst": User}[by]
        rows = model._default_manager.filter(pk__in=[key for key in keys if key is not None])
        return {row.pk: str(row) for row in rows}

    def _cells(self, one: Line, *, is_total: bool = False) -> list[Cell]:
        narrowed = {} if is_total else {"none": "1", "by": self.by} if one.key is None else {self.by: str(one.key)}
        return [
            Cell(getattr(one, name), str(label), self._rows(figure=name, **narrowed)) for name, label in FIGURES.items()
        ]

    def _narrowed(self, key: int | None) -> str:
        if key is None:
            return ""
        wider = {"procedure": "version", "version": "analyst", "code": "analyst", "analyst": "procedure"}[self.by]
        return self._address("desk:procedures_compliance", **{self.by: str(key), "by": wider})

    def _rows(self, **facts: object) -> str:
        return self._address("desk:procedures_compliance_rows", **facts)

    def _address(self, view: str, **facts: object) -> str:
        asked = {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "by": self.by,
            **self.filters,
            **facts,
        }
        return f"{reverse(view)}?{urlencode({name: value for name, value in asked.items() if value not in ('', None)})}"


def _row(
    one: Due | Act, known: dict[int, int], procedures: dict[int | None, str], people: dict[int | None, str]
) -> Row:
    is_act = isinstance(one, Act)
    return Row(
        at=one.at,
        number=known.get(one.ident or 0),
        kind=one.kind,
        procedure=procedures.get(one.procedure, ""),
        analyst=people.get(one.analyst, ""),
        step=(in_readers_language(one.title) or one.step) if isinstance(one, Act) else "",
        reason=one.reason if isinstance(one, Act) else "",
        seconds=one.seconds if isinstance(one, Act) else None,
        in_turn=one.in_turn if isinstance(one, Act) else not is_act,
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 < found.year < 2200 else None


def numbers_of(visible: QuerySet[Contact] | QuerySet[Ticket], kind: str, found: Sequence[Due | Act]) -> dict[int, int]:
    """The numbers of those contacts or tickets that a person may see."""
    keys = [one.ident for one in found if one.kind == kind and one.ident is not None]
    return {row.pk: row.number for row in visible.filter(pk__in=keys).only("number")}
