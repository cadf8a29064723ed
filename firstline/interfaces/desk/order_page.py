"""What the page of a work order shows: read once, part by part as the template asks for it."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString

from firstline.casework.tickets.nearness import point_of
from firstline.casework.work_orders.bulletin import standing
from firstline.casework.work_orders.models import Link, Notice, Task, Told, WorkOrder
from firstline.interfaces.desk.access import signed_in
from firstline.interfaces.desk.drawn import joined
from firstline.interfaces.desk.forms.work_orders import FieldsForm, TaskForm, TickForm
from firstline.interfaces.desk.order_acts import ACTS, FIRST, Asked
from firstline.interfaces.desk.order_reach import find_order
from firstline.interfaces.desk.timeline import Timeline, timeline_of
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

ROWS = 50
UNTOLD = [Told.NOT_YET, Told.QUEUED, Told.FAILED]


@dataclass(frozen=True)
class Tally:
    """How many tickets an order has, how many of their customers know the news, and how many can be told at all."""

    tickets: int
    told: int
    to_tell: int


@dataclass(frozen=True)
class OrderPage:
    """A work order as its page shows it to one person: tickets from the one linked `after`, its story until `before`.

    `task_form` and `ticked` (with the key of its task) are forms that were refused, with what was typed; `focus` is the
    id of the control to go on with.
    """

    order: WorkOrder
    user: User
    after: int = 0
    before: int | None = None
    task_form: TaskForm | None = None
    ticked: tuple[int, TickForm] | None = None
    focus: str = ""

    @property
    def may_write(self) -> bool:
        return self.order.is_open and may(self.user, Right.WORK_ORDERS)

    @property
    def may_tell(self) -> bool:
        return may(self.user, Right.WORK_ORDERS)

    @property
    def point(self) -> str:
        """Where it is, as maps take it."""
        point = point_of(self.order.latitude, self.order.longitude)
        return f"{point.latitude:.6f}, {point.longitude:.6f}" if point else ""

    @cached_property
    def form(self) -> FieldsForm:
        return FieldsForm(order=self.order)

    @cached_property
    def acts(self) -> list[Asked]:
        """What the reader may do with the order as it stands."""
        possible = [act for act in ACTS.values() if may(self.user, act.right) and act.is_possible(self.order)]
        return [Asked(act, None, self.order) for act in possible]

    @property
    def first_acts(self) -> list[Asked]:
        return [asked for asked in self.acts if asked.act.name in FIRST]

    @property
    def more_acts(self) -> list[Asked]:
        return [asked for asked in self.acts if asked.act.name not in FIRST]

    @cached_property
    def tasks(self) -> list[Task]:
        return list(self.order.tasks.select_related("done_by"))

    @cached_property
    def ticks(self) -> list[tuple[Task, TickForm]]:
        """Each task with the form that ticks it off."""
        refused = dict([self.ticked]) if self.ticked else {}
        return [(task, refused.get(task.pk) or TickForm(auto_id=f"id_task_{task.pk}_%s")) for task in self.tasks]

    @property
    def new_task(self) -> TaskForm:
        return self.task_form or TaskForm(auto_id="id_task_%s")

    @cached_property
    def done(self) -> int:
        return sum(task.done_at is not None for task in self.tasks)

    @cached_property
    def tally(self) -> Tally:
        known = Q(ticket__customer__isnull=False)
        found = self.order.links.aggregate(
            tickets=Count("pk"), to_tell=Count("pk", filter=known), told=Count("pk", filter=known & ~Q(told__in=UNTOLD))
        )
        return Tally(**found)

    @cached_property
    def links(self) -> list[Link]:
        """One page of the linked tickets with their customers, in the order in which they were linked."""
        rows = self.order.links.select_related("ticket__customer", "ticket__priority").filter(pk__gt=self.after)
        return list(rows.order_by("pk")[: ROWS + 1])

    @property
    def shown_links(self) -> list[Link]:
        return self.links[:ROWS]

    @property
    def next_links(self) -> str:
        return f"?after={self.links[ROWS - 1].pk}#tickets" if len(self.links) > ROWS else ""

    @cached_property
    def story(self) -> Timeline:
        return timeline_of(self.order, before=self.before, now=timezone.now())

    @property
    def story_drawn(self) -> SafeString:
        return joined(self.story.pieces)

    @cached_property
    def notices(self) -> list[Notice]:
        """What the bulletin says of it, now or soon."""
        return list(standing(timezone.now()).filter(order=self.order))


def answered(
    request: HttpRequest, order: WorkOrder, *, refusal: Refused | None = None, told: str = "", **how: Any
) -> HttpResponse:
    """After an act on the order: its page anew for htmx, its address for everybody else.

    `refusal` says why the act could not be done, `told` what was done; `how` are those facts of `OrderPage` that depend
    on it: forms to be filled in better, the control to go on with.
    """
    if "HX-Request" not in request.headers and not how.keys() - {"focus"}:
        if refusal or told:
            (messages.error if refusal else messages.success)(request, str(refusal or told))
        return redirect("desk:work_order", number=order.number)
    page = OrderPage(find_order(request, order.number), signed_in(request), **how)
    template = "desk/work_orders/order.html"
    response = render(
        request,
        f"{template}#order" if "HX-Request" in request.headers else template,
        {"page": page, "order": page.order},
    )
    if refusal or told:
        toast = {"text": str(refusal or told), "tone": "bad" if refusal else "good"}
        response["HX-Trigger"] = json.dumps({"toast": toast})
    return response


def refused_in(form: forms.Form, refusal: Refused) -> None:
    """Show a refusal beside the field that is to blame, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
