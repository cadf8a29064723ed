"""An information request that becomes an action request when work is asked for."""

import pytest

from firstline.casework.contacts.models import Kind, Outcome
from firstline.casework.reports.search_first import Line, totals
from tests import builders
from tests.cast import ana
from tests.stories.desk import sign_in, telephone_rings

pytestmark = pytest.mark.django_db


def test_an_information_request_is_answered_and_closed() -> None:
    call = telephone_rings(sign_in(ana()))
    call.press("kind/", kind="information")
    call.type("words", "When is the recycling centre open?")
    missing = call.press("closing/", outcome="answered").content.decode()
    assert ("The answer given" in missing, call.contact.is_open) == (True, True)
    call.type("answer", "On Saturdays from 9 to 13.")
    call.press("closing/", outcome="answered")
    assert call.contact.outcome == Outcome.ANSWERED


def test_it_is_answered_from_an_articles_script_and_closed() -> None:
    code = builders.handled_code("Opening hours", search_before_answer=True)
    builders.article("Recycling centre", "Saturdays.", script="It is open on Saturdays from nine to one.", code=code)
    call = telephone_rings(sign_in(ana()))
    call.press("kind/", kind="information")
    call.type_all(words="When can I bring my old fridge?", code=code.pk)
    screen = call.screen()
    assert ("Recycling centre" in screen, "Search the articles first: before an answer." in screen) == (True, True)
    missing = call.press("closing/", outcome="answered").content.decode()
    assert ("A search in the articles, or why not" in missing, call.contact.is_open) == (True, True)
    read = call.client.post(f"{call.address}articles/1/opening/").content.decode()
    assert "It is open on Saturdays from nine to one." in read
    call.press("articles/1/answer/", language="en")
    record = call.press("closing/", outcome="answered").content.decode()
    assert "closed: answered" in record
    assert (call.contact.answer, call.contact.outcome) == (
        "It is open on Saturdays from nine to one.",
        Outcome.ANSWERED,
    )
    assert [(one.act, str(one.version)) for one in call.contact.look_ups.all()] == [
        ("opened", "Recycling centre"),
        ("answered_by", "Recycling centre"),
    ]
    assert totals() == Line(None, "", 1, 1)


def test_it_becomes_an_action_request_and_keeps_what_was_entered() -> None:
    code = builders.handled_code("Missed collection", requires_location=True)
    call = telephone_rings(sign_in(ana()))
    call.press("kind/", kind="information")
    call.type_all(
        caller_name="Noah Brown",
        words="When are the bins emptied? Ours were not.",
        answer="On Tuesdays.",
        code=code.pk,
        place="12 Canal Street",
    )
    call.press("kind/", kind="action")
    contact = call.contact
    assert (contact.kind, contact.words, contact.answer, contact.code, contact.place) == (
        Kind.ACTION,
        "When are the bins emptied? Ours were not.",
        "On Tuesdays.",
        code,
        "12 Canal Street",
    )
    call.press("tickets/")
    call.press("closing/", outcome="ticketed")
    ticket = call.contact.tickets.get()
    assert (ticket.words, ticket.place) == ("When are the bins emptied? Ours were not.", "12 Canal Street")
    assert (call.contact.outcome, call.contact.answer) == (Outcome.TICKETED, "On Tuesdays.")


def test_any_contact_may_carry_a_code_so_that_frequencies_can_be_counted() -> None:
    code = builders.code("Opening hours")
    call = telephone_rings(sign_in(ana()))
    call.press("kind/", kind="information")
    call.type_all(words="When are you open?", code=code.pk, answer="From nine.")
    call.press("closing/", outcome="answered")
    assert (call.contact.code, call.contact.is_open) == (code, False)
