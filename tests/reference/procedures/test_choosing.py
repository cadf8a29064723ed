"""The most particular procedure is due, and says why."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.reference.procedures import choosing, publishing, writing
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def laid_down() -> None:
    code = builders.code()
    for key, occasion in {
        "any": {"kind": ""},
        "kind": {"kind": "action"},
        "priority": {"priority": "critical"},
        "category": {"category": code.category},
        "code": {"code": code},
        "code-and-kind": {"code": code, "kind": "information"},
    }.items():
        builders.procedure(builders.step("a"), key=key, **occasion)


@pytest.mark.parametrize(
    ("asked", "key", "because"),
    [
        ({}, "any", "chosen where no other is"),
        ({"kind": "comment"}, "any", "chosen where no other is"),
        ({"kind": "action"}, "kind", "chosen for the kind of contact"),
        ({"kind": "action", "priority": "critical"}, "priority", "chosen for the priority"),
        ({"kind": "action", "code": "Sofa"}, "category", "chosen for the category Bulky waste"),
        ({"code": "Appliance pick-up"}, "code", "chosen for the problem code Appliance pick-up"),
        ({"code": "Appliance pick-up", "priority": "critical", "kind": "action"}, "code", None),
        ({"code": "Appliance pick-up", "kind": "information"}, "code-and-kind", None),
    ],
)
def test_the_most_particular_is_chosen(asked: dict[str, Any], key: str, because: str | None) -> None:
    laid_down()
    facts = {**asked, **({"code": builders.code(asked["code"])} if "code" in asked else {})}
    found = choosing.choose(**facts)
    assert found is not None
    assert found.version.procedure.key == key
    assert because in (None, found.because)


def test_among_equals_the_lower_rank_goes_first_then_the_older() -> None:
    first, second = (builders.procedure(builders.step("a"), key=key, kind="action") for key in "ab")
    found = choosing.choose(kind="action")
    assert found is not None
    assert found.version == first
    writing.set_rank(second.procedure, 1, by=marc())
    found = choosing.choose(kind="action")
    assert found is not None
    assert found.version == second


def test_what_is_retired_withdrawn_or_only_a_draft_is_not_chosen() -> None:
    gone = builders.procedure(builders.step("a"), key="gone", kind="action")
    writing.retire(gone.procedure, by=marc())
    publishing.withdraw(builders.procedure(builders.step("a"), key="taken", kind="action"), by=marc())
    builders.procedure(builders.step("a"), key="draft", state="draft", kind="action")
    assert choosing.choose(kind="action") is None
    assert choosing.due_of(kind="action") == {}


def test_choosing_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    laid_down()
    code = builders.code()
    choosing.choose(kind="action", code=code, priority="regular")
    with django_assert_num_queries(2):
        choosing.choose(kind="action", code=code, priority="regular")
    with django_assert_num_queries(1):
        assert choosing.due_of(code=code).keys() == {"code_id", "procedure"}
