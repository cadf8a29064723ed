"""Priority and route: by criteria, else by the matrix, else by what the problem code carries, else by what is left."""

import pytest

from firstline.casework.tickets import triage
from firstline.casework.tickets.triage import Triage
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.service_levels import keeping, laid_down, matrix
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.centres import retire_centre
from firstline.reference.staff.models import Membership, SupportCentre
from tests import builders
from tests.builders import NOON
from tests.casework.tickets.laying_down import ALWAYS, ask, put_in_use, rules
from tests.cast import ana, marc, rita, tomek

pytestmark = pytest.mark.django_db
FAX = ask("channel", "any_of", ["fax"])


def decide(code: ProblemCode | None = None, **facts: object) -> Triage:
    return triage.decide(code or builders.handled_code(), facts, laid_down.current())


def test_the_first_row_that_matches_decides_and_its_reason_is_kept() -> None:
    critical, regular = builders.priority("critical", 2), builders.priority()
    many = ask("people_affected", "at_least", 50)
    put_in_use(
        "priority",
        {"condition": many, "priority": critical, "because": {"en": "Many people", "fr": "Beaucoup de gens"}},
        {"condition": {"all": [many, FAX]}, "priority": regular},
        {"condition": FAX, "priority": critical},
    )
    found = [decide(people_affected=60, channel="fax"), decide(channel="fax"), decide(people_affected=3)]
    assert [(one.priority, one.priority_because) for one in found] == [
        (critical, "Many people"),
        (critical, "channel is fax"),
        (regular, triage.BY_CODE),
    ]


def test_the_matrix_is_asked_after_the_criteria_and_before_the_code() -> None:
    ranked = [builders.priority(key, rank) for rank, key in enumerate(("first", "second", "regular", "fourth"), 1)]
    matrix.lay_down(matrix.by_sum(ranked), by=marc())
    put_in_use("priority", {"condition": FAX, "priority": ranked[3]})
    found = [decide(impact=1, urgency=2), decide(impact=1, urgency=1, channel="fax"), decide(impact=1)]
    assert [(one.priority.key, one.priority_because) for one in found] == [
        ("second", triage.BY_MATRIX),
        ("fourth", "channel is fax"),
        ("regular", triage.BY_CODE),
    ]


def test_a_row_routes_to_a_centre_and_tier_and_may_ask_for_the_priority() -> None:
    depot, critical = builders.centre("Depot", tiers=3), builders.priority("critical", 2)
    put_in_use("priority", {"condition": FAX, "priority": critical})
    put_in_use("route", {"condition": ask("priority", "any_of", [str(critical.pk)]), "centre": depot, "tier": 3})
    assert decide(channel="fax") == Triage(critical, "channel is fax", depot, 3, "priority is critical")
    assert decide().centre == builders.centre()


def test_a_row_may_name_a_person_who_gets_it_as_long_as_they_work_on_tickets() -> None:
    put_in_use(
        "route", {"condition": ALWAYS, "centre": builders.centre(), "person": tomek(), "because": {"en": "His."}}
    )
    assert (decide().assignee, decide().route_because) == (tomek(), "His.")
    tomek().__class__.objects.filter(username="tomek").update(is_active=False)
    assert (decide().assignee, decide().route_because) == (None, "His. Tomek Nowak no longer works on tickets.")


def test_a_row_may_give_it_to_whoever_is_best_placed() -> None:
    Membership.objects.create(user=tomek(), centre=builders.centre(), tier=1)
    Membership.objects.create(user=rita(), centre=builders.centre(), tier=1)
    Membership.objects.create(user=ana(), centre=builders.centre(), tier=2)
    put_in_use(
        "route", {"condition": ALWAYS, "centre": builders.centre(), "to_best": True, "because": {"en": "Depot."}}
    )
    found = decide(language="en")
    assert (found.assignee, found.route_because) == (tomek(), "Depot. Best placed of 1, speaks en: load 0.")


