"""The worklist of call-backs: who sees what of it, what is written down, and promises made by hand."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import alike, assignment, call_backs, resolution
from firstline.casework.tickets.models import Attempt, CallBack, State, Ticket
from firstline.interfaces.desk.dialling import dialled
from firstline.journal.models import Entry
from firstline.reference.customers.models import ContactPoint
from firstline.reference.staff.models import User
from tests import builders
from tests.cast import ana, member, rita, tomek

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LATE = timedelta(hours=2)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client() -> Client:
    return signed_in(ana())


def owed(about: Ticket | None = None, *, due_in: timedelta = timedelta(hours=1), **caller: object) -> CallBack:
    """A call that is owed; it was promised yesterday."""
    now = timezone.now()
    caller = {"customer": builders.customer(), "caller_number": "+33 1 23", "caller_name": "Zoé", **caller}
    contact = builders.contact(**caller)
    made = call_backs.promise(contact, now + due_in, "the lamp", by=ana(), at=now - timedelta(days=1))
    if about:
        made.tickets.add(about)
    return made


def attempt(client: Client, made: CallBack, **sent: str) -> list[str]:
    """What the screen says after an attempt."""
    answer = client.post(f"/call-backs/{made.pk}/attempts/", sent, follow=True)
    return [str(message) for message in answer.context["messages"]]


def states() -> list[tuple[str, int, bool]]:
    return list(CallBack.objects.order_by("pk").values_list("state", "misses", "to_supervisor"))


def test_the_latest_stands_first_with_all_that_the_caller_needs(client: Client) -> None:
    caller = builders.customer("Aroon", language="th", preferred_hours="after 15", preferred_channel="email")
    ContactPoint.objects.create(customer=caller, kind="mobile", value="+66 2 555")
    ticket = assignment.take(builders.ticket(title="Dark street", customer=caller), by=tomek())
    later = owed(due_in=timedelta(hours=3))
    late = owed(ticket, due_in=-LATE, customer=caller, caller_number="")
    page = client.get("/call-backs/").context["page"]
    first = page.lines[0]
    assert [line.call_back for line in page.lines] == [late, later]
    assert (first.address, first.language, first.owed.preferred_hours, first.channel) == (
        "tel:+662555", "Thai", "after 15", "e-mail",
    )  # fmt: skip
    assert [str(about.last.line) for about in first.about if about.last] == [
        "<strong>Tomek Nowak</strong> took the ticket"
    ]
    assert (page.owed, page.late, page.to_supervisor) == (2, 1, 0)
    assert [line.is_late for line in page.lines] == [True, False]


def test_a_planned_work_order_is_something_to_say(client: Client) -> None:
    ticket = builders.ticket()
    order = builders.work_order(planned_start=builders.NOON, planned_end=builders.NOON + LATE)
    order.links.create(ticket=ticket, linked_at=builders.NOON)
    owed(ticket)
    [line] = client.get("/call-backs/").context["page"].lines
    assert [about.order for about in line.about] == [order]


def test_each_outcome_is_written_down(client: Client) -> None:
    made = owed()
    assert attempt(client, made, outcome="no_answer") == ["No answer: it comes up again."]
    assert attempt(client, made, outcome="message_left") == ["Message left: it comes up again."]
    assert states() == [("owed", 2, False)]
    assert attempt(client, made, outcome="wrong_number") == ["Wrong number: after 3 tries the supervisor has it."]
    assert states() == [("owed", 3, True)]
    assert attempt(client, made, outcome="reached", text="All is well") == ["The call is kept."]
    assert states() == [("kept", 3, True)]
    assert list(Attempt.objects.values_list("outcome", "text")) == [
        ("no_answer", ""), ("message_left", ""), ("wrong_number", ""), ("reached", "All is well"),
    ]  # fmt: skip


def test_three_misses_can_be_looked_at_by_themselves(client: Client) -> None:
    missed, _other = owed(), owed()
    for _ in range(3):
        call_backs.attempt(missed, "no_answer", by=ana())
    page = client.get("/call-backs/?show=supervisor").context["page"]
    assert [line.call_back for line in page.lines] == [missed]
    assert (page.owed, page.to_supervisor) == (2, 1)
    answer = client.post(f"/call-backs/{missed.pk}/attempts/?show=supervisor", {"outcome": "no_answer"})
    assert answer["Location"] == "/call-backs/?show=supervisor"


def test_who_was_reached_may_say_that_it_is_solved_or_not(client: Client) -> None:
    solved, unsolved = (resolution.resolve(builders.ticket(), "New bulb", by=tomek()) for _ in range(2))
    attempt(client, owed(solved), outcome="reached", text="It shines", solved="confirmed")
    attempt(client, owed(unsolved), outcome="reached", text="Still dark", solved="not_solved")
    solved.refresh_from_db()
    unsolved.refresh_from_db()
    assert (solved.state, unsolved.state) == (State.CLOSED, State.NEW)
    assert [state for state, _misses, _to in states()[:2]] == ["kept", "kept"]


def test_nobody_is_asked_whether_an_open_ticket_is_solved(client: Client) -> None:
    made = owed(builders.ticket())
    form = client.get(f"/call-backs/{made.pk}/attempts/").context["form"]
    assert list(form.fields) == ["outcome", "text"]
    assert form.initial["outcome"] == "reached"


def test_reached_without_a_word_keeps_nothing_and_says_why(client: Client) -> None:
    made = owed()
    answer = client.post(f"/call-backs/{made.pk}/attempts/", {"outcome": "reached", "text": " "}, headers=HTMX)
    assert answer.content.decode().count("Write down what was said.") == 1
    assert states() == [("owed", 0, False)]


def test_a_call_that_a_colleague_has_kept_meanwhile_is_told_as_such(client: Client) -> None:
    made = owed()
    call_backs.attempt(made, "reached", "Done", by=tomek())
    answer = client.post(f"/call-backs/{made.pk}/attempts/", {"outcome": "reached", "text": "Hello"})
    assert answer.context["form"].non_field_errors() == ["This call-back is settled already: kept."]
    assert answer.context["form"]["text"].value() == "Hello"
    assert Attempt.objects.count() == 1


def test_it_is_moved_and_given_up_with_a_reason(client: Client) -> None:
    first, second = owed(), owed()
    client.post(f"/call-backs/{first.pk}/time/", {"due_by": "2031-01-02T10:30", "reason": "on holiday"})
    client.post(f"/call-backs/{second.pk}/cancellation/", {"reason": "moved away"})
    first.refresh_from_db()
    assert timezone.localtime(first.due_by).strftime("%Y-%m-%d %H:%M") == "2031-01-02 10:30"
    assert [state for state, _misses, _to in states()] == ["owed", "cancelled"]
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True))[-2:] == [
        "call_back.moved",
        "call_back.cancelled",
    ]


@pytest.mark.parametrize(
    ("due_by", "told"),
    [
        ("", "This field is required."),
        ("yesterday", "Enter a valid date/time."),
        ("2001-01-01T10:00", "Promise a time that is yet to come, within five years."),
        ("9999-12-31T23:59", "Promise a time that is yet to come, within five years."),
    ],
)
def test_a_time_that_cannot_be_promised_is_refused_beside_its_field(client: Client, due_by: str, told: str) -> None:
    made = owed()
    answer = client.post(f"/call-backs/{made.pk}/time/", {"due_by": due_by, "reason": "so"})
    assert answer.context["form"].errors == {"due_by": [told]}
    assert answer.context["form"]["reason"].value() == "so"


@pytest.mark.parametrize("due_by", ["2027-03-28T02:30", "2027-10-31T02:30"])
def test_a_time_that_does_not_exist_or_exists_twice_is_refused(client: Client, due_by: str) -> None:
    person = ana()
    person.time_zone = "Europe/Paris"
    person.save()
    answer = client.post(f"/call-backs/{owed().pk}/time/", {"due_by": due_by, "reason": "so"})
    assert list(answer.context["form"].errors) == ["due_by"]


def test_a_promise_is_made_on_any_contact_without_a_ticket(client: Client) -> None:
    contact = builders.contact(caller_number="+1 650 253", caller_name="Rui")
    due = (timezone.now() + LATE).strftime("%Y-%m-%dT%H:%M")
    answer = client.post(f"/contacts/{contact.number}/call-backs/", {"due_by": due, "text": "the price"}, headers=HTMX)
    made = CallBack.objects.get()
    assert (made.contact, made.customer, made.number, made.because) == (contact, None, "+1 650 253", "the price")
    assert answer.context["call"].owed == [made]
    assert "the price" in client.get(f"/contacts/{contact.number}/").content.decode()


def test_a_promise_to_nobody_who_can_be_called_keeps_what_was_typed(client: Client) -> None:
    contact = builders.contact()
    sent = {"due_by": (timezone.now() + LATE).strftime("%Y-%m-%dT%H:%M"), "text": "the price"}
    form = client.post(f"/contacts/{contact.number}/call-backs/", sent).context["form"]
    assert form.errors == {"number": ["Give a number: nobody can be called without one."]}
    assert form["text"].value() == "the price"
    assert not CallBack.objects.exists()


def test_what_is_owed_stands_on_the_call_screen_and_in_the_customers_file(client: Client) -> None:
    caller = builders.customer()
    made = owed(customer=caller)
    other = builders.contact(customer=caller)
    assert client.get(f"/contacts/{other.number}/").context["call"].owed == [made]
    assert client.get(f"/customers/{caller.pk}/").context["page"].owed == [made]


def test_a_reader_sees_the_list_and_can_write_nothing() -> None:
    made = owed()
    client = signed_in(rita())
    assert client.get("/call-backs/").context["page"].may_call is False
    assert client.post(f"/call-backs/{made.pk}/attempts/", {"outcome": "no_answer"}).status_code == 403
    assert states() == [("owed", 0, False)]


def test_departments_limit_what_is_seen_and_written() -> None:
    mine, others = builders.department("Lights"), builders.department("Water")
    seen = owed(builders.ticket(department=mine, title="Mine"))
    hidden = owed(builders.ticket(department=others, title="Theirs"))
    neither = owed()
    person = member("lucy", "Lucy Light", "analyst")
    person.departments.add(mine)
    client = signed_in(person)
    assert {line.call_back for line in client.get("/call-backs/").context["page"].lines} == {seen, neither}
    assert client.get(f"/call-backs/{hidden.pk}/attempts/").status_code == 404
    seen.tickets.add(Ticket.objects.get(title="Theirs"))
    page = client.get("/call-backs/").content.decode()
    assert ("Mine" in page, "Theirs" in page) == (True, False)


def test_the_list_costs_the_same_however_long_it_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(7):
        first, second = builders.ticket(), builders.ticket()
        alike.mark_related(first, second, by=ana())
        owed(first).tickets.add(second)
    client.get("/call-backs/")
    with django_assert_max_num_queries(11):
        client.get("/call-backs/")


def test_pages_follow_each_other(client: Client) -> None:
    now = timezone.now()
    rows = [
        CallBack(number="1", because=f"{n}", due_by=now + timedelta(minutes=n // 2), made_at=now) for n in range(60)
    ]
    CallBack.objects.bulk_create(rows)
    first = client.get("/call-backs/").context["page"]
    second = client.get(f"/call-backs/?after={first.later}").context["page"]
    said = [line.call_back.because for page in (first, second) for line in page.lines]
    assert said == [str(n) for n in range(60)]
    assert (first.is_first, second.is_first, second.later) == (True, False, "")


@pytest.mark.parametrize("after", ["", ".", "x.y", "9" * 60, "-1.2", f"{10**30}.1", "1.9999999999999999999", "²³.1"])
def test_a_place_that_is_none_shows_the_first_page(client: Client, after: str) -> None:
    made = owed()
    assert [line.call_back for line in client.get("/call-backs/", {"after": after}).context["page"].lines] == [made]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcome=st.text(max_size=12), text=st.text(max_size=60), solved=st.text(max_size=12))
def test_whatever_is_sent_is_kept_or_refused_in_words(client: Client, outcome: str, text: str, solved: str) -> None:
    made = owed(resolution.resolve(builders.ticket(), "Done", by=tomek()))
    for name in ("attempts", "time", "cancellation"):
        sent = {"outcome": outcome, "text": text, "solved": solved, "reason": text, "due_by": text}
        assert client.post(f"/call-backs/{made.pk}/{name}/", sent).status_code in (200, 302)


def test_texts_with_a_nul_are_refused(client: Client) -> None:
    made = owed()
    answer = client.post(f"/call-backs/{made.pk}/attempts/", {"outcome": "reached", "text": "a\x00b"})
    assert answer.context["form"].errors == {"text": ["Null characters are not allowed."]}


def test_a_number_is_dialled_only_where_it_can_be_one() -> None:
    assert [dialled(text) for text in ("+1 (650) 253-12", "0650 1", "ext", "12", "javascript:12345")] == [
        "tel:+165025312", "tel:06501", "", "", "tel:12345",
    ]  # fmt: skip


def test_a_call_back_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/call-backs/{2**63}/attempts/").status_code == 404
    assert client.get("/call-backs/1/time/").status_code == 404


def test_the_live_part_alone_takes_no_focus(client: Client) -> None:
    owed()
    whole = client.get("/call-backs/").content.decode()
    live = client.get("/call-backs/", headers={**HTMX, "HX-Target": "call-backs"}).content.decode()
    assert ("data-focus" in whole, "data-focus" in live, "<html" in live) == (True, False, False)


def test_the_first_time_that_is_offered_lies_ahead(client: Client) -> None:
    contact = builders.contact()
    offered: datetime = client.get(f"/contacts/{contact.number}/call-backs/").context["form"].initial["due_by"]
    assert LATE - timedelta(minutes=1) < offered - timezone.now() <= LATE + timedelta(minutes=15)
