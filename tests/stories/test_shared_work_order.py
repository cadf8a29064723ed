"""A second caller's problem joins the work order that already covers it; completing it resolves both."""

import pytest

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import State
from firstline.casework.work_orders.models import WorkOrder
from tests import builders
from tests.cast import ana, tomek
from tests.stories.desk import Caller, sign_in, telephone_rings

pytestmark = pytest.mark.django_db


def about_a_leak(call: Caller, caller: str, place: object, code: object, words: str) -> Contact:
    """What both callers do alike: who they are, where, and what."""
    call.press("kind/", kind="action")
    call.type_all(caller_name=caller, words=words, code=code.pk)  # type: ignore[attr-defined]
    call.type("place", str(place), place.pk)  # type: ignore[attr-defined]
    return call.contact


def test_a_second_caller_joins_the_work_order_and_both_are_resolved_by_completing_it() -> None:
    here, across = (
        builders.location("12 Ferry Street", 42.3, -71.1),
        builders.location("13 Ferry Street", 42.3003, -71.1),
    )
    leak = builders.handled_code("Water main broken", requires_location=True)
    analyst, technician = sign_in(ana()), sign_in(tomek())

    first = telephone_rings(analyst)
    about_a_leak(first, "Noah Doyle", here, leak, "Water is shooting out of the road")
    first.press("tickets/")
    ticket = first.contact.tickets.get()
    part = technician.get(f"/tickets/{ticket.number}/work-orders/", headers={"HX-Request": "true"}).content.decode()
    assert "Raise: Collect an appliance" in part
    technician.post(f"/tickets/{ticket.number}/work-orders/")
    order = WorkOrder.objects.get()
    assert (order.place, order.crew, order.tasks.count()) == (str(here), builders.crew(), 2)

    second = telephone_rings(analyst)
    about_a_leak(second, "Ruth Carter", across, leak, "The street is under water")
    assert f"W{order.number}" in second.screen() or order.title in second.screen()
    second.press("tickets/covered/", order=order.number)
    joined = second.contact.tickets.get()
    assert [link.ticket for link in order.links.order_by("pk")] == [ticket, joined]

    technician.post(f"/work-orders/{order.number}/start/")
    technician.post(f"/work-orders/{order.number}/completion/", {"result": "The main is mended."})

    for solved in (ticket, joined):
        solved.refresh_from_db()
        assert (solved.state, solved.resolution) == (State.RESOLVED, "The main is mended.")
    page = technician.get(f"/work-orders/{order.number}/").content.decode()
    assert all(str(solved.number) in page for solved in (ticket, joined))
    assert "The main is mended." in analyst.get(f"/tickets/{joined.number}/").content.decode()

    technician.post(f"/work-orders/{order.number}/reopening/", {"reason": "It leaks again."})
    assert {t.state for t in order.tickets.all()} == {State.PLANNED}
