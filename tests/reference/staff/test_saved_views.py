"""Lists kept under a name."""

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.staff import saved_views
from firstline.reference.staff.models import SavedView
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def views() -> list[tuple[str, str, str]]:
    return list(SavedView.objects.order_by("pk").values_list("screen", "name", "query"))


def test_the_same_name_again_replaces_what_was_kept() -> None:
    saved_views.keep_view("queue", " My \x00 centre ", "centre=1", by=ana())
    saved_views.keep_view("queue", "My centre", "centre=2", by=ana())
    saved_views.keep_view("contacts", "My centre", "kind=action", by=ana())
    assert views() == [("queue", "My centre", "centre=2"), ("contacts", "My centre", "kind=action")]


@pytest.mark.parametrize(("name", "query"), [(" \x00", ""), ("x" * 81, ""), ("x", "y" * 1001)])
def test_a_view_has_a_name_and_neither_is_endless(name: str, query: str) -> None:
    with pytest.raises(Refused) as refusal:
        saved_views.keep_view("queue", name, query, by=ana())
    assert (refusal.value.field, views()) == ("name", [])


def test_there_is_an_end_to_views_but_not_to_changing_one() -> None:
    for number in range(saved_views.MOST):
        saved_views.keep_view("queue", f"View {number}", "", by=ana())
    with pytest.raises(Refused) as refusal:
        saved_views.keep_view("queue", "One more", "", by=ana())
    assert str(refusal.value) == "You keep 20 views already: remove one first."
    saved_views.keep_view("queue", "View 7", "tier=2", by=ana())
    saved_views.keep_view("queue", "One more", "", by=tomek())
    assert (SavedView.objects.get(name="View 7").query, SavedView.objects.count()) == ("tier=2", saved_views.MOST + 1)


def test_a_view_is_removed_once_and_only_by_its_owner() -> None:
    view = saved_views.keep_view("queue", "My centre", "centre=1", by=ana())
    with pytest.raises(Refused) as refusal:
        saved_views.remove_view(view, by=tomek())
    assert str(refusal.value) == "This view is not kept any more."
    saved_views.remove_view(view, by=ana())
    with pytest.raises(Refused):
        saved_views.remove_view(view, by=ana())
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == [
        "saved_view.kept",
        "saved_view.removed",
    ]
