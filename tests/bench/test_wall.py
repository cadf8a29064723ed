"""The measurement of the wall."""

import pytest

from firstline.bench.wall import all_figures
from firstline.reference.staff.models import WallLink
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_refresh_is_measured_after_a_change_and_without_one():
    builders.ticket()
    assert [(one.unit, one.value > 0) for one in all_figures(lambda: 0.0)] == [("ms", True)] * 2
    assert WallLink.objects.filter(retired_at=None).count() == 0


def test_there_need_not_be_any_ticket():
    assert [one.value for one in all_figures(lambda: 0.0)] == [0, 0]
