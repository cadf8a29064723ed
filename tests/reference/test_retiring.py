"""What was used once is retired and not deleted."""

import pytest

from firstline.journal.models import Entry
from firstline.reference.retiring import set_aside, take_up
from firstline.reference.staff.models import Crew
from tests import builders
from tests.builders import NOON
from tests.cast import marc

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, object]]:
    return [(entry.verb, entry.at) for entry in Entry.objects.order_by("id")]


def test_a_row_is_retired_once_with_one_entry() -> None:
    crew = builders.crew()
    assert [set_aside(crew, "crew", by=marc(), at=NOON) for _ in range(2)] == [True, False]
    kept = Crew.objects.get()
    assert (kept.retired_at, kept.is_retired, entries()) == (NOON, True, [("crew.retired", NOON)])


def test_a_row_in_use_cannot_be_taken_up() -> None:
    crew = builders.crew()
    assert (take_up(crew, "crew", by=marc()), entries()) == (False, [])
    set_aside(crew, "crew", by=marc(), at=NOON)
    assert take_up(crew, "crew", by=marc(), at=NOON) is True
    assert (Crew.objects.get().is_retired, entries()) == (False, [("crew.retired", NOON), ("crew.restored", NOON)])


def test_only_the_moment_is_written() -> None:
    crew = builders.crew()
    Crew.objects.update(name="Crew 2")
    set_aside(crew, "crew", by=marc(), at=NOON)
    assert Crew.objects.get().name == "Crew 2"
