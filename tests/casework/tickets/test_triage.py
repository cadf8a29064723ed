"""Priority and route by what the problem code carries, and what happens when it carries nothing."""

import pytest

from firstline.casework.tickets import triage
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db


def test_the_code_carries_priority_and_support_centre() -> None:
    code = builders.handled_code(centre=builders.centre("Depot"), priority=builders.priority("critical", 2), tier=2)
    assert triage.decide(code) == triage.Triage(
        builders.priority("critical"), triage.BY_CODE, builders.centre("Depot"), 2, triage.BY_CODE
    )


def test_a_code_without_anything_goes_to_the_catch_all_at_the_regular_priority() -> None:
    builders.priority("enterprise", 1)
    regular, everything = builders.priority("regular", 3), builders.catch_all()
    decided = triage.decide(builders.code())
    assert decided == triage.Triage(regular, triage.NO_PRIORITY, everything, 1, triage.NO_CENTRE)


def test_a_ticket_never_goes_nowhere_even_where_no_support_centre_was_set_up() -> None:
    builders.priority()
    decided = triage.decide(builders.code())
    assert list(SupportCentre.objects.all()) == [decided.centre]
    assert (decided.centre.is_catch_all, decided.centre.label) == (True, "Unrouted")


def test_what_is_out_of_service_counts_as_not_carried() -> None:
    gone = SupportCentre.objects.create(key="Gone", labels={"en": "Gone"}, retired_at=NOON)
    old = Priority.objects.create(key="old", labels={"en": "old"}, rank=3, look=3, retired_at=NOON)
    builders.priority()
    decided = triage.decide(builders.handled_code("Old code", centre=gone, priority=old))
    assert (decided.priority_because, decided.route_because) == (triage.NO_PRIORITY, triage.NO_CENTRE)


def test_the_tier_is_never_higher_than_the_centre_has() -> None:
    code = builders.handled_code(centre=builders.centre("Two tiers", tiers=2), tier=3)
    assert triage.decide(code).tier == 2


def test_the_regular_priority_is_the_one_that_looks_regular_else_the_last() -> None:
    builders.priority("enterprise", 1)
    builders.priority("planned", 4)
    assert triage.regular_priority().key == "planned"
    builders.priority("regular", 3)
    assert triage.regular_priority().key == "regular"


def test_without_any_priority_a_plain_sentence_says_what_to_do() -> None:
    with pytest.raises(Refused) as refusal:
        triage.decide(ProblemCode())
    assert str(refusal.value) == (
        "No priority is in service: a manager has to set one up before tickets can be opened."
    )
