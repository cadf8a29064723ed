"""Questions of the vocabulary that are more than a comparison of one column."""

from datetime import date

import pytest

from firstline.casework.tickets import facts
from firstline.casework.tickets.models import Ticket
from firstline.criteria.compiling import query
from firstline.criteria.conditions import Condition, read
from firstline.criteria.evaluating import holds
from firstline.reference.customers.models import Agreement
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
YESTERDAY, TOMORROW = (date.fromordinal(TODAY.toordinal() + days) for days in (-1, 1))


def asked(operator: str, value: object = None) -> Condition:
    return read(
        {"field": "agreement_in_force", "is": operator} | ({} if value is None else {"value": value}), facts.VOCABULARY
    )


def found(condition: Condition) -> list[str]:
    """The titles of the tickets that a query finds, which are those of which it holds."""
    rows = Ticket.objects.select_related(*facts.RELATED).order_by("pk")
    by_query = [row.title for row in rows.filter(query(condition, facts.VOCABULARY))]
    assert [row.title for row in rows if holds(condition, facts.facts_of(row))] == by_query
    return by_query


@pytest.fixture
def _tickets() -> None:
    builders.ticket(title="none")
    for title, starts_on, ends_on in (
        ("always", None, None),
        ("from today to today", TODAY, TODAY),
        ("from tomorrow", TOMORROW, None),
        ("to yesterday", None, YESTERDAY),
    ):
        owner = builders.customer(title)
        agreement = Agreement.objects.create(customer=owner, number=title, starts_on=starts_on, ends_on=ends_on)
        builders.ticket(title=title, agreement=agreement)


@pytest.mark.usefixtures("_tickets")
@pytest.mark.parametrize(
    ("operator", "value", "titles"),
    [
        ("is", True, ["always", "from today to today"]),
        ("is", False, ["from tomorrow", "to yesterday"]),
        ("known", None, ["always", "from today to today", "from tomorrow", "to yesterday"]),
        ("unknown", None, ["none"]),
    ],
)
def test_an_agreement_is_in_force_on_the_day_the_ticket_was_opened(
    operator: str, value: object, titles: list[str]
) -> None:
    assert found(asked(operator, value)) == titles
