import pytest
from django.db import IntegrityError, transaction

from firstline.journal.copying import copy_in, reserve_ids
from firstline.journal.models import Entry
from firstline.reference.customers.models import Customer
from tests import builders

pytestmark = pytest.mark.django_db


def entry(ident, text):
    return Entry(pk=ident, at=builders.NOON, verb="x.done", subject_kind="x", subject_id=1, facts={"text": text})


@pytest.mark.parametrize("text", ["", "tab\tline\nback\\slash", "\\N", "zażółć 🚒 ภาษา", "'; DROP TABLE x; --"])
def test_rows_are_written_as_they_are(text):
    (ident,) = reserve_ids(Entry, 1)
    assert copy_in([entry(ident, text)]) == 1
    found = Entry.objects.get(pk=ident)
    assert (found.at, found.facts, found.context_id) == (builders.NOON, {"text": text}, None)


def test_columns_that_follow_from_others_are_filled():
    (ident,) = reserve_ids(Customer, 1)
    copy_in([Customer(pk=ident, name="Łucja Żak")])
    assert Customer.objects.get(pk=ident).name_key == "lucja zak"


def test_ids_that_were_reserved_are_not_given_again():
    first, second = reserve_ids(Customer, 2)
    assert builders.customer().pk > second > first


def test_nothing_is_written_when_one_row_breaks_a_rule():
    (ident,) = reserve_ids(Entry, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in([entry(ident, "a"), entry(ident, "b")])
    assert not Entry.objects.filter(pk=ident).exists()


def test_no_rows_are_no_work(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert copy_in([]) == 0
