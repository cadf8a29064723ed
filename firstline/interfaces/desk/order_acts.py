"""What can be done with a work order from its page: one table, from which buttons, dialogs and forms are drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.models import OPEN_STATES as OPEN_TICKETS
from firstline.casework.work_orders.models import State, WorkOrder
from firstline.casework.work_orders.states import may_move
from firstline.interfaces.desk.forms.bulletin import NoticeForm
from firstline.interfaces.desk.forms.work_orders import (
    AppointmentForm,
    CompletionForm,
    LinkForm,
    PlanForm,
    ReasonForm,
)
from firstline.reference.staff.roles import Right

# What stands as a button by itself, and which of them is the one to press next in each stage.
FIRST = ("planning", "release", "start", "completion", "reopening", "tickets")
NEXT = {
    "unplanned": "planning",
    State.PLANNED: "release",
    State.RELEASED: "start",
    State.IN_PROGRESS: "completion",
}
FormMaker = Callable[[WorkOrder, Mapping[str, Any] | None], forms.Form]


@dataclass(frozen=True)
class Act:
    """One act: its name is the last word of its address, `ask` makes its form; without a form the button does it.

    A form stands in a dialog, or (`on_page`) on a page of its own where it would be too long.
    """

    name: str
    label: str | Promise
    icon: str
    is_possible: Callable[[WorkOrder], bool]
    ask: FormMaker | None = None
    key: str = ""
    button: str | Promise = ""
    tone: str = ""
    told: str | Promise = ""
    on_page: bool = False
    right: Right = Right.WORK_ORDERS

    @property
    def has_form(self) -> bool:
        return self.ask is not None

    def form(self, order: WorkOrder, sent: Mapping[str, Any] | None = None) -> forms.Form | None:
        form = self.ask(order, sent) if self.ask else None
        if form is not None:
            # A dialog gives the focus to the first field, not to its close button.
            form.visible_fields()[0].field.widget.attrs["autofocus"] = True
        return form


@dataclass(frozen=True)
class Asked:
    """An act on one order with its form, as it was asked for or as it was sent."""

    act: Act
    form: forms.Form | None
    order: WorkOrder

    @property
    def url(self) -> str:
        return reverse(f"desk:work_order_{self.act.name}", args=[self.order.number])

    @property
    def is_next(self) -> bool:
        """Whether it is what usually comes next."""
        return NEXT.get(_stage(self.order)) == self.act.name

    @property
    def ticket_count(self) -> int:
        """How many tickets completing the order would resolve."""
        return self.order.tickets.filter(state__in=OPEN_TICKETS).count()

    @property
    def undone_count(self) -> int:
        return self.order.tasks.filter(done_at=None).count()


def _stage(order: WorkOrder) -> str:
    return "unplanned" if order.state == State.PLANNED and not ACTS["release"].is_possible(order) else order.state


def _auto_id(name: str) -> str:
    return f"id_{name}_%s"


def _plain(name: str, form: type[forms.Form]) -> FormMaker:
    return lambda _order, sent: form(sent, auto_id=_auto_id(name))


def _is_open(order: WorkOrder) -> bool:
    return order.is_open


def _is_waiting(order: WorkOrder) -> bool:
    return order.state in (State.PLANNED, State.RELEASED)


_ALL = [
    Act(
        "planning",
        _("Plan"),
        "calendar-clock",
        _is_open,
        lambda order, sent: PlanForm(sent, order=order, auto_id=_auto_id("planning")),
        key="p",
        button=_("Plan it so"),
        told=_("Planned."),
    ),
    Act(
        "release",
        _("Release"),
        "circle-arrow-right",
        lambda order: order.state == State.PLANNED and order.crew_id is not None and order.planned_start is not None,
        key="r",
        told=_("Released to the crew."),
    ),
    Act("start", _("Start"), "play", _is_waiting, key="s", told=_("Started.")),
    Act(
        "completion",
        _("Complete"),
        "circle-check-big",
        lambda order: may_move(order, State.COMPLETED),
        _plain("completion", CompletionForm),
        key="c",
        button=_("Complete and resolve the tickets"),
        told=_("Completed: its tickets are resolved."),
    ),
    Act(
        "reopening",
        _("Reopen"),
        "rotate-ccw",
        lambda order: not order.is_open,
        _plain("reopening", ReasonForm),
        key="r",
        button=_("Reopen it and its tickets"),
        told=_("Reopened, and its tickets with it."),
    ),
    Act(
        "tickets",
        _("Link a ticket"),
        "link",
        _is_open,
        _plain("tickets", LinkForm),
        key="l",
        button=_("Link it"),
        told=_("Linked."),
    ),
    Act(
        "appointment",
        _("Appointment"),
        "calendar-check",
        _is_open,
        lambda order, sent: AppointmentForm(sent, order=order, auto_id=_auto_id("appointment")),
        button=_("Keep the appointment"),
        told=_("The appointment is noted."),
    ),
    Act(
        "announcement",
        _("Announce"),
        "megaphone",
        _is_open,
        lambda order, sent: NoticeForm(sent, order=order, auto_id=_auto_id("announcement")),
        button=_("Put it on the bulletin"),
        told=_("Announced on the bulletin."),
        on_page=True,
        right=Right.MOVE_WORK,
    ),
    Act(
        "unplanning",
        _("Take out of the plan"),
        "calendar-x",
        lambda order: _is_waiting(order) and order.planned_start is not None,
        told=_("Taken out of the plan."),
    ),
    Act(
        "cancellation",
        _("Cancel the order"),
        "circle-x",
        _is_open,
        _plain("cancellation", ReasonForm),
        button=_("Cancel the work order"),
        tone="danger",
        told=_("Cancelled: its tickets are in progress again."),
    ),
]
ACTS = {act.name: act for act in _ALL}
