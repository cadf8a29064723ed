"""The journal as an event log for process mining: what happened when to what, and by whom; no words and no names."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import CharField, F, QuerySet, Value
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstline.interfaces.listings import Column, Listing, Sheet, Wanted, keep, moments, sheet_of
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right

NAME = "event-log"
COLUMNS = (
    Column(_("Event"), "pk"),
    Column(_("Time"), "at", moments),
    Column(_("Activity"), "verb"),
    Column(_("Object type"), "subject_kind"),
    Column(_("Object"), "subject_id"),
    Column(_("Context type"), "context_kind"),
    Column(_("Context"), "context_id"),
    Column(_("Resource"), "actor_id", lambda: _resource),
)
Thing = tuple[str, int]


def _resource(actor: int | None) -> str:
    return "" if actor is None else f"user:{actor}"


def entries_of(wanted: Wanted) -> QuerySet[Entry]:
    """The entries of the days `from` and `to` (both of them included; none: from the beginning, until now)."""
    rows = Entry.objects.order_by("pk")
    first, last = _day(wanted, "from"), _day(wanted, "to")
    if first and last and last < first:
        raise Refused(gettext("The period ends before it begins."), field="to")
    if first:
        rows = rows.filter(at__gte=_moment(first, time.min))
    return rows.filter(at__lte=_moment(last, time.max)) if last else rows


def _day(wanted: Wanted, name: str) -> date | None:
    given = wanted.sent.get(name, "").strip()
    try:
        day = parse_date(given) if given else None
    except ValueError:
        day = None
    if given and (day is None or not 1980 <= day.year < 2100):
        raise Refused(gettext("This is no day. Write it as 2026-01-31."), field=name)
    return day


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, timezone.get_current_timezone())


def things_in(rows: QuerySet[Entry]) -> Iterator[Thing]:
    """Everything that the entries are about, each once, by kind and key; people count as things, too."""
    subjects = rows.order_by().values_list("subject_kind", "subject_id")
    contexts = rows.order_by().exclude(context_id=None).values_list("context_kind", "context_id")
    people = rows.order_by().exclude(actor_id=None).values_list(Value("user", CharField()), F("actor_id"))
    return subjects.union(contexts, people).iterator(chunk_size=2000)


def _sheets(wanted: Wanted) -> list[Sheet]:
    return [sheet_of(_("Event log"), entries_of(wanted), COLUMNS)]


LISTING = Listing(NAME, _("Event log"), Right.EDIT_REFERENCE, _sheets, formats=("json",), is_whole=True)
keep([LISTING])
