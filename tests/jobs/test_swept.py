"""What a test with real commits put down is nobody else's."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.jobs import put_down
from tests.jobs.errands import greet


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["Ana", "Luc"])
def test_the_queue_is_empty_after_a_test_that_commits(name):
    assert not ProcrastinateJob.objects.exists()
    assert put_down(greet, name=name)
