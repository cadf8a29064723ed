"""A search can be demanded before an answer, a ticket or a work order; without it they are refused, plainly."""

import pytest

from firstline.casework.contacts import closing, looking_up
from firstline.casework.contacts.models import Contact, Kind, Outcome
from firstline.casework.contacts.search_first import FIELD, NotSearched, searches
from firstline.casework.tickets import opening
from firstline.casework.work_orders import raising
from firstline.journal.models import Entry
from firstline.reference.handling.models import Before
from firstline.reference.handling.searching_first import demand
from tests import builders
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db


def asked(**fields: object) -> Contact:
    """A contact that only the search keeps from being closed as answered."""
    return builders.contact(kind=Kind.INFORMATION, words="When?", answer="At nine.", **fields)


def facts(verb: str) -> object:
    return Entry.objects.get(verb=verb).facts.get("search_first")


def test_nothing_is_demanded_unless_somebody_lays_it_down() -> None:
    contact = asked()
    assert searches(contact, code=None) == {}
    closing.close(contact, Outcome.ANSWERED, by=ana())
    assert facts("contact.closed") is None


def test_an_answer_waits_for_the_search_that_its_kind_demands() -> None:
    demand(Kind.INFORMATION, search_before_answer=True, by=marc())
    contact = asked()
    with pytest.raises(closing.Incomplete) as refused:
        closing.close(contact, Outcome.ANSWERED, by=ana())
    assert [(item.section, item.field, item.text) for item in refused.value.missing] == [
        ("knowledge", FIELD, "A search in the articles, or why not")
    ]
    looking_up.search(contact, "nine", found=0, language="en", by=ana())
    closing.close(contact, Outcome.ANSWERED, by=ana())
    assert facts("contact.closed") == {"done": True, "kind": "information", "code": None}


def test_an_answer_waits_for_the_search_that_its_code_demands() -> None:
    code = builders.handled_code("Ferry", search_before_answer=True)
    contact = asked(code=code)
    assert [item.field for item in closing.missing(contact, Outcome.ANSWERED)] == [FIELD]
    looking_up.skip(contact, "The line is full", by=ana())
    closing.close(contact, Outcome.ANSWERED, by=ana())
    assert facts("contact.closed") == {
        "done": False,
        "skipped": "The line is full",
        "kind": "information",
        "code": code.pk,
    }


def test_a_call_that_came_to_nothing_needs_no_search() -> None:
    demand(Kind.INFORMATION, search_before_answer=True, by=marc())
    contact = asked()
    assert closing.close(contact, Outcome.ABANDONED, by=ana()).outcome == Outcome.ABANDONED


def test_each_ticket_of_a_contact_waits_for_a_search_of_its_own() -> None:
    code = builders.handled_code("Lamp", search_before_ticket=True)
    contact = builders.problem(code=code)
    with pytest.raises(opening.Incomplete) as refused:
        opening.open_ticket(contact, by=ana())
    assert [item.field for item in refused.value.missing] == [FIELD]
    assert [item.field for item in closing.missing(contact, Outcome.TICKETED)] == [FIELD]
    version = builders.article().versions.get(is_current=True)
    looking_up.open_article(contact, version, by=ana())
    opening.open_ticket(contact, by=ana())
    assert facts("ticket.opened") == {"done": True, "kind": "action", "code": code.pk}
    Contact.objects.filter(pk=contact.pk).update(words="And another lamp", code=code)
    with pytest.raises(opening.Incomplete):
        opening.open_ticket(contact, by=ana())


def test_what_opens_tickets_by_itself_is_not_asked_to_search() -> None:
    contact = builders.problem(code=builders.handled_code("Lamp", search_before_ticket=True))
    assert opening.open_ticket(contact, by=None).number == 1
    assert facts("ticket.opened") is None


def test_a_work_order_waits_for_the_search_too() -> None:
    code = builders.handled_code("Lamp", search_before_work_order=True)
    ticket = opening.open_ticket(builders.problem(code=code), by=ana())
    assert ticket.contact is not None
    with pytest.raises(NotSearched, match="Search the articles first, or say why not"):
        raising.raise_for(ticket, by=ana())
    looking_up.search(ticket.contact, "lamp", found=2, language="en", by=ana())
    with pytest.raises(NotSearched):  # that was for the next problem
        raising.raise_for(ticket, by=ana())
    looking_up.search(ticket.contact, "lamp", found=2, language="en", by=ana(), problem=0)
    assert raising.raise_for(ticket, by=ana()).number == 1
    assert facts("work_order.raised") == {"done": True, "kind": "action", "code": code.pk}


def test_a_ticket_from_no_contact_and_the_clock_raise_work_orders_without_it() -> None:
    code = builders.handled_code("Lamp", search_before_work_order=True)
    assert raising.raise_for(builders.ticket(code=code), by=ana()).number == 1
    assert raising.raise_for(builders.ticket(code=code, contact=builders.contact()), by=None).number == 2


def test_a_kind_demands_before_each_act_what_was_laid_down_and_the_journal_says_who_did() -> None:
    demand(Kind.ACTION, search_before_ticket=True, search_before_work_order=True, by=marc())
    demand(Kind.ACTION, search_before_work_order=False, by=marc())
    demand(Kind.ACTION, search_before_work_order=False, by=marc())
    assert set(searches(builders.contact(kind=Kind.ACTION), code=None)) == {Before.TICKET}
    assert [entry.facts["kind"] for entry in Entry.objects.filter(verb="kind_handling.changed")] == ["action"] * 2
