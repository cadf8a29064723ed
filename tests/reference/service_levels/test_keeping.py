"""Priorities: four are shipped, all may be renamed, reordered and retired."""

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import keeping
from firstline.reference.service_levels.models import Priority
from firstline.reference.service_levels.shipping import ship_priorities
from tests.builders import NOON
from tests.cast import marc

pytestmark = pytest.mark.django_db


def in_order() -> list[tuple[int, str]]:
    return list(Priority.objects.filter(retired_at=None).values_list("rank", "key"))


def test_four_are_shipped_once_in_all_languages() -> None:
    ship_priorities()
    shipped = ship_priorities()
    assert in_order() == [
        (1, "enterprise_failure"),
        (2, "critical_situation"),
        (3, "regular_service"),
        (4, "planned_event"),
    ]
    assert [priority.missing_languages for priority in shipped] == [[], [], [], []]
    assert [priority.look for priority in shipped] == [1, 2, 3, 4]


def test_a_company_that_has_its_own_is_shipped_none() -> None:
    keeping.create_priority({"en": "Now"}, by=marc())
    ship_priorities()
    assert in_order() == [(1, "Now")]


def test_priorities_change_places() -> None:
    one, two, three, four = ship_priorities()
    keeping.reorder([four, one, two, three], by=marc())
    keeping.reorder([four, one, two, three], by=marc())
    assert in_order() == [
        (1, "planned_event"),
        (2, "enterprise_failure"),
        (3, "critical_situation"),
        (4, "regular_service"),
    ]
    assert Entry.objects.filter(verb="priority.reordered").count() == 1


def test_an_order_that_leaves_one_out_is_refused() -> None:
    one, two, *_others = ship_priorities()
    with pytest.raises(Refused, match="changed in the meantime"):
        keeping.reorder([two, one], by=marc())


def test_a_retired_priority_makes_room_and_comes_back_last() -> None:
    one, *_others = ship_priorities()
    keeping.retire_priority(one, by=marc(), at=NOON)
    assert [key for _rank, key in in_order()] == ["critical_situation", "regular_service", "planned_event"]
    keeping.restore_priority(one, by=marc())
    assert in_order()[-1] == (5, "enterprise_failure")


def test_the_last_priority_stays() -> None:
    only = keeping.create_priority({"en": "Now"}, by=marc())
    with pytest.raises(Refused, match="last priority"):
        keeping.retire_priority(only, by=marc(), at=NOON)


def test_label_and_look_change() -> None:
    priority = keeping.create_priority({"en": "Now"}, by=marc())
    keeping.rename_priority(priority, "pl", "Teraz", by=marc())
    assert keeping.change_look(priority, 1, by=marc()).labels == {"en": "Now", "pl": "Teraz"}
    for look in (0, 5):
        with pytest.raises(Refused):
            keeping.change_look(priority, look, by=marc())
    with pytest.raises(Refused, match="of this name"):
        keeping.create_priority({"en": "Now"}, by=marc())
