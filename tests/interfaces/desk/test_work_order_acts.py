from datetime import timedelta

import pytest
from django.test import Client

from firstline.casework.tickets.models import State as TicketState
from firstline.casework.work_orders.models import Notice, State
from firstline.casework.work_orders.raising import raise_for
from tests import builders
from tests.cast import ana, rita, sofia

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


@pytest.fixture
def order():
    return raise_for(builders.ticket(), by=ana())


def do(client, order, act, headers=HTMX, **sent):
    response = client.post(f"/work-orders/{order.number}/{act}/", sent, headers=headers)
    assert response.status_code == 200
    order.refresh_from_db()
    return response.content.decode()


def test_an_order_goes_from_its_plan_to_its_end(client, order):
    do(client, order, "planning", crew=builders.crew().pk, start="2026-03-02T08:00", end="")
    assert order.planned_end - order.planned_start == timedelta(hours=2)
    do(client, order, "release")
    do(client, order, "start")
    assert order.state == State.IN_PROGRESS
    do(client, order, "completion", result="Collected.")
    assert order.state == State.COMPLETED
    assert order.tickets.get().state == TicketState.RESOLVED
    do(client, order, "reopening", reason="The wrong fridge.")
    assert (order.state, order.tickets.get().state) == (State.IN_PROGRESS, TicketState.PLANNED)
    do(client, order, "cancellation", reason="Nobody home.")
    assert (order.state, order.tickets.get().state) == (State.CANCELLED, TicketState.NEW)


@pytest.mark.parametrize(
    ("act", "sent", "says"),
    [
        ("planning", {"start": "", "crew": ""}, "This field is required."),
        ("planning", {"start": "0001-01-01T00:00"}, "Give a date between the years 2000 and 2099."),
        ("planning", {"start": "9999-12-31T23:59"}, "Give a date between the years 2000 and 2099."),
        ("planning", {"start": "2026-03-02T08:00", "end": "2026-03-02T07:00"}, "The end must be later than the start."),
        ("planning", {"start": "tomorrow"}, "Enter a valid date/time."),
        ("planning", {"start": "2026-03-02T08:00", "crew": "99999999999999999999"}, "Select a valid choice."),
        ("appointment", {"start": "2026-03-02T08:00"}, "An appointment needs a beginning and an end."),
        ("completion", {"result": "  "}, "This field is required."),
        ("completion", {"result": "a\x00b"}, "Null characters are not allowed."),
        ("completion", {"result": "x" * 20_001}, "at most 20000 characters"),
        ("cancellation", {"reason": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(client, order, act, sent, says):
    for headers in ({}, HTMX):
        answer = do(client, order, act, headers, **sent)
        assert says in answer
    assert order.state == State.PLANNED


def test_a_refused_dialog_opens_again(client, order):
    assert 'id="act-completion" aria-labelledby="act-completion-title" data-open-now' in do(
        client, order, "completion", result=""
    )


def test_every_form_has_a_page_of_its_own(client, order):
    for act in ("planning", "appointment", "completion", "cancellation", "announcement", "tickets"):
        assert client.get(f"/work-orders/{order.number}/{act}/").status_code == 200


def test_a_button_that_cannot_be_pressed_now_says_why(client, order):
    do(client, order, "start")
    answer = client.post(f"/work-orders/{order.number}/start/", headers=HTMX)
    assert "it cannot become in progress" in answer["HX-Trigger"]
    redirected = client.post(f"/work-orders/{order.number}/start/", follow=True).content.decode()
    assert "it cannot become in progress" in redirected


def test_an_appointment_is_shown_and_taken_back(client, order):
    do(client, order, "appointment", start="2026-03-02T08:00", end="2026-03-02T12:00")
    assert order.appointment_end - order.appointment_start == timedelta(hours=4)
    do(client, order, "appointment", start="", end="")
    assert order.appointment_start is None


def test_an_order_is_announced_with_its_code_time_and_place(client, order):
    do(client, order, "planning", crew=builders.crew().pk, start="2030-03-02T08:00", end="")
    form = client.get(f"/work-orders/{order.number}/announcement/").context["asked"].form
    assert (form["title"].value(), form["about"].value()) == (order.title, f"code:{order.code_id}")
    sent = {name: form[name].value() or "" for name in form.fields} | {"starts_at": "2030-03-02T08:00"}
    response = client.post(
        f"/work-orders/{order.number}/announcement/", sent | {"ends_at": "2030-03-02T12:00", "text_en": "We collect."}
    )
    assert response.status_code == 302
    notice = Notice.objects.get()
    assert (notice.order, notice.code, notice.texts) == (order, order.code, {"en": "We collect."})
    assert "On the bulletin: Collect an appliance" in client.get(f"/work-orders/{order.number}/").content.decode()


def test_taking_out_of_the_plan(client, order):
    do(client, order, "planning", crew=builders.crew().pk, start="2026-03-02T08:00", end="")
    do(client, order, "unplanning")
    assert order.planned_start is None


def test_who_may_only_read_may_do_nothing(order):
    client = Client()
    client.force_login(rita())
    acts = "planning unplanning appointment release start completion reopening cancellation announcement tasks tickets"
    answers = {act: client.post(f"/work-orders/{order.number}/{act}/").status_code for act in acts.split()}
    assert set(answers.values()) == {403}


def test_a_visitor_is_asked_to_sign_in(order):
    response = Client().get(f"/work-orders/{order.number}/")
    assert response["Location"] == f"/account/login/?next=/work-orders/{order.number}/"
