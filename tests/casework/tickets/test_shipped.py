"""What a fresh installation has laid down works on tickets, as it stands."""

import pytest
from django.utils.translation import override

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets import opening
from firstline.casework.tickets.facts import FOR_PRIORITY
from firstline.casework.tickets.models import CallBack
from firstline.casework.tickets.trial import try_on_past
from firstline.criteria.checking import doubts
from firstline.criteria.conditions import read
from firstline.reference.handling.shipping import ship
from firstline.reference.service_levels import escalation_steps, shipping
from firstline.reference.service_levels.models import CriteriaTable, EscalationStep, Priority, ServiceTarget
from tests import builders
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db


def problem(**facts: object) -> Contact:
    return builders.contact(kind="action", words="It is broken", code=builders.code(), caller_number="1", **facts)


def opened(**facts: object) -> tuple[str, str]:
    ticket = opening.open_ticket(problem(**facts), by=ana())
    return ticket.priority.key, ticket.priority_because


def test_no_shipped_condition_can_be_doubted() -> None:
    conditions = [read(condition, FOR_PRIORITY) for condition, _key, _because in shipping.CRITERIA]
    assert [doubts(condition, FOR_PRIORITY) for condition in conditions] == [[]] * len(conditions)


def test_the_four_labels_are_given_by_criteria_with_their_reasons() -> None:
    ship()
    pump = builders.equipment("Pump", criticality=1)
    assert [
        opened(whole_site_down=True, people_affected=3),
        opened(people_affected=50, impact=3, urgency=3),
        opened(equipment=pump),
        opened(impact=1, urgency=1),
        opened(impact=3, urgency=3),
        opened(impact=2, urgency=3),
        opened(),
    ] == [
        ("enterprise_failure", "A whole site is without service."),
        ("critical_situation", "Fifty people or more are affected."),
        ("critical_situation", "The equipment is of high criticality."),
        ("critical_situation", "Its impact and its urgency are high."),
        ("planned_event", "Its impact and its urgency are low: it is done with what is planned."),
        ("regular_service", "Its impact and its urgency are not high."),
        ("regular_service", "The problem code carries no priority: the regular one."),
    ]
    assert try_on_past(CriteriaTable.objects.get(), 100).changed == 0


def test_every_priority_promises_and_owes_something() -> None:
    ship()
    assert set(ServiceTarget.objects.values_list("priority__key", flat=True)) == set(shipping.SHIPPED)
    ticket = opening.open_ticket(problem(), by=ana())
    assert (ticket.resolve_by is not None, ticket.step_at is not None, CallBack.objects.count()) == (True, True, 1)


def test_what_a_company_has_taken_away_does_not_come_back() -> None:
    ship()
    for step in EscalationStep.objects.all():
        escalation_steps.remove_step(step, by=marc())
    ship()
    assert EscalationStep.objects.count() == 0


def test_a_priority_that_was_retired_is_promised_nothing() -> None:
    shipping.ship_priorities()
    Priority.objects.filter(key="planned_event").update(retired_at=builders.NOON)
    with override("fr"):
        ship()
    assert ServiceTarget.objects.count() == 3
    assert CriteriaTable.objects.get().rows.count() == 5
