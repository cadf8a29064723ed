"""Tiers, priorities by hand, call-backs and clocks on the screen of a ticket, and in the queue."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import assignment, call_backs, escalation, hand_over, opening, resolution
from firstline.casework.tickets.models import CallBack, Ticket
from firstline.interfaces.desk.ticket_clocks import next_of, promised
from firstline.journal.models import Entry
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.targets import set_target
from tests import builders
from tests.cast import ana, marc, sofia, tomek

pytestmark = pytest.mark.django_db
ALWAYS = {"name": "Always", "time_zone": "UTC", "week": [[["00:00", "24:00"]]] * 7}
UP = {"reason": "a hospital", "tried": "nothing", "expected": "a new fuse", "to": ""}


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(sofia())
    return client


def act(client: Client, ticket: Ticket, name: str, **sent: object) -> list[str]:
    answer = client.post(f"/tickets/{ticket.number}/{name}/", sent, follow=True)
    return [str(message) for message in answer.context["messages"]]


def errors(client: Client, ticket: Ticket, name: str, **sent: object) -> dict[str, list[str]]:
    form = client.post(f"/tickets/{ticket.number}/{name}/", sent).context["form"]
    return {field: list(told) for field, told in form.errors.items()}


def opened(**fields: object) -> Ticket:
    """A ticket with promises: a response in an hour, news in four, solved in eight; opened just now."""
    priority = builders.priority()
    calendar = create_calendar(ALWAYS, by=None)
    set_target(priority, {"calendar": calendar, "respond": "1h", "update": "4h", "resolve": "8h"}, by=marc())
    return opening.open_ticket(builders.problem(**fields), by=ana())


def page(client: Client, ticket: Ticket) -> str:
    return client.get(f"/tickets/{ticket.number}/").content.decode()


def test_it_goes_up_with_a_hand_over_and_down_to_whoever_had_it(client: Client) -> None:
    centre = builders.centre()
    ticket = assignment.take(builders.ticket(centre=centre), by=ana())
    assert act(client, ticket, "escalation", tier=2, centre=centre.pk, **UP) == ["The ticket is escalated."]
    ticket.refresh_from_db()
    assert (ticket.tier, ticket.assignee) == (2, None)
    said = hand_over.of(ticket).said
    assert said is not None
    assert (said.text, said.tried, said.expected) == ("a hospital", "nothing", "a new fuse")
    form = client.get(f"/tickets/{ticket.number}/de-escalation/").context["form"]
    assert (form.initial["tier"], form.initial["to"]) == (1, ana().pk)
    down = {"tier": 1, "centre": centre.pk, "reason": "was simple", "to": ana().pk}
    assert act(client, ticket, "de-escalation", **down) == ["The ticket is at a lower tier again."]
    ticket.refresh_from_db()
    assert (ticket.tier, ticket.assignee) == (1, ana())
    assert "a new fuse" in page(client, ticket)


def test_whoever_had_it_before_is_offered_first(client: Client) -> None:
    ticket = assignment.take(builders.ticket(), by=tomek())
    escalation.escalate(ticket, 2, "so", tried="so", expected="so", by=tomek())
    choices = client.get(f"/tickets/{ticket.number}/de-escalation/").context["form"].fields["to"].choices
    assert list(choices)[1] == ("Had it before", [(tomek().pk, "Tomek Nowak, at Street depot, tier 1")])
    others = list(choices)[2][1]
    assert tomek().pk not in [pk for pk, _name in others]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"tier": 3}, {"tier": ["Street depot has no tier 3."]}),
        ({"tier": 9}, {"tier": ["Select a valid choice. 9 is not one of the available choices."]}),
        ({"tier": "x"}, {"tier": ["Select a valid choice. x is not one of the available choices."]}),
        ({"tried": ""}, {"tried": ["This field is required."]}),
        ({"to": 999999}, {"to": ["Select a valid choice. 999999 is not one of the available choices."]}),
        ({"reason": "a\x00"}, {"reason": ["Null characters are not allowed."]}),
        ({"centre": 999999}, {"centre": ["Select a valid choice. 999999 is not one of the available choices."]}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client: Client, sent: dict[str, object], told: object) -> None:
    ticket = builders.ticket()
    found = errors(client, ticket, "escalation", **{"tier": 2, "centre": ticket.centre_id, **UP, **sent})
    assert list(found) == list(told)  # type: ignore[call-overload]
    assert Ticket.objects.get().tier == 1


def test_the_second_of_two_who_escalate_at_once_is_told_and_may_then_go_on(client: Client) -> None:
    ticket = builders.ticket(centre=builders.centre(tiers=3))
    seen = client.get(f"/tickets/{ticket.number}/escalation/").context["form"].initial["seen"]
    escalation.escalate(ticket, 2, "first", tried="so", expected="so", by=tomek())
    sent = {"tier": 3, "centre": ticket.centre_id, "seen": seen, **UP}
    form = client.post(f"/tickets/{ticket.number}/escalation/", sent).context["form"]
    assert form.errors == {
        "tier": ["Somebody has moved this ticket in the meantime: it is at Street depot, tier 2 now."]
    }
    assert form["reason"].value() == "a hospital"
    assert Entry.objects.filter(verb="ticket.escalated").count() == 1
    assert act(client, ticket, "escalation", **{**sent, "seen": form["seen"].value()}) == ["The ticket is escalated."]


def test_a_ticket_that_goes_to_and_fro_is_marked(client: Client) -> None:
    ticket = builders.ticket()
    for _ in range(2):
        escalation.escalate(ticket, 2, "so", tried="so", expected="so", by=tomek())
        escalation.de_escalate(ticket, 1, "so", by=tomek())
    assert "ping-pong" in page(client, ticket)
    assert "It has come back 2 times to teams that had it before" in page(client, ticket)
    assert "ping-pong" in client.get("/queue/").content.decode()


def test_a_priority_by_hand_needs_a_reason_and_shows_it(client: Client) -> None:
    ticket, urgent = builders.ticket(), builders.priority("urgent", 1)
    assert errors(client, ticket, "priority", priority=urgent.pk, reason=" ") == {"reason": ["This field is required."]}
    assert errors(client, ticket, "priority", priority=999_999, reason="so") == {
        "priority": ["Select a valid choice. 999999 is not one of the available choices."]
    }
    assert act(client, ticket, "priority", priority=urgent.pk, reason="A hospital") == ["The priority is changed."]
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.priority_by_hand) == (urgent, True)
    assert "A hospital" in page(client, ticket)


def test_a_call_back_is_promised_about_a_ticket(client: Client) -> None:
    ticket = builders.ticket(customer=builders.customer())
    due = timezone.localtime(timezone.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    assert act(client, ticket, "call-backs", due_by=due, text="when they come", number="") == [
        "The call-back is promised."
    ]
    made = CallBack.objects.get()
    assert (list(made.tickets.all()), made.because) == ([ticket], "when they come")
    assert "promised a call-back by" in page(client, ticket)
    assert errors(client, ticket, "call-backs", due_by="2001-01-01T10:00", text="so") == {
        "due_by": ["Promise a time that is yet to come, within five years."]
    }


def test_clocks_are_kept_late_or_run_and_stand_still_for_the_customer(client: Client) -> None:
    ticket = opened()
    assert [one.clock for one in promised(ticket)] == ["respond", "update", "resolve"]
    assignment.take(ticket, by=tomek())
    before = page(client, ticket)
    assert ("kept</span>" in before, before.count('class="clock"')) == (True, 3)
    resolution.ask_customer(ticket, "Which door?", by=tomek())
    assert page(client, ticket).count("stands still, for the customer") == 2
    resolution.customer_answered(ticket, "The red one", by=tomek())
    assert page(client, ticket).count("stands still, for the customer") == 0
    Ticket.objects.filter(pk=ticket.pk).update(version=99, resolve_by=timezone.now() - timedelta(hours=30))
    assert "30 h late" in page(client, ticket)


def first_by(ticket: Ticket, clock: str) -> str:
    """The moment of the promise that has to be kept first, which is the one of this clock."""
    first = next_of(ticket)
    assert first is not None
    assert first.clock == clock
    return first.by.isoformat()


def shown_by(client: Client, address: str = "") -> list[str]:
    return re.findall(r'data-by="([^"]+)"', client.get(f"/queue/{address}").content.decode())


def test_the_queue_shows_the_promise_that_comes_first(client: Client) -> None:
    ticket = opened()
    assert shown_by(client) == [first_by(ticket, "respond")]
    assignment.take(ticket, by=tomek())
    ticket.refresh_from_db()
    assert shown_by(client) == shown_by(client, "?layout=board") == [first_by(ticket, "update")]


def test_clocks_cost_the_queue_no_query(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    opened()
    for _ in range(9):
        opening.open_ticket(builders.problem(), by=ana())
    with django_assert_max_num_queries(8):
        client.get("/queue/")


def test_related_tickets_are_untied_one_by_one(client: Client) -> None:
    ticket, other, third = builders.ticket(), builders.ticket(), builders.ticket()
    ticket.related.add(other, third)
    assert act(client, ticket, f"relation/{other.number}/removal") == ["The tickets are untied."]
    assert list(ticket.related.all()) == [third]
    assert act(client, ticket, f"relation/{other.number}/removal") == [
        f"Ticket {other.number} is not related to this one."
    ]
    assert "Untie" in client.get(f"/tickets/{ticket.number}/alike/").content.decode()


def test_what_time_demanded_is_told_in_sentences(client: Client) -> None:
    ticket = builders.ticket(centre=builders.centre(tiers=3))
    made = call_backs.promise_about(ticket, timezone.now() + timedelta(hours=1), "the door", number="1", by=ana())
    call_backs.attempt(made, "no_answer", by=ana())
    call_backs.move(made, timezone.now() + timedelta(hours=2), "at lunch", by=ana())
    call_backs.attempt(made, "reached", "fine", by=ana())
    told = page(client, ticket)
    for words in (
        "promised a call-back by",
        "called in vain, no answer",
        "moved the call-back",
        "reached the customer",
    ):
        assert words in told


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40), number=st.text(max_size=8))
def test_whatever_is_sent_is_done_or_refused_in_words(client: Client, text: str, number: str) -> None:
    ticket = builders.ticket(customer=builders.customer())
    names = ("tier", "centre", "to", "seen", "priority", "due_by")
    sent = {**dict.fromkeys(names, number), **dict.fromkeys(("reason", "tried", "expected", "text", "number"), text)}
    for name in ("escalation", "de-escalation", "priority", "call-backs"):
        assert client.post(f"/tickets/{ticket.number}/{name}/", sent).status_code in (200, 302)
