from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests import builders
from tests.cast import ana, member, rita

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def client():
    client = Client()
    client.force_login(ana())
    return client


def board(client, query="?week=2026-03-04"):
    response = client.get(f"/board/{query}")
    assert response.status_code == 200
    return response


def planned(hours=2, **fields):
    return builders.work_order(
        crew=builders.crew(),
        planned_start=EIGHT,
        planned_end=EIGHT + timedelta(hours=hours),
        duration=timedelta(hours=hours),
        **fields,
    )


def put(client, order, headers=HTMX, **sent):
    facts = {"crew": builders.crew().pk, "day": "2026-03-02", "hours": "2", **sent}
    response = client.post(f"/board/{order.number}/?week=2026-03-02", facts, headers=headers)
    order.refresh_from_db()
    return response


def test_the_week_of_any_day_is_shown_with_every_crew(client):
    planned()
    shown = board(client)
    assert shown.context["board"].wanted.monday.isoformat() == "2026-03-02"
    assert "2 of 8 h" in shown.content.decode()


def test_an_overload_is_said_in_words(client):
    planned(hours=5)
    planned(hours=4.5)
    assert "1.5 h too much" in board(client).content.decode()


def test_orders_without_a_time_wait_at_the_side(client):
    order = builders.work_order(title="Waits for a day")
    assert board(client).context["board"].unplanned == [order]


def test_an_order_is_put_on_another_day_and_crew_for_other_hours(client):
    order = planned()
    other = builders.crew("Crew 2")
    answer = put(client, order, crew=other.pk, day="2026-03-05", hours="3.5")
    assert (order.crew, order.planned_start) == (other, EIGHT + timedelta(days=3))
    assert order.planned_end - order.planned_start == timedelta(hours=3.5)
    assert answer.status_code == 200
    assert 'id="board"' in answer.content.decode()


def test_an_order_is_taken_out_of_the_plan(client):
    order = planned()
    client.post(f"/board/{order.number}/removal/", headers=HTMX)
    order.refresh_from_db()
    assert order.planned_start is None


@pytest.mark.parametrize(
    "sent",
    [
        {"hours": "0"},
        {"hours": "nan"},
        {"hours": "1e99"},
        {"hours": "-1"},
        {"hours": "x"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"day": "soon"},
        {"crew": "0"},
        {"crew": "99999999999999999999"},
        {"crew": ""},
    ],
)
def test_what_makes_no_sense_is_refused_and_moves_nothing(client, sent):
    order = planned()
    answer = put(client, order, **sent)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert order.planned_start == EIGHT


def test_without_script_the_board_comes_back(client):
    assert put(client, planned(), headers={})["Location"] == "/board/"


@pytest.mark.parametrize(
    "query",
    ["?week=0001-01-01", "?week=9999-12-31", "?week=x", "?centre=x", "?centre=99999999999999999999", "?week=%00"],
)
def test_nonsense_in_the_address_is_this_week_and_every_centre(client, query):
    builders.crew()
    assert len(board(client, query).context["board"].crews) == 1


def test_only_the_crews_of_a_centre(client):
    builders.crew()
    far = builders.crew("Far crew")
    far.centre = builders.centre("Far depot")
    far.save()
    shown = board(client, f"?centre={far.centre.pk}").context["board"].crews
    assert [of_crew.crew.name for of_crew in shown] == ["Far crew"]


def test_who_may_only_read_sees_it_and_moves_nothing():
    order = planned()
    client = Client()
    client.force_login(rita())
    assert "data-movable" not in board(client).content.decode()
    assert put(client, order).status_code == 403


def test_orders_of_other_departments_take_time_without_being_shown():
    planned(title="Secret work")
    limited = member("lena", "Lena", "technician")
    limited.departments.add(builders.department("Elsewhere"))
    client = Client()
    client.force_login(limited)
    shown = board(client).content.decode()
    assert "Secret work" not in shown
    assert "2 h for other departments" in shown


def test_a_full_week_costs_few_queries(client, django_assert_max_num_queries):
    for _ in range(12):
        planned()
        builders.work_order()
    board(client)
    with django_assert_max_num_queries(7):
        board(client)
