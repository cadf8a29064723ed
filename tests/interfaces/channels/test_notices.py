"""People are told what happened: once, in their language, as rules and they themselves wish."""

from datetime import timedelta

import pytest

from firstline.casework.contacts.models import Channel
from firstline.casework.tickets import assignment, call_backs, escalation, notes, resolution
from firstline.casework.tickets.opening import open_ticket
from firstline.casework.work_orders import linking, planning, progress
from firstline.casework.work_orders.models import Link, Told
from firstline.interfaces.channels import notices
from firstline.interfaces.channels.digest import gather
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.interfaces.channels.outbox_health import examined
from firstline.journal.models import OutboxItem
from firstline.journal.quiet import quietly
from firstline.journal.recording import record
from firstline.reference.correspondence.keeping import choose, set_rule, sign
from firstline.reference.correspondence.models import PersonalChoice
from firstline.reference.correspondence.shipping import ship_messages
from firstline.reference.staff.centres import join_centre
from firstline.reference.staff.keeping import change_user
from tests import builders
from tests.builders import NOON
from tests.cast import ana, sofia, tomek

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _texts():
    ship_messages()


def carla(language="en", **fields):
    customer = builders.customer(language=language, **fields)
    customer.contact_points.create(kind="email", value="carla@example.org")
    return customer


def told():
    """What is in the outbox now, after the notices were read."""
    notices.read(NOON)
    return [(row.occasion, row.to, row.language) for row in Outgoing.objects.order_by("id")]


def last():
    return Outgoing.objects.latest("id")


def test_a_customer_is_told_in_their_language_from_the_number_to_the_end():
    opened = open_ticket(builders.problem(customer=carla("pl")), by=ana(), at=NOON)
    assert told() == [("received", "carla@example.org", "pl")]
    assert last().subject == f"{opened} Przyjęto: {opened.title}"
    assert f"/help/pl/follow/{opened}-" in last().body
    resolution.ask_customer(opened, "Które piętro?", by=ana(), at=NOON)
    notes.write_down_message(opened, "Jutro {number} przyjedziemy", by=ana(), at=NOON)
    sign(ana(), "pl", "Ana, Miasto", by=ana())
    call_backs.promise_about(opened, NOON + timedelta(hours=2), "die Rampe", by=ana(), at=NOON)
    resolution.resolve(opened, "Zabrane", by=ana(), at=NOON)
    resolution.not_solved(opened, "Nadal stoi", by=None, at=NOON)
    resolution.resolve(opened, "Zabrane wreszcie", by=ana(), at=NOON)
    assert [occasion for occasion, _to, _language in told()] == [
        "received", "question", "message", "call_back", "done", "done"
    ]  # fmt: skip
    rows = {row.occasion: row for row in Outgoing.objects.order_by("id")}
    assert "Które piętro?" in rows["question"].body
    # Words of a person are no template.
    assert "Jutro {number} przyjedziemy" in rows["message"].body
    assert rows["message"].body.endswith("Ana, Miasto")
    assert [("/rating/" in row.body) for row in Outgoing.objects.filter(occasion="done").order_by("id")] == [
        True,
        False,
    ]
    assert told() == told()


def test_nobody_is_told_of_what_is_brought_in_quietly_or_by_whom_they_do_not_wish():
    with quietly():
        open_ticket(builders.problem(customer=carla()), by=None, at=NOON)
    assert OutboxItem.objects.count() == 0
    open_ticket(builders.problem(customer=carla(preferred_channel=Channel.TELEPHONE)), by=None, at=NOON)
    open_ticket(builders.problem(customer=builders.customer("Nobody knows")), by=None, at=NOON)
    set_rule("received", is_on=False, gather_minutes=0, by=None)
    open_ticket(builders.problem(customer=carla()), by=None, at=NOON)
    assert told() == []


def test_who_wrote_is_answered_where_they_wrote_from_and_a_contact_without_a_ticket_has_its_own_number():
    contact = builders.contact(
        channel=Channel.EMAIL, caller_email="other@example.org", language="th", caller_name="ดาว"
    )
    record("contact.opened", contact, by=None, at=NOON)
    assert told() == [("received", "other@example.org", "th")]
    assert str(contact) in last().subject


