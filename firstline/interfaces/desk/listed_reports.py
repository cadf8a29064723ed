"""The reports as they can be exported: their tables, and the rows behind a figure."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Case, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext

from firstline.casework.contacts.models import Contact
from firstline.casework.reports.asked import Asked
from firstline.casework.reports.registry import REPORTS as ALL
from firstline.casework.reports.report import Address, Answer, Report, Table
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.desk.listed_columns import (
    CALL_BACKS,
    CONTACTS,
    ENTRIES,
    LOOK_UPS,
    RATINGS,
    THINGS,
    TICKETS,
    WORK_ORDERS,
)
from firstline.interfaces.desk.report_asked import read
from firstline.interfaces.desk.report_page import titled
from firstline.interfaces.desk.report_rows import figure_of
from firstline.interfaces.listings import Cell, Listing, Sheet, Wanted, sheet_of
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Customer
from firstline.reference.staff.roles import Right

# What only their lists add stays away where a figure's rows are taken out.
_ADDED = {"covered", "ticket_count", "task_count", "done_count"}
COLUMNS = {
    noun: tuple(column for column in columns if column.path not in _ADDED)
    for noun, columns in (
        ("contact", CONTACTS),
        ("ticket", TICKETS),
        ("call_back", CALL_BACKS),
        ("work_order", WORK_ORDERS),
        ("entry", ENTRIES),
        ("look_up", LOOK_UPS),
        ("rating", RATINGS),
    )
}


def tables(report: Report, wanted: Wanted) -> list[Sheet]:
    """A sheet of the headlines, and one for each table; each figure with what it was in the period before."""
    answer = Answer(report, _asked(wanted))
    return [_headlines(answer), *map(_sheet, answer.tables())]


def rows(report: Report, wanted: Wanted) -> list[Sheet]:
    """The rows that a figure counts, named in the address as the screen of these rows names it."""
    asked, figure = _asked(wanted), figure_of(wanted.sent)
    try:
        found: QuerySet[Any] = report.find(asked, figure)
        title, columns = titled(report, figure, asked), COLUMNS[report.scan(figure.scan).noun]
    except KeyError as unknown:
        raise Refused(gettext("The rows of this figure cannot be exported."), field="of") from unknown
    if found.model in _TOLD:
        found = _TOLD[found.model](found)
    return [sheet_of(title, found.order_by("-pk"), columns)]


def with_names(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """With what stands in other rows, looked up row by row: joins would have to be sorted before the first is sent."""
    return rows.annotate(
        customer_name=_of(Customer, "customer_id", "name"),
        contact_number=_of(Contact, "contact_id", "number"),
        first_number=_of(Ticket, "duplicate_of_id", "number"),
        repeated_number=_of(Ticket, "repeat_of_id", "number"),
    )


def _with_things(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """With the number of what an entry is about; of a step of a procedure, of what it was followed for."""
    is_own = Q(subject_kind__in=[kind for kind, _name in THINGS])
    numbers = [
        When(thing=kind, then=_of(model, "thing_id", "number"))
        for kind, model in (("ticket", Ticket), ("contact", Contact), ("work_order", WorkOrder))
    ]
    return rows.annotate(
        thing=Case(When(is_own, then="subject_kind"), default="context_kind"),
        thing_id=Case(When(is_own, then="subject_id"), default="context_id"),
        said=KeyTextTransform("text", "facts"),
    ).annotate(thing_number=Case(*numbers))


# What stands in other rows.
_TOLD: dict[type[Model], Callable[[QuerySet[Any]], QuerySet[Any]]] = {Ticket: with_names, Entry: _with_things}


def _of(model: type[Model], key: str, field: str) -> Subquery:
    return Subquery(model._default_manager.filter(pk=OuterRef(key)).order_by().values(field))


def _asked(wanted: Wanted) -> Asked:
    wish = read(wanted.sent, wanted.user, wanted.at)
    if wish.asked is None:
        raise Refused(" ".join(str(text) for texts in wish.form.errors.values() for text in texts))
    return wish.asked


def _headlines(answer: Answer) -> Sheet:
    found: list[list[Cell]] = []
    for one in answer.report.headlines:
        figure = answer.figure(Address(one.scan, mark=one.mark))
        of = None if one.of is None else answer.figure(Address(one.scan, mark=one.of)).count
        found.append([str(one.title), figure.count, of, figure.was])
    heads = (gettext("Figure"), gettext("Count"), gettext("Of"), gettext("Period before"))
    return Sheet(str(answer.report.title), heads, found, len(found))


def _sheet(table: Table) -> Sheet:
    heads = [str(table.panel.title)]
    for head in table.heads:
        heads += [str(head), gettext("%(head)s, before") % {"head": head}]
    lines: list[list[Cell]] = []
    for row in table.rows:
        line: list[Cell] = [row.label]
        for figure in row.figures:
            line += [figure.count, figure.was]
        lines.append(line)
    return Sheet(str(table.panel.title), tuple(heads), lines, len(lines))


REPORTS = (
    *(Listing(f"report-{one.name}", one.title, Right.READ, partial(tables, one), "desk:reports") for one in ALL),
    *(Listing(f"rows-{one.name}", one.title, Right.READ, partial(rows, one), "desk:reports") for one in ALL),
)
