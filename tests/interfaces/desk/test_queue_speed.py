"""What a page of the queue costs in queries, warm and cold; and that what is drawn from memory is never old."""

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import assignment, correction
from firstline.casework.tickets.models import Ticket
from firstline.reference.staff.models import Membership
from tests import builders
from tests.cast import sofia, tomek

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    Membership.objects.create(user=sofia(), centre=builders.centre(), tier=1)
    return client


def test_a_page_costs_at_most_eight_queries(client, django_assert_max_num_queries: DjangoAssertNumQueries):
    tickets = [builders.ticket(assignee=tomek(), customer=builders.customer()) for _ in range(60)]
    # session, person, departments, queues, views, counts, rows, and what the rows show
    with django_assert_max_num_queries(8):
        client.get("/queue/")
    # a moment later the queues are remembered, and the rows as they were drawn
    with django_assert_max_num_queries(6):
        client.get("/queue/")
    # when something has happened, it is counted again and what has changed is drawn again
    correction.correct(tickets[0], "title", "Lamp", seen=1, by=tomek())
    with django_assert_max_num_queries(8):
        client.get("/queue/")


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, django_assert_max_num_queries: DjangoAssertNumQueries
):
    builders.ticket()
    caches["template_fragments"].clear()
    with django_assert_max_num_queries(8):
        client.get("/queue/")


def test_a_row_that_has_changed_is_drawn_anew(client):
    ticket = builders.ticket(title="Before")
    assert "Before" in client.get("/queue/").content.decode()
    correction.correct(ticket, "title", "After", seen=1, by=None)
    assignment.take(ticket, by=tomek())
    page = client.get("/queue/").content.decode()
    assert ("Before" in page, "After" in page, "Tomek Nowak" in page) == (False, True, True)


def test_each_reader_sees_rows_in_their_own_language(client):
    builders.ticket()
    assert "new</span>" in client.get("/queue/").content.decode()
    french = tomek()
    french.language = "fr"
    french.save()
    client.force_login(french)
    page = client.get("/queue/").content.decode()
    assert 'lang="fr"' in page
    assert Ticket.objects.count() == 1
