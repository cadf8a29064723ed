"""A job is put down with what caused it, or not at all."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.jobs import put_down
from tests.jobs.errands import greet

pytestmark = pytest.mark.django_db


def waiting():
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args", "scheduled_at"))


def test_a_job_waits_under_the_name_of_its_function():
    assert put_down(greet, name="Ana")
    assert waiting() == [("tests.jobs.errands.greet", {"name": "Ana"}, None)]


def test_what_is_rolled_back_was_never_put_down():
    with transaction.atomic():
        put_down(greet, name="Ana")
        transaction.set_rollback(True)
    assert waiting() == []


def test_a_job_can_be_for_later():
    later = datetime(2040, 1, 1, tzinfo=UTC)
    put_down(greet, at=later, name="Ana")
    assert [at for _name, _facts, at in waiting()] == [later]


def test_of_several_with_one_key_the_first_is_kept_and_the_transaction_goes_on():
    with transaction.atomic():
        answers = [put_down(greet, key="once", name=name) for name in ("Ana", "Luc")]
        put_down(greet, name="Ola")
    assert answers == [True, False]
    assert [facts["name"] for _name, facts, _at in waiting()] == ["Ana", "Ola"]


def test_a_job_is_still_a_function():
    assert greet.func("Ana") is None
