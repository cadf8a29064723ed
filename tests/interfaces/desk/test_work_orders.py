from datetime import timedelta

import pytest
from django.test import Client

from firstline.casework.work_orders import linking
from firstline.casework.work_orders.models import Link, State, Task
from firstline.casework.work_orders.raising import raise_for
from firstline.casework.work_orders.writing import write
from tests import builders
from tests.cast import ana, member, rita, tomek

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    client = Client()
    client.force_login(ana())
    return client


def page(client, path, **options):
    response = client.get(path, **options)
    assert response.status_code == 200
    return response.content.decode()


def numbers(client, query=""):
    rows = client.get(f"/work-orders/{query}").context["page"].rows
    return [row.number for row in rows]


def test_the_list_shows_what_is_open_newest_first(client):
    first, second = builders.work_order(), builders.work_order()
    builders.work_order(state=State.COMPLETED)
    assert numbers(client) == [second.number, first.number]


def test_each_filter_stands_in_the_address_and_can_be_taken_off(client):
    crew = builders.crew("Crew 7")
    ours = builders.work_order(crew=crew, planned_start=None)
    builders.work_order()
    done = builders.work_order(state=State.COMPLETED)
    late = builders.work_order(permanent_fix_by=builders.NOON - timedelta(days=900))
    assert numbers(client, f"?crew={crew.pk}") == [ours.number]
    assert numbers(client, "?state=completed") == [done.number]
    assert numbers(client, "?plan=late") == [late.number]
    assert len(numbers(client, "?plan=unplanned&crew=none")) == 2
    assert len(numbers(client, "?state=all")) == 4
    chips = client.get(f"/work-orders/?crew={crew.pk}&plan=unplanned").context["page"].chips
    assert [(chip.name, chip.value, chip.without) for chip in chips] == [
        ("Crew", "Crew 7", "?plan=unplanned"),
        ("Plan", "without a time", f"?crew={crew.pk}"),
    ]


def test_words_and_numbers_find_an_order(client):
    builders.work_order()
    lamp = write(builders.work_order(), "title", "Mend the lamp", seen=None, by=ana())
    assert numbers(client, "?q=lamp") == [lamp.number]
    assert numbers(client, f"?q=W{lamp.number}") == [lamp.number]


@pytest.mark.parametrize(
    "query",
    [
        "?state=x",
        "?crew=%00",
        "?crew=99999999999999999999",
        "?code=-1",
        "?before=1e9",
        "?q=%00%27%22%3Cscript%3E",
        "?q=" + "x" * 5000,
    ],
)
def test_nonsense_in_the_address_is_left_out(client, query):
    page(client, f"/work-orders/{query}")


def test_pages_follow_one_another_without_gaps(client):
    made = [builders.work_order().number for _ in range(53)]
    first = client.get("/work-orders/").context["page"]
    assert [row.number for row in first.rows] == made[:2:-1]
    assert numbers(client, first.next_page) == made[2::-1]


def test_a_page_of_fifty_costs_as_many_queries_as_one_of_one(client, django_assert_max_num_queries):
    for _ in range(20):
        raise_for(builders.ticket(), by=ana())
    page(client, "/work-orders/")
    with django_assert_max_num_queries(6):
        page(client, "/work-orders/")


def test_the_page_shows_tasks_crew_place_and_tickets_with_their_customers(client):
    ticket = builders.ticket(customer=builders.customer("Nid Caller"), title="Fridge in the yard", place="5 Elm Street")
    order = raise_for(ticket, by=ana())
    shown = page(client, f"/work-orders/{order.number}/")
    for text in ("Load the appliance", "Crew 1", "5 Elm Street", "Fridge in the yard", "Nid Caller", "not yet"):
        assert text in shown
    assert "raised the work order" in shown


def test_many_tickets_come_in_pages(client):
    order = raise_for(builders.ticket(), by=ana())
    more = [Link(order=order, ticket=builders.ticket(), linked_at=builders.NOON) for _ in range(52)]
    Link.objects.bulk_create(more)
    first = client.get(f"/work-orders/{order.number}/").context["page"]
    rest = client.get(f"/work-orders/{order.number}/{first.next_links}").context["page"]
    assert (len(first.shown_links), len(rest.shown_links), rest.next_links) == (50, 3, "")


def test_the_page_costs_no_more_queries_with_more_tickets(client, django_assert_max_num_queries):
    order = raise_for(builders.ticket(customer=builders.customer()), by=ana())
    for _ in range(15):
        linking.link(order, builders.ticket(customer=builders.customer()), "", by=ana())
    page(client, f"/work-orders/{order.number}/")
    with django_assert_max_num_queries(12):
        page(client, f"/work-orders/{order.number}/")


def test_a_number_that_does_not_exist_is_not_found(client):
    assert client.get("/work-orders/4711/").status_code == 404
    assert client.get(f"/work-orders/{2**70}/").status_code == 404


