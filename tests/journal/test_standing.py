"""What rarely changes is read once, and read again as soon as one of its rows has changed, however that was done."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from firstline.journal.standing import Standing, along, one_look, steady, written
from firstline.reference.catalogue.models import Department, ProblemCode
from tests.builders import code, department

pytestmark = pytest.mark.django_db


def _departments() -> Standing[list[str]]:
    return Standing(lambda: [row.key for row in Department.objects.order_by("key")], written(Department))


def _codes() -> Standing[str]:
    return Standing(lambda pk: ProblemCode.objects.get(pk=pk).key, written(ProblemCode, "id = %s"), most=8)


def test_what_has_not_changed_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    department("Parks")
    departments = _departments()
    departments.now()
    with django_assert_num_queries(1):
        assert departments.now() == ["Parks"]


def test_a_row_more_a_row_changed_and_a_row_less_are_seen() -> None:
    departments = _departments()
    assert departments.now() == []
    parks = department("Parks")
    assert departments.now() == ["Parks"]
    Department.objects.filter(pk=parks.pk).update(key="Gardens")
    assert departments.now() == ["Gardens"]
    Department.objects.filter(pk=parks.pk).update(key="Lawns")
    assert departments.now() == ["Lawns"]
    parks.delete()
    assert departments.now() == []


def test_what_is_rolled_back_was_never_there() -> None:
    departments = _departments()
    department("Parks")
    with transaction.atomic():
        department("Roads")
        assert departments.now() == ["Parks", "Roads"]
        transaction.set_rollback(True)
    assert departments.now() == ["Parks"]


def test_each_key_stands_by_itself(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    codes, one, other = _codes(), code("Pothole"), code("Lamp")
    assert (codes.now(one.pk), codes.now(other.pk)) == ("Pothole", "Lamp")
    ProblemCode.objects.filter(pk=one.pk).update(key="Hole")
    with django_assert_num_queries(1):
        assert codes.now(other.pk) == "Lamp"
    assert codes.now(one.pk) == "Hole"


def test_one_look_asks_for_all_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    departments, codes, pothole = _departments(), _codes(), code("Pothole")
    departments.now(), codes.now(pothole.pk)
    with django_assert_num_queries(1), one_look((departments, ()), (codes, (pothole.pk,))):
        assert codes.now(pothole.pk) == "Pothole"
        assert departments.now() == ["Public works"]
    ProblemCode.objects.filter(pk=pothole.pk).update(key="Hole")
    assert codes.now(pothole.pk) == "Hole"


def test_a_key_that_was_not_looked_at_is_looked_up_by_itself() -> None:
    codes, one, other = _codes(), code("Pothole"), code("Lamp")
    with one_look((codes, (one.pk,))):
        assert codes.now(other.pk) == "Lamp"


def test_another_question_brings_along_whether_they_have_changed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    departments, codes, pothole = _departments(), _codes(), code("Pothole")
    departments.now(), codes.now(pothole.pk)
    rows = ProblemCode.objects.annotate(seen=along((departments, ""), (codes, "catalogue_problemcode.id")))
    for name in ("Pothole", "Hole"):
        ProblemCode.objects.filter(pk=pothole.pk).update(key=name)
        seen = rows.get(pk=pothole.pk).seen
        with one_look((departments, ()), (codes, (pothole.pk,)), seen=seen):
            assert (departments.now(), codes.now(pothole.pk)) == (["Public works"], name)
            with django_assert_num_queries(0):
                assert (departments.now(), codes.now(pothole.pk)) == (["Public works"], name)


def test_in_a_batch_each_is_looked_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    parks, departments, codes = department("Parks"), _departments(), _codes()
    departments.now()
    with django_assert_num_queries(1), steady():
        with one_look((departments, ())):
            assert departments.now() == ["Parks"]
        assert departments.now() == ["Parks"]
    with steady():
        assert (departments.now(), codes.now(code("Lamp").pk)) == (["Parks"], "Lamp")
        parks.delete()
        assert departments.now() == ["Parks"]
    assert "Parks" not in departments.now()
