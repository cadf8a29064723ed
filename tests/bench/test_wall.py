"""The measurement of the wall."""

from time import process_time

import pytest
from django.test import Client

from firstline.bench.wall import figures
from firstline.casework.reports import room
from firstline.reference.staff.models import WallLink
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_known():
    room.forget()


def asked(address):
    assert Client(headers={"HX-Request": "true"}).get(address).status_code == 200


def test_a_refresh_is_measured_after_a_change_and_without_one():
    builders.ticket()
    found = figures(asked, process_time, rounds=1, after=0)
    assert [(one.unit, one.value > 0) for one in found] == [("ms", True)] * 2
    assert WallLink.objects.filter(retired_at=None).count() == 0


def test_there_need_not_be_any_ticket():
    assert [one.value for one in figures(asked, process_time)] == [0, 0]