def test_what_falls_together_becomes_one_message():
    customer = carla("fr")
    for _ in range(3):
        open_ticket(builders.problem(customer=customer), by=ana(), at=NOON)
    assert told() == [("received", "carla@example.org", "fr")] * 3
    assert gather(NOON) == 1
    assert (last().occasion, last().subject) == ("digest", "Des nouvelles de vos demandes")
    assert last().body.count("/help/fr/follow/") == 3
    assert list(Outgoing.objects.order_by("id").values_list("state", flat=True)) == [
        *[Delivery.GATHERED] * 3, Delivery.QUEUED
    ]  # fmt: skip
    assert gather(NOON) == 0


def test_staff_are_told_as_they_wish_and_never_of_what_they_did():
    for user in (ana(), sofia()):
        change_user(user, email=f"{user.username}@city.example", by=None)
    change_user(tomek(), email="tomek@city.example", language="pl", by=None)
    join_centre(tomek(), builders.centre(), 2, by=None)
    ticket = builders.ticket(customer=carla(), resolve_by=NOON + timedelta(hours=1))
    assignment.assign(ticket, ana(), by=sofia(), at=NOON)
    notes.note_internally(ticket, "@tomek, see this; @ana knows. mail@sofia.example @nobody", by=ana(), at=NOON)
    escalation.escalate(ticket, 2, "stuck", tried="all", expected="more", by=ana(), at=NOON)
    assignment.assign(ticket, tomek(), by=tomek(), at=NOON)
    choose(sofia(), "late", PersonalChoice.Way.NEVER, by=sofia())
    choose(ana(), "assigned", PersonalChoice.Way.HOURLY, by=ana())
    assert told() == [
        ("assigned", "ana@city.example", "en"),
        ("mentioned", "tomek@city.example", "pl"),
        ("escalated", "tomek@city.example", "pl"),
    ]
    assert Outgoing.objects.earliest("id").due_at == NOON + timedelta(hours=1)
    assert f"/tickets/{ticket.number}/" in last().body
    ticket.refresh_from_db()
    facts = {"act": "tell_assignee", "clock": "resolve", "due_by": NOON.isoformat(), "assignee_id": tomek().pk}
    record("ticket.warned", ticket, by=None, at=NOON, facts=facts)
    record("ticket.warned", ticket, by=None, at=NOON, facts={"act": "tell_supervisors", "clock": "update"})
    assert told()[3:] == [("late", "tomek@city.example", "pl"), ("still_working", "carla@example.org", "en")]


def test_the_customers_of_an_order_hear_when_it_comes_and_when_it_is_done():
    order, customer = builders.work_order(crew=builders.crew()), carla()
    tickets = [builders.ticket(customer=customer), builders.ticket(customer=builders.customer("No address"))]
    for ticket in tickets:
        linking.link(order, ticket, "by hand", by=None, at=NOON)
    planning.appoint(order, NOON + timedelta(days=1), NOON + timedelta(days=1, hours=2), by=None, at=NOON)
    assert told() == [("planned", "carla@example.org", "en")]
    assert "March 5, 2026" in last().body
    links = Link.objects.order_by("id")
    assert [link.told for link in links.all()] == [Told.QUEUED, Told.NOT_YET]
    progress.start(order, by=None, at=NOON)
    progress.complete(order, "Collected", by=None, at=NOON)
    assert [link.told for link in links.all()] == [Told.NOT_YET, Told.NOT_YET]
    assert [occasion for occasion, _to, _language in told()] == ["planned", "done"]
    assert [link.told for link in links.all()] == [Told.QUEUED, Told.NOT_YET]
    progress.reopen(order, "not all of it", by=None, at=NOON)
    assert [occasion for occasion, _to, _language in told()] == ["planned", "done", "still_working"]


def test_an_entry_at_fault_holds_up_no_other_and_is_kept():
    ticket = builders.ticket(customer=carla())
    notes.write_down_message(ticket, "One", by=ana(), at=NOON)
    record("ticket.warned", ticket, by=None, at=NOON, facts={"act": "tell_assignee", "assignee_id": [1]})
    notes.write_down_message(ticket, "Two", by=ana(), at=NOON)
    assert [occasion for occasion, _to, _language in told()] == ["message", "message"]
    assert list(OutboxItem.objects.values_list("reader", flat=True)) == [notices.FAULTY]
    assert [finding.value for finding in examined(NOON) if finding.name == "mail_failed"] == [1]
