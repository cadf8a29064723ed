"""The list of work orders: what it is limited to, and one page of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.casework.work_orders.models import OPEN_STATES, Link, State, Task, WorkOrder
from firstline.interfaces.desk.drawn import drawn, joined
from firstline.interfaces.desk.order_reach import LARGEST_NUMBER, visible_orders
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.staff.models import Crew, User
from firstline.search.querying import query

PAGE = 50
LONGEST_TEXT = 200
MOST_FOUND = 500
OPEN, ALL, NOBODY = "open", "all", "none"
UNPLANNED, LATE = "unplanned", "late"


@dataclass(frozen=True)
class Filters:
    """What the list is limited to, as it stands in the address. `before` is the last number of the page before."""

    state: str = OPEN
    crew: str = ""
    plan: str = ""
    code: str = ""
    q: str = ""
    before: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Filters":
        """From an address; whatever makes no sense there is left out."""
        state, plan, crew = sent.get("state", OPEN), sent.get("plan", ""), sent.get("crew", "")
        return cls(
            state=state if state in {OPEN, ALL, *State.values} else OPEN,
            crew=crew if crew == NOBODY else _key(crew),
            plan=plan if plan in {UNPLANNED, LATE} else "",
            code=_key(sent.get("code", "")),
            q=sent.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT],
            before=_key(sent.get("before", "")),
        )

    def address(self, **other: str) -> str:
        """The address of the list with some filters otherwise, from its beginning unless `before` is given."""
        facts = {**self.__dict__, "before": "", **other}
        return "?" + urlencode(
            {name: value for name, value in facts.items() if value and (name, value) != ("state", OPEN)}
        )

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the state limits the list."""
        return bool(self.crew or self.plan or self.code or self.q)


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the address of the list without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True)
class Page:
    """Rows of the list, newest first, and the address of the next page if there is one."""

    filters: Filters
    rows: list[WorkOrder]
    next_page: str
    crews: list[Crew] = field(default_factory=list)

    @property
    def drawn_rows(self) -> SafeString:
        """The rows as their template draws them; those that have not changed come from memory."""

        def facts(places: list[int]) -> dict[int, object]:
            return {place: self.rows[place] for place in places}

        return joined(
            drawn("desk/work_orders/_row.html", [_shown(row) for row in self.rows], facts, now=timezone.now())
        )

    @property
    def states(self) -> list[tuple[str, str, bool]]:
        """Address, word and whether it is the present one, of the states that one can look at."""
        words = [(OPEN, _("open")), *((str(value), str(word)) for value, word in State.choices), (ALL, _("all"))]
        return [(self.filters.address(state=state), word, state == self.filters.state) for state, word in words]

    @property
    def plans(self) -> list[tuple[str, str]]:
        return [(UNPLANNED, _("without a time")), (LATE, _("later than promised"))]

    @cached_property
    def chips(self) -> list[Chip]:
        return list(_chips(self.filters, self.crews, dict(self.plans)))


def _shown(row: WorkOrder) -> str:
    """All that a row's look depends on."""
    counts = (getattr(row, name) for name in ("ticket_count", "task_count", "done_count"))
    facts = (row.title, row.place, row.state, row.crew_id, row.planned_start, row.completed_at, row.permanent_fix_by)
    return f"{row.pk}:{hash((*facts, *counts)):x}"


def found_by(filters: Filters, user: User) -> QuerySet[WorkOrder]:
    """All that the list is limited to, newest first."""
    rows = visible_orders(user)
    for condition in _conditions(filters):
        rows = rows.filter(condition)
    return rows.order_by("-number")


def page_of(filters: Filters, user: User) -> Page:
    """One page, however many there are before it."""
    found = list(counted(found_by(filters, user)).select_related("crew", "code")[: PAGE + 1])
    further = filters.address(before=str(found[PAGE - 1].number)) if len(found) > PAGE else ""
    return Page(filters, found[:PAGE], further, list(Crew.objects.filter(retired_at=None)))


def counted(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """With `ticket_count`, `task_count` and `done_count` of each order."""
    tasks = Task.objects.filter(order=OuterRef("pk"))
    return rows.annotate(
        ticket_count=_number_of(Link.objects.filter(order=OuterRef("pk"))),
        task_count=_number_of(tasks),
        done_count=_number_of(tasks.exclude(done_at=None)),
    )


def _number_of(rows: QuerySet[Link] | QuerySet[Task]) -> Coalesce:
    counting = rows.order_by().values("order").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counting), 0, output_field=IntegerField())


def _conditions(filters: Filters) -> Iterator[Q]:
    if filters.state == OPEN:
        yield Q(state__in=OPEN_STATES)
    elif filters.state != ALL:
        yield Q(state=filters.state)
    if filters.crew:
        yield Q(crew=None) if filters.crew == NOBODY else Q(crew=int(filters.crew))
    if filters.plan == UNPLANNED:
        yield Q(planned_start=None)
    if filters.plan == LATE:
        yield Q(permanent_fix_by__lt=timezone.now()) | Q(permanent_fix_by__lt=F("planned_end"))
    if filters.code:
        yield Q(code=int(filters.code))
    if filters.before:
        yield Q(number__lt=int(filters.before))
    if filters.q:
        yield _found(filters.q)


def _found(text: str) -> Q:
    hits = query(text, kinds=["work_order"], limit=MOST_FOUND, as_typed=True)
    return Q(pk__in=[hit.object_id for hit in hits])


def _chips(filters: Filters, crews: list[Crew], plans: dict[str, str]) -> Iterator[Chip]:
    if filters.crew:
        name = next((crew.name for crew in crews if str(crew.pk) == filters.crew), _("none"))
        yield Chip(_("Crew"), name, filters.address(crew=""))
    if filters.plan:
        yield Chip(_("Plan"), plans[filters.plan], filters.address(plan=""))
    if filters.code:
        code = ProblemCode.objects.filter(pk=int(filters.code)).first()
        yield Chip(_("Problem code"), str(code or "?"), filters.address(code=""))
    if filters.q:
        yield Chip(_("Words"), filters.q, filters.address(q=""))


def _key(text: str) -> str:
    return text if text.isascii() and text.isdigit() and int(text[:19]) < LARGEST_NUMBER and len(text) < 20 else ""
