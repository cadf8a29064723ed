"""Following by a secret link: only what was said to the customer, and what they say comes to the ticket."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from firstline.casework.contacts.models import Contact, Outcome
from firstline.casework.tickets import assignment, escalation, notes, resolution, satisfaction
from firstline.casework.tickets.models import Rating, State, Ticket
from firstline.casework.work_orders import planning, progress, raising
from firstline.interfaces.channels import links
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.portal import holding
from firstline.journal.models import Entry
from tests import builders
from tests.cast import ana, tomek
from tests.interfaces.portal.telephone import Telephone, given_a_minute_ago

pytestmark = pytest.mark.django_db


def follow(ticket: Ticket | Contact, language: str = "en") -> Telephone:
    phone = Telephone(language)
    assert phone.open(f"follow/{links.secret_of(ticket)}/").status_code == 200
    return phone


def test_a_customer_reads_what_was_said_to_them_and_nothing_else() -> None:
    ticket, by = builders.ticket(words="The fridge hums"), tomek()
    assignment.take(ticket, by=by)
    notes.note_internally(ticket, "SECRET note", by=by)
    notes.write_down_message(ticket, "We come on Friday.", by=by)
    notes.call(ticket, "SECRET number dialled", "no_answer", by=by)
    notes.call(ticket, "Told the customer about it", "reached", by=by)
    proposal = resolution.propose(ticket, "SECRET proposal", by=by)
    resolution.settle(proposal, "failed", by=by)
    resolution.reproduce(ticket, "SECRET", "SECRET", "SECRET", reproduced=True, by=by)
    escalation.escalate(ticket, 2, "SECRET why", tried="SECRET tried", expected="SECRET", by=by)
    resolution.ask_customer(ticket, "Which colour?", by=by)
    resolution.resolve(ticket, "SECRET how", by=by)
    phone = follow(ticket)
    for words in ("The fridge hums", "We come on Friday.", "Told the customer about it", "Which colour?"):
        assert words in phone.page
    assert ("SECRET" in phone.page, by.name in phone.page) == (False, False)


def test_why_a_job_was_taken_up_again_stays_inside() -> None:
    ticket, by = builders.ticket(), tomek()
    order = raising.raise_for(ticket, by=by)
    start = timezone.now() + timedelta(days=1)
    planning.plan(order, builders.crew(), start, None, zone=start.tzinfo, by=by)
    planning.appoint(order, start, start + timedelta(hours=2), by=by)
    assert "We come" in follow(ticket).page
    progress.release(order, by=by)
    progress.start(order, by=by)
    progress.complete(order, "SECRET result", by=by)
    assert "We think that it is solved" in follow(ticket).page
    progress.reopen(order, "SECRET mistake", by=by)
    page = follow(ticket).page
    assert ("It is open again" in page, "SECRET" in page) == (True, False)


def test_an_answer_lets_a_waiting_ticket_go_on_once() -> None:
    ticket = builders.ticket(contact=builders.contact())
    resolution.ask_customer(ticket, "Which colour?", by=tomek())
    phone, form = follow(ticket), given_a_minute_ago()
    address = f"{phone.at}messages/"
    assert "Write a few words first." in (phone.send(address, token=form, words=" "), phone.page)[1]
    for _twice in range(2):
        phone.send(address, token=form, words="Blue")
    ticket.refresh_from_db()
    assert ("Thank you. We have it." in phone.page, ticket.state) == (True, State.NEW)
    said = Entry.objects.filter(verb="ticket.customer_answered")
    assert [entry.facts["text"] for entry in said] == ["Blue"]
    assert Arrival.objects.get().ticket == ticket


def test_solved_and_not_solved_are_one_press_each() -> None:
    ticket = builders.ticket(contact=builders.contact())
    resolution.resolve(ticket, "Changed it", by=tomek())
    phone = follow(ticket)
    address = phone.at
    phone.send(f"{address}messages/", verdict="not_solved", words="")
    assert "Write a few words first." in phone.page
    phone.send(f"{address}messages/", verdict="not_solved", words="It hums again")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened) == (State.NEW, 1)
    assert ("You said that it is not solved" in phone.page, "It hums again" in phone.page) == (True, True)
    resolution.resolve(ticket, "Changed all", by=tomek())
    phone.send(f"{address}messages/", verdict="confirmed")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.confirmed_at is not None) == (State.CLOSED, True)
    assert "How was it?" in phone.page


def test_reading_the_page_of_the_rating_rates_nothing_and_pressing_a_button_does_so_once() -> None:
    ticket = builders.ticket(contact=builders.contact())
    phone = Telephone()
    rating = f"follow/{links.secret_of(ticket)}/rating/"
    assert phone.open(rating).status_code == 200
    assert "You can rate it when it is solved." in phone.page
    phone.send(rating, score="5")
    assert "It can be rated when it is solved." in phone.page
    resolution.resolve(ticket, "Changed it", by=tomek())
    phone.open(rating, score="4")
    Client().head(phone.at, {"score": "4"})
    assert Rating.objects.count() == 0
    for wrong in ("6", "0", "a", "", "12345", "\x00"):
        assert phone.send(rating, score=wrong).status_code == 422
    phone.send(rating, score="4")
    assert "Your rating: 4 of 5, good." in phone.page
    phone.send(rating, words="They were quick")
    assert "They were quick" in phone.page
    assert phone.send(rating, score="1").status_code == 422
    given = Rating.objects.get()
    assert (given.score, given.words, given.by) == (4, "They were quick", None)
    with pytest.raises(satisfaction.RatedAlready):
        satisfaction.explain(given, "And kind", by=ana())


def test_a_contact_without_a_ticket_is_followed_and_leads_to_its_ticket_later() -> None:
    contact = builders.problem()
    phone = follow(contact, "fr")
    phone.send(f"{phone.at}messages/", words="Il y en a deux")
    assert "Il y en a deux" in phone.page
    ticket = builders.ticket(contact=contact, customer=contact.customer)
    phone.open(f"follow/{links.secret_of(contact)}/")
    assert phone.at == f"/help/fr/follow/{links.secret_of(ticket)}/"
    builders.ticket(contact=contact, customer=contact.customer)
    stranger = builders.ticket(contact=contact, customer=builders.customer("Somebody Else"))
    page = follow(contact).page
    assert (f"T{ticket.number} " in page, f"T{stranger.number} " in page) == (True, False)


def test_the_link_of_a_contact_does_not_write_to_a_ticket_whose_link_was_withdrawn() -> None:
    contact = builders.problem()
    phone = follow(contact)
    ticket = builders.ticket(contact=contact, customer=contact.customer)
    links.withdraw(ticket, by=tomek())
    phone.send(f"{phone.at}messages/", words="Close it, please")
    assert not Entry.objects.filter(verb="ticket.customer_answered").exists()
    heard = Entry.objects.about("contact", contact.pk).filter(facts__text="Close it, please")
    assert [entry.verb for entry in heard] == ["contact.message_received"]


def test_the_answer_to_a_question_is_read_when_the_contact_is_closed() -> None:
    contact = builders.contact(kind="information", words="When?", answer="From nine on.")
    assert "From nine on." not in follow(contact).page
    Contact.objects.filter(pk=contact.pk).update(closed_at=timezone.now(), outcome=Outcome.ANSWERED)
    assert "From nine on." in follow(contact).page


def test_a_wrong_secret_says_the_same_whether_the_number_exists_or_not() -> None:
    ticket = builders.ticket()
    mark = links.secret_of(ticket)
    wrong = [
        f"T{ticket.number}-{'A' * 22}", f"T{ticket.number + 1}-{'A' * 22}", mark[:-1], mark + "A", "C" + mark[1:], "x",
        "T-", f"T{'9' * 30}-{'A' * 22}", "T٤٢-AA",
    ]  # fmt: skip
    phone = Telephone()
    pages = set()
    for one in wrong:
        assert phone.open(f"follow/{one}/").status_code == 404
        pages.add(phone.page.replace(f"/{quote(one)}/", "//"))
    assert len(pages) == 1
    for one in wrong:
        assert Telephone().send(f"follow/{one}/messages/", words="x").status_code == 404
        assert Telephone().send(f"follow/{one}/rating/", score="5").status_code == 404


def test_secret_pages_are_kept_nowhere_found_by_nobody_and_named_to_nobody() -> None:
    ticket = builders.ticket()
    for page in ("", "rating/"):
        answer = Telephone().open(f"follow/{links.secret_of(ticket)}/{page}")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Cache-Control"] == "private, no-store"
        assert "script-src 'none'" in answer["Content-Security-Policy"]
        assert ("<script" in answer.content.decode(), answer.cookies) == (False, {})


def test_somebody_who_writes_endlessly_about_one_ticket_is_held_back() -> None:
    ticket = builders.ticket(contact=builders.contact())
    phone = follow(ticket)
    address = f"{phone.at}messages/"
    for number in range(holding.PER_TICKET + 1):
        phone.send(address, words=f"Number {number}")
    assert "somebody looks at it before it goes on" in phone.page
    assert Arrival.objects.quarantined().count() == 1
