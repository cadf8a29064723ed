"""The differences between two versions."""

import pytest

from firstline.reference.procedures.comparing import differences
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_version_does_not_differ_from_itself() -> None:
    version = builders.procedure(builders.step("a"), builders.step("b"))
    assert differences(version, version) == []


def test_steps_that_came_went_moved_and_changed_are_told() -> None:
    old = builders.procedure(*(builders.step(key) for key in "abcd"), state="past")
    steps = [builders.step(key) for key in ("d", "a", "new", "c")]
    steps[1].texts["say"] = {"en": "A!", "fr": "A !"}
    steps[3].required = True
    new = builders.procedure(*steps)
    builders.branch(steps[3], "end", {"all": []})
    found = [(one.key, one.change, list(one.fields)) for one in differences(old, new)]
    assert found == [
        ("d", "moved", [("position", 4, 1)]),
        ("a", "changed", [("say.en", "A?", "A!"), ("say.fr", "", "A !")]),
        ("new", "added", []),
        ("c", "changed", [("required", False, True), ("branches", [], [({"all": []}, "end")])]),
        ("b", "removed", []),
    ]
