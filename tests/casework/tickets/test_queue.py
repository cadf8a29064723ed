"""Lists of tickets: limits, orders, pages, counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets.assignment import take
from firstline.casework.tickets.counting import counts
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.queue import ORDERS, Place, Wanted, place_of
from tests import builders
from tests.cast import ana, tomek

REGULAR = 3  # the rank that the builders use where none is named

pytestmark = pytest.mark.django_db


def numbers(wanted: Wanted) -> list[int]:
    return list(Ticket.objects.wanted(wanted).order_by("number").values_list("number", flat=True))


def test_a_queue_is_one_centre_and_tier_and_the_most_urgent_stands_first() -> None:
    urgent = builders.priority("critical", 2)
    builders.ticket(number=901)
    builders.ticket(number=902, priority=urgent)
    builders.ticket(number=903, tier=2)
    builders.ticket(number=904, centre=builders.centre("Lights"))
    builders.ticket(number=905, state=State.RESOLVED)
    builders.ticket(number=900, state=State.WAITING)
    waiting = Ticket.objects.of_queue(builders.centre().pk, 1)
    assert [ticket.number for ticket in waiting] == [902, 900, 901]


def test_each_limit_limits() -> None:
    lights, urgent, code = builders.centre("Lights"), builders.priority("critical", 2), builders.handled_code("Lamp")
    carla = builders.customer()
    plain = builders.ticket(number=1)
    builders.ticket(number=2, centre=lights, tier=2, priority=urgent, code=code)
    builders.ticket(number=3, assignee=ana(), state=State.IN_PROGRESS, customer=carla)
    builders.ticket(number=4, assignee=tomek(), state=State.CLOSED, department=builders.department())
    assert numbers(Wanted()) == [1, 2, 3]
    assert numbers(Wanted(centres=(lights.pk,))) == [2]
    assert numbers(Wanted(tiers=(1, 2))) == [1, 2, 3]
    assert numbers(Wanted(tiers=(2,), priorities=(urgent.rank,), codes=(code.pk,))) == [2]
    assert numbers(Wanted(states=("in_progress", "closed"))) == [3, 4]
    assert numbers(Wanted(states=("closed",), departments=(builders.department().pk,))) == [4]
    assert numbers(Wanted(assignees=(None,))) == [1, 2]
    assert numbers(Wanted(assignees=(ana().pk,))) == [3]
    assert numbers(Wanted(assignees=(None, ana().pk))) == [1, 2, 3]
    assert numbers(Wanted(customer=carla.pk)) == [3]
    assert numbers(Wanted(idents=(plain.pk,))) == [1]
    assert numbers(Wanted(idents=())) == []


def test_a_page_knows_whether_others_come_before_and_behind_it() -> None:
    for number in range(1, 6):
        builders.ticket(number=number)
    rows = Ticket.objects.all()
    first = rows.page("priority", size=2)
    second = rows.page("priority", after=place_of(first.rows[-1], "priority"), size=2)
    third = rows.page("priority", after=place_of(second.rows[-1], "priority"), size=2)
    back = rows.page("priority", before=place_of(third.rows[0], "priority"), size=2)
    assert [[t.number for t in page.rows] for page in (first, second, third, back)] == [[1, 2], [3, 4], [5], [3, 4]]
    assert [(page.has_earlier, page.has_later) for page in (first, second, third, back)] == [
        (False, True),
        (True, True),
        (True, False),
        (True, True),
    ]


def test_several_lists_are_counted_in_one_statement_and_none_beyond_the_limit(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(4):
        builders.ticket(assignee=ana() if number else None)
    lists = [Wanted(), Wanted(assignees=(None,)), Wanted(idents=()), Wanted(assignees=(ana().pk,))]
    for _ in range(2):  # at first they are counted, then only asked whether anything has happened since
        with django_assert_num_queries(1):
            assert counts(lists, 3) == [3, 1, 0, 3]
    assert counts([], 3) == []


def test_a_count_holds_until_something_happens() -> None:
    ticket = builders.ticket()
    assert counts([Wanted(), Wanted(assignees=(None,))], 9) == [1, 1]
    take(ticket, by=tomek())
    assert counts([Wanted(), Wanted(assignees=(None,))], 9) == [1, 0]
    builders.ticket()
    assert counts([Wanted(), Wanted(assignees=(None,))], 9) == [2, 1]


def test_what_a_person_may_see_limits_what_is_counted_for_them() -> None:
    roads = builders.department("Roads")
    builders.ticket(department=roads)
    builders.ticket(department=builders.department("Water"))
    builders.ticket()
    assert counts([Wanted(), Wanted(within=(roads.pk,))], 9) == [3, 2]


class AnyList(TestCase):
    """However the tickets lie and whatever the order: the pages together are the list, each row once."""

    @settings(max_examples=15)
    @given(
        st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2), st.sampled_from(list(State))), max_size=9),
        st.sampled_from(sorted(ORDERS)),
        st.integers(1, 4),
    )
    def test_pages_join_up_forwards_and_backwards(
        self, rows: list[tuple[int, int, State]], order: str, size: int
    ) -> None:
        for rank, tier, state in rows:
            builders.ticket(
                priority=builders.priority({3: "regular"}.get(rank, f"p{rank}"), rank), tier=tier, state=state
            )
        whole = [ticket.number for ticket in Ticket.objects.order_by(*ORDERS[order])]
        assert (walk(order, size, "after"), walk(order, size, "before")) == (whole, whole)


def walk(order: str, size: int, direction: str) -> list[int]:
    """All numbers, page by page from the first on, or from the last back."""
    found: list[int] = []
    last = Ticket.objects.order_by(*ORDERS[order]).last()
    place: Place = place_of(last, order) if direction == "before" and last else ()
    page = Ticket.objects.all().page(order, size=size, **{direction: place})
    while page.rows:
        here = [ticket.number for ticket in page.rows]
        found = found + here if direction == "after" else here + found
        edge = page.rows[-1 if direction == "after" else 0]
        page = Ticket.objects.all().page(order, size=size, **{direction: place_of(edge, order)})
    return [*found, last.number] if direction == "before" and last else found
