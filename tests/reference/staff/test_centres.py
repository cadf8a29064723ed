"""Support centres, their tiers and members, crews and leads."""

from decimal import Decimal

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.staff import centres, crews
from firstline.reference.staff.models import Crew, Membership, Responsibility, SupportCentre
from firstline.reference.staff.shipping import ship_catch_all
from tests import builders
from tests.cast import marc, tomek

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_a_centre_is_made_renamed_and_retired() -> None:
    centre = centres.create_centre({"en": "Street depot"}, tiers=3, by=marc())
    centre = centres.rename_centre(centre, "fr", "Dépôt de voirie", by=marc())
    centre = centres.retire_centre(centre, by=marc(), at=builders.NOON)
    assert (centre.labels["fr"], centre.tiers, centre.retired_at) == ("Dépôt de voirie", 3, builders.NOON)
    assert centres.restore_centre(centre, by=marc()).retired_at is None
    expected = ["created", "renamed", "retired", "restored"]
    assert verbs() == [f"support_centre.{verb}" for verb in expected]


@pytest.mark.parametrize("tiers", [0, 4, 99])
def test_a_centre_has_one_two_or_three_tiers(tiers: int) -> None:
    with pytest.raises(Refused) as refused:
        centres.create_centre({"en": "Depot"}, tiers=tiers, by=marc())
    assert (refused.value.field, SupportCentre.objects.count()) == ("tiers", 0)


def test_a_tier_on_which_somebody_works_cannot_go() -> None:
    centre = builders.centre(tiers=2)
    centres.join_centre(tomek(), centre, 2, by=marc())
    with pytest.raises(Refused, match="Move them first"):
        centres.change_centre(centre, tiers=1, by=marc())
    assert centres.change_centre(centre, tiers=3, by=marc()).tiers == 3


def test_a_member_works_on_one_tier_and_may_change_it_and_leave() -> None:
    centre = builders.centre(tiers=2)
    member = centres.join_centre(tomek(), centre, 1, by=marc())
    assert centres.join_centre(tomek(), centre, 2, by=marc()).pk == member.pk
    centres.join_centre(tomek(), centre, 2, by=marc())
    centres.leave_centre(member, by=marc())
    assert (Membership.objects.count(), verbs()) == (0, ["membership.set", "membership.set", "membership.ended"])


def test_nobody_works_on_a_tier_that_is_not_there() -> None:
    with pytest.raises(Refused):
        centres.join_centre(tomek(), builders.centre(tiers=2), 3, by=marc())


def test_there_is_one_catch_all_and_it_cannot_be_retired() -> None:
    first, second = ship_catch_all(), builders.centre()
    assert ship_catch_all() == first
    with pytest.raises(Refused, match="Appoint another centre"):
        centres.retire_centre(first, by=marc(), at=builders.NOON)
    centres.appoint_catch_all(second, by=marc())
    assert list(SupportCentre.objects.filter(is_catch_all=True)) == [second]


def test_a_crew_has_a_name_of_its_own_and_hours() -> None:
    crew = crews.create_crew(" Crew North ", builders.centre(), by=marc())
    assert (crew.name, crew.hours_a_day) == ("Crew North", 8)
    with pytest.raises(Refused) as refused:
        crews.create_crew("Crew North", builders.centre(), by=marc())
    assert refused.value.field == "name"
    with pytest.raises(Refused) as refused:
        crews.change_crew(crew, hours_a_day=Decimal(0), by=marc())
    assert refused.value.field == "hours_a_day"
    assert crews.change_crew(crew, hours_a_day=Decimal("7.5"), by=marc()).hours_a_day == Decimal("7.5")
    crews.retire_crew(crew, by=marc(), at=builders.NOON)
    assert Crew.objects.get().retired_at == builders.NOON
    assert crews.restore_crew(crew, by=marc()).retired_at is None


def test_a_lead_is_appointed_once_and_released() -> None:
    provider = builders.provider()
    lead = crews.appoint_lead(tomek(), provider.department, provider=provider, by=marc())
    assert crews.appoint_lead(tomek(), provider.department, provider=provider, by=marc()) == lead
    crews.release_lead(lead, by=marc())
    assert (Responsibility.objects.count(), verbs()) == (0, ["responsibility.given", "responsibility.ended"])


def test_a_provider_is_led_within_its_own_department() -> None:
    with pytest.raises(Refused, match="another department"):
        crews.appoint_lead(tomek(), builders.department("Parks"), provider=builders.provider(), by=marc())
