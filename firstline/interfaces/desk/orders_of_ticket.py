"""What a ticket's page says about work orders: those it is linked to, and open ones that already cover it."""

from dataclasses import dataclass
from functools import cached_property

from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.linking import BY_HAND
from firstline.casework.work_orders.models import Link, WorkOrder
from firstline.casework.work_orders.similar import Similar, problem_of, similar_open
from firstline.interfaces.desk.access import department_limits
from firstline.interfaces.desk.forms.work_orders import TitleForm
from firstline.interfaces.desk.order_reach import visible_orders
from firstline.journal.refusal import Refused
from firstline.reference.handling.models import StandardWorkOrder
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

FEW = 5


@dataclass(frozen=True)
class OrdersOfTicket:
    """`form` is a title that was refused, `refusal` why something could not be done."""

    ticket: Ticket
    user: User
    form: TitleForm | None = None
    refusal: Refused | None = None

    @property
    def may_write(self) -> bool:
        return self.ticket.is_open and may(self.user, Right.WORK_ORDERS)

    @cached_property
    def links(self) -> list[Link]:
        """The work orders that are done for it, newest first."""
        orders = visible_orders(self.user).filter(links__ticket=self.ticket)
        rows = Link.objects.filter(ticket=self.ticket, order__in=orders)
        return list(rows.select_related("order__crew").order_by("-pk"))

    @cached_property
    def similar(self) -> list[Similar]:
        """Open orders that may cover it already; nobody links to them whom nothing lets."""
        if not self.may_write:
            return []
        linked = [link.order_id for link in self.links]
        limits = department_limits(self.user) or None
        return similar_open(problem_of(self.ticket), departments=limits, without=linked, limit=FEW)

    @cached_property
    def standard(self) -> StandardWorkOrder | None:
        """What the ticket's code would be raised from in one step."""
        if self.ticket.code_id is None:
            return None
        standards = StandardWorkOrder.objects.filter(handlings__code=self.ticket.code_id, retired_at=None)
        return standards.select_related("crew").first()

    @cached_property
    def title_form(self) -> TitleForm:
        return self.form or TitleForm(auto_id="id_order_%s")


def why(ticket: Ticket, order: WorkOrder, user: User) -> str:
    """The reasons for which an order was shown beside a ticket, as a link keeps them."""
    limits = department_limits(user) or None
    shown = similar_open(problem_of(ticket), departments=limits, limit=50)
    reasons = next((hit.reasons for hit in shown if hit.order.pk == order.pk), [])
    return ", ".join(reasons) or BY_HAND
