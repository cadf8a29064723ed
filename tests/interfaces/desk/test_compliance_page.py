"""The rows behind the figures of compliance: only what a person may see is named."""

import pytest

from firstline.casework.reports.compliance import Due
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.compliance_page import numbers_of
from firstline.interfaces.desk.order_reach import visible_tickets
from tests import builders
from tests.builders import NOON
from tests.cast import ana

pytestmark = pytest.mark.django_db


def due(kind: str, ident: int) -> Due:
    return Due(kind, ident, at=NOON, procedure=1, code=None, analyst=None)


def test_tickets_of_departments_out_of_reach_have_no_number() -> None:
    ours, theirs = builders.department("Ours"), builders.department("Theirs")
    seen, hidden = builders.ticket(department=ours), builders.ticket(department=theirs)
    user = ana()
    user.departments.set([ours])
    found = [due("ticket", seen.pk), due("ticket", hidden.pk), due("contact", hidden.pk)]
    assert numbers_of(visible_tickets(user), "ticket", found) == {seen.pk: seen.number}
    assert numbers_of(Ticket.objects.all(), "ticket", found) == {one.pk: one.number for one in (seen, hidden)}
