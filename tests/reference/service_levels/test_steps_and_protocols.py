from datetime import UTC, datetime

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Account
from firstline.reference.service_levels import matrix
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.escalation_steps import add_step, remove_step
from firstline.reference.service_levels.laid_down import current
from firstline.reference.service_levels.models import CallBackProtocol, EscalationStep, ImpactUrgency
from firstline.reference.service_levels.protocols import remove_protocol, set_protocol
from firstline.reference.service_levels.targets import remove_target, set_target
from tests.builders import customer, priority
from tests.cast import marc

pytestmark = pytest.mark.django_db
NINE = [(impact, urgency) for impact in (1, 2, 3) for urgency in (1, 2, 3)]


def test_a_step_is_laid_down_once_and_can_be_taken_away():
    step = add_step(priority(), "resolve", 80, "to_tier", tier=2, by=marc())
    assert (step.percent, step.tier) == (80, 2)
    with pytest.raises(Refused):
        add_step(priority(), "resolve", 80, "to_tier", tier=3, by=marc())
    remove_step(step, by=marc())
    assert list(Entry.objects.values_list("verb", flat=True)) == ["escalation_step.added", "escalation_step.removed"]


def test_what_is_gone_already_is_taken_away_without_another_entry():
    step = add_step(priority(), "resolve", 80, "tell_managers", by=marc())
    protocol = set_protocol(priority(), "4h", by=marc())
    target = set_target(priority(), {"resolve": "2d"}, by=marc())
    for _twice in range(2):
        remove_step(step, by=marc())
        remove_protocol(protocol, by=marc())
        remove_target(target, by=marc())
    removed = Entry.objects.filter(verb__endswith=".removed").order_by("id").values_list("verb", flat=True)
    assert list(removed) == ["escalation_step.removed", "call_back_protocol.removed", "service_target.removed"]


@pytest.mark.parametrize(
    ("percent", "act", "tier", "field"),
    [
        (0, "tell_managers", None, "percent"),
        (401, "tell_managers", None, "percent"),
        (80, "to_tier", 1, "tier"),
        (80, "to_tier", None, "tier"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(percent, act, tier, field):
    with pytest.raises(Refused) as refused:
        add_step(priority(), "resolve", percent, act, tier=tier, by=marc())
    assert (refused.value.field, EscalationStep.objects.count()) == (field, 0)


def test_a_step_that_tells_somebody_has_no_tier():
    assert add_step(priority(), "respond", 50, "tell_assignee", tier=2, by=marc()).tier is None


def test_the_customers_protocol_goes_before_the_accounts_and_that_before_the_prioritys():
    create_calendar({"name": "Office"}, by=None)
    account = Account.objects.create(name="City")
    caller = customer(account=account)
    set_protocol(priority(), "2d", by=marc())
    set_protocol(account, "8h", by=marc())
    set_protocol(caller, "4h", by=marc())
    found = [
        str(current().protocol(priority().pk, account_id=of_account, customer_id=of_customer).every)
        for of_account, of_customer in ((None, None), (account.pk, None), (account.pk, caller.pk), (None, caller.pk))
    ]
    assert found == ["2d", "8h", "4h", "4h"]


def test_each_contact_that_reaches_the_customer_sets_the_next():
    create_calendar({"name": "Office"}, by=None)
    set_protocol(priority(), "4h", by=marc())
    protocol = current().protocol(priority().pk, account_id=None, customer_id=None)
    friday = datetime(2026, 3, 6, 17, tzinfo=UTC)
    assert protocol.next_by(friday) == datetime(2026, 3, 9, 11, tzinfo=UTC)


def test_without_a_protocol_or_a_calendar_nothing_is_owed():
    assert current().protocol(priority().pk, account_id=None, customer_id=None) is None
    row = set_protocol(priority(), "4h", by=marc())
    assert current().protocol(priority().pk, account_id=None, customer_id=None) is None
    remove_protocol(row, by=marc())
    assert CallBackProtocol.objects.count() == 0


def test_a_protocol_says_how_often():
    with pytest.raises(Refused):
        set_protocol(priority(), " ", by=marc())


def test_the_usual_matrix_goes_from_the_first_to_the_last_priority():
    ranked = [priority(key, rank) for rank, key in enumerate(("first", "second", "third", "fourth"), start=1)]
    matrix.lay_down(matrix.by_sum(ranked), by=marc())
    keys = [current().by_matrix(*cell).key for cell in NINE]
    assert keys == ["first", "second", "third", "second", "third", "fourth", "third", "fourth", "fourth"]


def test_a_matrix_is_whole_or_switched_off():
    with pytest.raises(Refused):
        matrix.lay_down({(1, 1): priority()}, by=marc())
    matrix.lay_down(dict.fromkeys(NINE, priority()), by=marc())
    assert current().by_matrix(2, None) is None
    matrix.lay_down({}, by=marc())
    assert (ImpactUrgency.objects.count(), current().by_matrix(2, 2)) == (0, None)
