from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from firstline.bench.building import City, build
from firstline.bench.measures import all_measures
from firstline.bench.measuring import Bench
from firstline.bench.subjects import draw
from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import OPEN_STATES, Ticket
from firstline.journal.models import OutboxItem
from firstline.journal.recording import history_of
from firstline.reference.customers.models import Customer
from firstline.search.querying import query
from tests import builders, cast


@pytest.fixture
def model(db):
    """What the demo would have left: a ticket to be like, somebody to work, and a customer at a place."""
    builders.customer("Carla Customer", location=builders.location())
    cast.sofia()
    return builders.ticket(
        title="No water", words="no water since noon", department=builders.department(), code=builders.code()
    )


def grow(tickets, open_share=0.05):
    city = City(tickets, open_share, Random(3))  # noqa: S311 the same each time
    city.grow(tickets - city.made)


def test_a_city_grows_to_the_size_asked_for(model, settings):
    settings.JOURNAL_READERS = ["notices"]
    grow(60)
    assert (Ticket.objects.count(), Contact.objects.count(), OutboxItem.objects.count()) == (60, 59, 0)
    assert len(query("water", kinds=["ticket"], limit=60)) > 50


def test_tickets_have_a_contact_a_customer_and_a_history(model):
    grow(30, open_share=0.0)
    ticket = Ticket.objects.exclude(pk=model.pk).order_by("pk").first()
    assert ticket is not None
    assert (ticket.contact is not None, ticket.customer, ticket.state) == (True, Customer.objects.get(), "closed")
    assert [entry.verb for entry in history_of(ticket)] == [
        "ticket.opened",
        "ticket.noted",
        "ticket.resolved",
        "ticket.closed",
    ]


def test_the_share_of_open_tickets_is_about_the_one_asked_for(model):
    grow(600, open_share=0.2)
    assert 60 < Ticket.objects.filter(state__in=OPEN_STATES).count() < 180
    oldest = Ticket.objects.order_by("opened_at").values_list("opened_at", flat=True).first()
    assert oldest is not None
    assert timezone.now() - oldest > timedelta(days=365 * 4)


@pytest.mark.django_db(transaction=True)
def test_a_whole_desk_is_built_and_every_measure_can_be_asked_for_within_the_process():
    builders.customer("Carla Customer", location=builders.location())
    by = cast.sofia()
    builders.ticket(title="No water", words="no water", department=builders.department(), code=builders.code())
    said = []
    build(40, 0.5, said.append)
    assert (Ticket.objects.count(), Customer.objects.count(), said[-1]) == (40, 300, "counting words and rows")
    for measure in all_measures(draw(3, by)):
        if measure.subjects:
            assert Bench(0, None, None, by).queries(measure, measure.subjects[0], measure.subjects[-1]) < 40, (
                measure.name
            )
