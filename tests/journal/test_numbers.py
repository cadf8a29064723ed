import pytest
from django.db import transaction

from firstline.journal.numbers import next_number, reserve

pytestmark = pytest.mark.django_db


def test_numbers_follow_one_another():
    assert [next_number("contact") for _ in range(3)] == [1, 2, 3]


def test_each_series_counts_for_itself():
    assert (next_number("contact"), next_number("ticket")) == (1, 1)


def test_a_number_of_a_transaction_that_failed_is_given_again():
    with transaction.atomic():
        next_number("contact")
        transaction.set_rollback(True)
    assert next_number("contact") == 1


def test_a_range_is_reserved_in_one_piece():
    first = reserve("ticket", 100)
    assert (first, next_number("ticket")) == (1, 101)