def test_what_was_retired_after_the_criteria_were_laid_down_decides_nothing() -> None:
    critical, depot = builders.priority("critical", 2), builders.centre("Depot")
    code = builders.handled_code()
    put_in_use("priority", {"condition": ALWAYS, "priority": critical})
    put_in_use("route", {"condition": ALWAYS, "centre": depot})
    assert (decide(code).priority, decide(code).centre) == (critical, depot)
    keeping.retire_priority(critical, by=marc(), at=NOON)
    retire_centre(depot, by=marc(), at=NOON)
    assert (decide(code).priority, decide(code).centre) == (builders.priority(), builders.centre())


def test_a_row_that_asks_for_what_is_decided_later_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        rules("priority", {"condition": ask("state", "any_of", ["new"]), "priority": builders.priority()})
    assert refused.value.field == "condition"


def test_the_code_carries_priority_and_support_centre() -> None:
    code = builders.handled_code(centre=builders.centre("Depot"), priority=builders.priority("critical", 2), tier=2)
    carried = Triage(builders.priority("critical"), triage.BY_CODE, builders.centre("Depot"), 2, triage.BY_CODE)
    assert decide(code) == carried
    assert triage.carried(code, laid_down.current()) == carried


def test_a_code_without_anything_goes_to_the_catch_all_at_the_regular_priority() -> None:
    builders.priority("enterprise", 1)
    regular, everything = builders.priority("regular", 3), builders.catch_all()
    assert decide(builders.code()) == Triage(regular, triage.NO_PRIORITY, everything, 1, triage.NO_CENTRE)


def test_a_ticket_never_goes_nowhere_even_where_no_support_centre_was_set_up() -> None:
    builders.priority()
    decided = decide(builders.code())
    assert list(SupportCentre.objects.all()) == [decided.centre]
    assert (decided.centre.is_catch_all, decided.centre.label) == (True, "Unrouted")


def test_what_is_out_of_service_counts_as_not_carried() -> None:
    gone = SupportCentre.objects.create(key="Gone", labels={"en": "Gone"}, retired_at=NOON)
    old = Priority.objects.create(key="old", labels={"en": "old"}, rank=3, look=3, retired_at=NOON)
    builders.priority()
    decided = decide(builders.handled_code("Old code", centre=gone, priority=old))
    assert (decided.priority_because, decided.route_because) == (triage.NO_PRIORITY, triage.NO_CENTRE)


def test_the_tier_is_never_higher_than_the_centre_has() -> None:
    code = builders.handled_code(centre=builders.centre("Two tiers", tiers=2), tier=3)
    assert decide(code).tier == 2


def test_without_any_priority_a_plain_sentence_says_what_to_do() -> None:
    with pytest.raises(Refused) as refusal:
        decide(ProblemCode())
    assert str(refusal.value) == (
        "No priority is in service: a manager has to set one up before tickets can be opened."
    )


def test_what_is_foreseen_is_what_is_then_decided() -> None:
    depot, critical = builders.centre("Depot", tiers=3), builders.priority("critical", 2)
    put_in_use("priority", {"condition": FAX, "priority": critical})
    put_in_use("route", {"condition": ask("priority", "any_of", [str(critical.pk)]), "centre": depot, "tier": 3})
    code = builders.handled_code()
    for facts in ({"channel": "fax"}, {"channel": "email"}):
        told, made = triage.foresee(code, facts, laid_down.current()), decide(code, **facts)
        assert told == triage.Foreseen(made.priority, made.priority_because, made.centre, made.tier, made.route_because)


def test_without_a_code_the_catch_all_is_foreseen_and_without_priorities_nothing() -> None:
    catch_all, regular = builders.catch_all(), builders.priority()
    told = triage.foresee(None, {}, laid_down.current())
    assert told is not None
    assert (told.priority, told.centre, told.tier, told.route_because) == (regular, catch_all, 1, triage.NO_CENTRE)
    Priority.objects.all().delete()
    assert triage.foresee(None, {}, laid_down.current()) is None
