import pytest

from firstline.journal.models import OutboxItem
from firstline.journal.quiet import is_quiet, quietly
from firstline.journal.recording import history_of, record
from tests import builders

pytestmark = pytest.mark.django_db


def test_what_is_done_quietly_is_recorded_and_told_to_nobody(settings):
    settings.JOURNAL_READERS = ["notices"]
    customer = builders.customer()
    with quietly():
        record("customer.created", customer, by=None)
    record("customer.changed", customer, by=None)
    assert [entry.verb for entry in history_of(customer)] == ["customer.created", "customer.changed"]
    assert [item.entry.verb for item in OutboxItem.objects.all()] == ["customer.changed"]


def test_silence_ends_with_its_block_and_not_with_an_inner_one():
    with quietly():
        with quietly():
            pass
        assert is_quiet()
    assert not is_quiet()


def test_silence_ends_when_something_goes_wrong_in_it():
    with pytest.raises(ZeroDivisionError), quietly():
        raise ZeroDivisionError
    assert not is_quiet()
