import pytest

from firstline.casework.work_orders.models import Told
from firstline.casework.work_orders.raising import raise_for
from firstline.casework.work_orders.telling import mark_told
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana

pytestmark = pytest.mark.django_db


def test_a_customer_told_by_telephone_is_marked_and_the_story_of_the_ticket_says_so():
    ticket = builders.ticket(customer=builders.customer())
    order = raise_for(ticket, by=ana())
    marked = mark_told(order.links.get(), Told.TELEPHONE, by=ana(), at=builders.NOON)
    assert (marked.told, marked.told_at) == (Told.TELEPHONE, builders.NOON)
    told = history_of(ticket).last()
    assert (told.verb, told.at) == ("work_order.told", builders.NOON)
    assert told.facts == {"ticket": ticket.number, "order": order.number, "was": "not_yet", "now": "telephone"}


def test_a_mark_made_by_mistake_is_taken_back():
    order = raise_for(builders.ticket(customer=builders.customer()), by=ana())
    mark_told(order.links.get(), Told.TELEPHONE, by=ana())
    assert mark_told(order.links.get(), Told.NOT_YET, by=ana()).told_at is None


def test_where_nobody_is_known_nobody_can_be_told():
    order = raise_for(builders.ticket(), by=ana())
    with pytest.raises(Refused):
        mark_told(order.links.get(), Told.TELEPHONE, by=ana())
