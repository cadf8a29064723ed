"""The appliance pick-up: from the first word to the work order by its procedure."""

import pytest

from firstline.casework.contacts.models import Contact, Outcome
from firstline.casework.guidance.models import Run
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.reference.procedures.models import ProcedureVersion
from firstline.reference.procedures.shipping import ship_examples
from tests import builders
from tests.cast import ana
from tests.stories.desk import Caller, sign_in, telephone_rings

pytestmark = pytest.mark.django_db


def follow(call: Caller, act: str, step: str, **sent: object) -> str:
    """Press in the procedure: the run that is open, or the version that is offered."""
    run = Run.objects.filter(contact_id=call.contact.pk).open().first()
    version = ProcedureVersion.objects.in_use().get(procedure__key="appliance-pick-up")
    which = {"run": run.pk} if run else {"version": version.pk}
    sent = {"step": step, "read": 0, "contact_seen": call.contact.version, **which, **sent}
    answer = call.client.post(f"{call.address}procedure/{act}/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def call() -> Caller:
    code = builders.handled_code()
    ship_examples({"appliance": code})
    call = telephone_rings(sign_in(ana()))
    call.press("kind/", kind="action")
    call.type_all(caller_name="Noah Doyle", words="My old fridge has to go", code=code.pk)
    return call


def test_the_caller_is_led_from_the_first_question_to_the_work_order(call: Caller) -> None:
    here = builders.location("12 Ferry Street")
    assert "What shall we fetch?" in call.screen()
    assert Run.objects.count() == 0
    assert "Please empty it and close the door" in follow(call, "answers", "what", value="cooling")
    assert "At which address?" in follow(call, "answers", "doors")
    page = follow(call, "answers", "place", value_text=str(here), value=here.pk)
    assert "Can you put it in front of the house" in page
    assert (call.contact.location, call.contact.place) == (here, str(here))
    follow(call, "answers", "outside", value="no")
    assert "From which day on" in follow(call, "answers", "floor", value="3")
    follow(call, "answers", "from_when", value="2026-12-01")
    follow(call, "answers", "read_back", value="yes")
    follow(call, "deeds", "open")
    follow(call, "deeds", "order")
    assert "No step is due" not in follow(call, "jumps", "floor")
    follow(call, "answers", "bye")

    run, ticket, order = Run.objects.get(), Ticket.objects.get(), WorkOrder.objects.get()
    assert (run.ticket_id, run.finished_at is not None) == (ticket.pk, True)
    assert (ticket.place, order.links.get().ticket) == (str(here), ticket)
    assert {answer.step_key: answer.value for answer in run.answers.all()}["open"] == {
        "ticket": ticket.pk,
        "number": ticket.number,
    }
    call.press("closing/", outcome="ticketed")
    assert call.contact.outcome == Outcome.TICKETED


def test_the_answers_are_shown_and_a_number_that_is_none_stays_with_the_reason(call: Caller) -> None:
    follow(call, "answers", "what", value="washing")
    follow(call, "answers", "place", value_text="Behind the old mill")
    follow(call, "answers", "outside", value="no")
    page = follow(call, "answers", "floor", value="the third")
    assert "This is no number." in page
    assert 'value="the third"' in page
    assert "Washing machine or dishwasher" in page
    assert "step 4 of" in page


def test_a_required_step_that_is_open_holds_the_contact_until_it_is_skipped_with_a_reason(call: Caller) -> None:
    follow(call, "answers", "what", value="other")
    run = Run.objects.get()
    page = call.client.post(f"{call.address}closing/", {"outcome": "answered"}, headers={"HX-Request": "true"})
    assert f'href="#id_{run.pk}.place"' in page.content.decode()
    assert "Say why this step is skipped." in follow(call, "skips", "place", reason=" ")
    follow(call, "skips", "place", reason="They bring it themselves")
    follow(call, "skips", "outside", reason="They bring it themselves")
    skipped = run.answers.get(step_key="place")
    assert (skipped.is_skipped, skipped.skipped_because) == (True, "They bring it themselves")
    assert "They bring it themselves" in call.screen()


def test_a_ticket_opened_by_hand_is_the_step_done(call: Caller) -> None:
    follow(call, "answers", "what", value="other")
    call.type("place", "Behind the old mill")
    call.press("tickets/")
    run, ticket = Run.objects.get(), Ticket.objects.get()
    assert run.ticket_id == ticket.pk
    assert run.answers.get(step_key="open").value == {"ticket": ticket.pk, "number": ticket.number}
    page = call.client.get(f"/tickets/{ticket.number}/procedure/").content.decode()
    assert "Raise the work order" in page


def test_a_step_that_cannot_be_carried_out_says_why_and_changes_nothing(call: Caller) -> None:
    Contact.objects.update(words="", code=None)
    before = Run.objects.count()
    page = follow(call, "deeds", "open")
    assert "The customer&#x27;s words" in page
    assert (Ticket.objects.count(), Run.objects.count()) == (0, before)
