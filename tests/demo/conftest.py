"""The shown city, loaded once for all tests of it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from firstline.demo.loading import load

NOW = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="package")
def city(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """What the loading said of itself. All of it is taken back at the end."""
    steps: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        load(NOW, steps.append)
        yield steps
        transaction.set_rollback(True)