def test_orders_of_other_departments_are_not_there_for_those_limited():
    order = builders.work_order()
    limited = member("lena", "Lena", "technician")
    limited.departments.add(builders.department("Elsewhere"))
    client = Client()
    client.force_login(limited)
    assert numbers(client) == []
    assert client.get(f"/work-orders/{order.number}/").status_code == 404


def test_who_may_only_read_sees_no_buttons_and_cannot_write():
    order = raise_for(builders.ticket(), by=ana())
    client = Client()
    client.force_login(rita())
    assert "data-self-saving" not in page(client, f"/work-orders/{order.number}/")
    sent = {"field": "title", "value": "Mine", "seen": 1}
    assert client.post(f"/work-orders/{order.number}/fields/", sent).status_code == 403


def test_a_field_saves_itself_and_a_second_writer_sees_both_values(client):
    order = builders.work_order()
    url = f"/work-orders/{order.number}/fields/"
    saved = client.post(url, {"field": "title", "value": "First", "seen": 1}).content.decode()
    assert 'data-state="saved" data-version="2"' in saved
    conflict = client.post(url, {"field": "title", "value": "Second", "seen": 1}).content.decode()
    assert 'data-state="conflict"' in conflict
    assert "First" in conflict
    assert "Second" in conflict


def test_a_refused_field_says_why_beside_it(client):
    order = builders.work_order()
    url = f"/work-orders/{order.number}/fields/"
    for field, value, says in (
        ("title", "", "This field is required."),
        ("title", "x" * 201, "at most 200 characters"),
        ("state", "completed", "This cannot be changed here."),
        ("place", "a\x00b", "NUL"),
    ):
        answer = client.post(url, {"field": field, "value": value, "seen": 1}).content.decode()
        assert 'data-state="refused"' in answer
        assert says in answer


def test_a_known_place_is_chosen_and_brings_its_point(client):
    order, place = builders.work_order(), builders.location(latitude=1.5, longitude=2.5)
    url = f"/work-orders/{order.number}/fields/"
    answer = client.post(url, {"field": "location", "value": place.pk, "seen": 1}).content.decode()
    assert 'data-refresh="order-head order-where"' in answer
    assert "1.500000, 2.500000" in page(client, f"/work-orders/{order.number}/")
    refused = client.post(url, {"field": "location", "value": "99999999999999999999", "seen": 2}).content.decode()
    assert 'data-state="refused"' in refused


def test_without_script_all_fields_come_at_once_and_what_was_typed_stays(client):
    order = builders.work_order()
    url = f"/work-orders/{order.number}/fields/"
    saved = client.post(url, {"title": "New", "place": "Here", "instructions": "", "location": "", "seen": 1})
    assert saved["Location"] == f"/work-orders/{order.number}/"
    order.refresh_from_db()
    assert (order.title, order.place) == ("New", "Here")
    refused = client.post(url, {"title": "", "place": "There", "instructions": "", "seen": 3}).content.decode()
    assert "This field is required." in refused
    assert 'value="There"' in refused


def test_tasks_are_ticked_with_results_and_taken_back(client):
    order = raise_for(builders.ticket(), by=ana())
    task = order.tasks.first()
    url = f"/work-orders/{order.number}/tasks/{task.pk}/"
    assert "80 kg" in client.post(url, {"result": "80 kg"}, headers=HTMX).content.decode()
    client.post(f"{url}undoing/")
    task.refresh_from_db()
    assert (task.done_at, task.result) == (None, "")


def test_a_task_of_another_order_is_not_found(client):
    task = raise_for(builders.ticket(), by=ana()).tasks.first()
    assert client.post(f"/work-orders/{builders.work_order().number}/tasks/{task.pk}/").status_code == 404


def test_a_task_that_is_too_long_stays_in_its_field(client):
    order = builders.work_order()
    url = f"/work-orders/{order.number}/tasks/"
    for headers in ({}, HTMX):
        answer = client.post(url, {"text": "y" * 301}, headers=headers).content.decode()
        assert "y" * 301 in answer
        assert "at most 300 characters" in answer
    assert Task.objects.count() == 0


def test_a_technician_may_work_but_not_announce():
    order = raise_for(builders.ticket(), by=ana())
    client = Client()
    client.force_login(tomek())
    assert client.post(f"/work-orders/{order.number}/start/").status_code == 302
    assert client.get(f"/work-orders/{order.number}/announcement/").status_code == 403


def test_separators_in_a_title_do_not_mix_the_rows_up(client):
    first, second = builders.work_order(title="one\x1etwo\x1e"), builders.work_order(title="three")
    shown = page(client, "/work-orders/")
    assert shown.index(f'id="order-{second.pk}"') < shown.index("three") < shown.index(f'id="order-{first.pk}"')
    assert "one\x1etwo\x1e" in shown
