"""How the promises of tickets stand, asked of a list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.promised import FOR_LIST
from firstline.criteria.compiling import query
from firstline.criteria.conditions import Ask, Not
from firstline.criteria.vocabulary import Operator
from tests import builders

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ticket(number: int, by: timedelta | None, **fields: object) -> None:
    """Opened ten hours ago; every promise is due `by` from now."""
    now = timezone.now()
    due = now + by if by is not None else None
    promised = dict.fromkeys(("respond_by", "update_by", "resolve_by"), due)
    times = {"opened_at": now - 10 * HOUR, "told_at": now - 10 * HOUR}
    builders.ticket(number=number, **{**times, **promised, **fields})


def found(field: str, operator: Operator, *values: str) -> list[int]:
    ask = Ask(field, operator, values or None)
    rows = Ticket.objects.filter(query(ask, FOR_LIST)).order_by("number")
    return list(rows.values_list("number", flat=True))


@pytest.fixture(autouse=True)
def _tickets() -> None:
    ticket(1, -HOUR)
    ticket(2, HOUR / 3)
    ticket(3, HOUR)
    ticket(4, 20 * HOUR)
    ticket(5, -HOUR, state=State.WAITING)
    ticket(6, -HOUR, responded_at=timezone.now())
    ticket(7, None)


@pytest.mark.parametrize("field", ["update", "resolve"])
def test_a_running_promise_is_late_or_due_soon_or_in_time(field: str) -> None:
    standing = [found(field, Operator.ANY_OF, value) for value in ("late", "soon", "in_time")]
    assert standing == [[1, 6], [2, 3], [4]]
    assert found(field, Operator.ANY_OF, "late", "soon") == [1, 2, 3, 6]


def test_whoever_has_had_a_response_is_promised_none() -> None:
    assert (found("respond", Operator.ANY_OF, "late"), found("respond", Operator.KNOWN)) == ([1], [1, 2, 3, 4])


def test_a_ticket_whose_clocks_stand_still_is_promised_nothing_now() -> None:
    assert (found("resolve", Operator.UNKNOWN), found("resolve", Operator.NONE_OF, "late")) == ([5, 7], [2, 3, 4, 5, 7])
    assert found("resolve", Operator.ANY_OF, "never") == []
    late = Not(Ask("resolve", Operator.ANY_OF, ("late",)))
    assert Ticket.objects.filter(query(late, FOR_LIST)).count() == 5
