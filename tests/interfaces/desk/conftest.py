"""People at the desk's screens."""

import pytest
from django.test import Client

from tests.cast import ana, marc
from tests.interfaces.desk.test_access import signed_in


@pytest.fixture
def reader() -> Client:
    """Who reads articles, and may not change them."""
    return signed_in(ana())


@pytest.fixture
def writer() -> Client:
    """Who may change what is laid down."""
    return signed_in(marc())
