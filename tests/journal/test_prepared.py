from datetime import timedelta

import pytest
from django.db import transaction

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Look, Ticket
from firstline.journal.prepared import Prepared, keep
from firstline.journal.recording import history_of, record
from firstline.reference.customers.models import Customer
from tests import builders, cast

pytestmark = pytest.mark.django_db


def test_a_prepared_question_finds_what_the_query_would(django_assert_num_queries):
    tickets = [builders.ticket(title=title) for title in ("Water", "Lamp")]
    asked = Prepared(lambda number: Ticket.objects.filter(number=number).select_related("centre", "assignee"), int)
    for ticket in tickets * 2:
        with django_assert_num_queries(1):
            found = asked.get(ticket.number)
            assert (found, found.title, found.centre, found.assignee) == (ticket, ticket.title, ticket.centre, None)
            assert found.changed_in == ticket.changed_in
    assert asked.first(10**9) is None
    with pytest.raises(Ticket.DoesNotExist):
        asked.get(10**9)


def test_values_of_several_types_go_where_they_belong():
    ticket, ana, sofia = builders.ticket(), cast.ana(), cast.sofia()
    for user, minutes in ((ana, 1), (sofia, 3)):
        Look.objects.create(ticket=ticket, user=user, seen_at=builders.NOON + timedelta(minutes=minutes))
    asked = Prepared(
        lambda since, but, key: (
            Look.objects.filter(seen_at__gt=since, ticket=key).exclude(user=but).order_by("seen_at")
        ),
        *(type(builders.NOON), int, int),
    )
    assert [one.user for one in asked.all(builders.NOON, 0, ticket.pk)] == [ana, sofia]
    assert [one.user for one in asked.all(builders.NOON + timedelta(minutes=2), 0, ticket.pk)] == [sofia]
    assert [one.user for one in asked.all(builders.NOON, sofia.pk, ticket.pk)] == [ana]


def test_only_the_columns_asked_for_are_read():
    customer = builders.customer("Carla Customer")
    found = Prepared(lambda key: Customer.objects.filter(pk=key).only("name"), int).get(customer.pk)
    assert (found.name, found.get_deferred_fields() >= {"language"}) == ("Carla Customer", True)
    assert found.language == customer.language


def test_a_row_can_be_locked():
    contact = builders.contact()
    asked = Prepared(lambda key: Contact.objects.select_for_update().filter(pk=key), int)
    with transaction.atomic():
        assert asked.get(contact.pk) == contact
    assert asked.statement is not None
    assert asked.statement.sql.endswith("FOR UPDATE")


def test_entries_of_a_verb_are_found_in_the_history_of_their_subject():
    ticket = builders.ticket()
    before = history_of(ticket).count()
    entry = record("ticket.noted", ticket, by=None, facts={"text": "one"})
    assert (history_of(ticket).count(), history_of(ticket).last()) == (before + 1, entry)


def test_rows_that_are_known_are_not_asked_for_again(django_assert_num_queries):
    ticket = builders.ticket()
    customer = builders.customer("Carla Customer")
    keep(customer, "tickets", [ticket])
    with django_assert_num_queries(0):
        assert list(customer.tickets.all()) == [ticket]
    assert customer.tickets.filter(pk=ticket.pk).count() == 0
