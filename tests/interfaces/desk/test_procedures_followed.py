"""A procedure beside a contact and a ticket: answers that land in fields, steps that are carried out, photos."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.casework.guidance import following
from firstline.casework.guidance.models import Photo, Run
from firstline.casework.tickets import resolution
from firstline.casework.tickets.models import CallBack, Ticket
from firstline.casework.work_orders.models import Link
from firstline.reference.procedures.models import ProcedureVersion, Step
from firstline.reference.staff.models import User
from tests import builders
from tests.cast import ana, rita, tomek
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


@pytest.fixture
def desk() -> Client:
    return sign_in(ana())


def begun(*steps: Step, subject: Contact | Ticket) -> Run:
    version = builders.procedure(*steps)
    return following.start(version, subject, facts={}, by=ana())


def press(desk: Client, run: Run, act: str, step: str, **sent: object) -> str:
    """Press in the card of what the run is followed for."""
    ticket = Ticket.objects.filter(pk=run.ticket_id or 0).first()
    contact = Contact.objects.filter(pk=run.contact_id or 0).first()
    where = f"contacts/{contact.number}" if contact else f"tickets/{ticket.number}" if ticket else ""
    sent = {"run": run.pk, "step": step, "read": 0, "contact_seen": contact.version if contact else 0, **sent}
    answer = desk.post(f"/{where}/procedure/{act}/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def doing(key: str, deed: str, **facts: object) -> Step:
    return builders.step(key, "do", deed=deed, **facts)


@pytest.mark.parametrize(
    ("lands_in", "answer", "sent", "kept"),
    [
        ("contact.words", "text", "It drips", "It drips"),
        ("contact.people_affected", "number", "12", 12),
        ("contact.whole_site_down", "yes_no", "no", False),
        ("contact.note", "text", "Ring twice", "Ring twice"),
    ],
)
def test_an_answer_lands_in_the_field_it_belongs_to(
    desk: Client, lands_in: str, answer: str, sent: str, kept: object
) -> None:
    run = begun(builders.step("one", answer_type=answer, lands_in=lands_in), subject=builders.contact(kind="action"))
    press(desk, run, "answers", "one", value=sent)
    contact = Contact.objects.get()
    assert getattr(contact, lands_in.partition(".")[2]) == kept
    assert run.answers.get().value == kept


def test_an_answer_that_the_field_refuses_is_kept_nowhere_and_stays_in_sight(desk: Client) -> None:
    run = begun(
        builders.step("mail", lands_in="contact.caller_email"), subject=builders.contact(kind="action", caller_email="")
    )
    page = press(desk, run, "answers", "mail", value="no address")
    assert "Enter a valid email address." in page
    assert ">no address</textarea>" in page
    assert (Contact.objects.get().caller_email, run.answers.count()) == ("", 0)


def test_a_field_that_somebody_changed_meanwhile_is_not_written_over_unseen(desk: Client) -> None:
    contact = builders.contact(kind="action")
    run = begun(builders.step("words", lands_in="contact.words"), subject=contact)
    desk.post(f"/contacts/{contact.number}/fields/", {"field": "words", "value": "It drips", "seen": contact.version})
    page = press(desk, run, "answers", "words", value="It pours", contact_seen=contact.version)
    assert "Meanwhile it says: It drips" in page
    assert Contact.objects.get().words == "It drips"
    press(desk, run, "answers", "words", value="It pours")
    assert Contact.objects.get().words == "It pours"


def test_equipment_and_a_code_are_found_by_what_was_typed(desk: Client) -> None:
    thing, code = builders.equipment(serial_number="SN-4711"), builders.code("Pothole")
    run = begun(
        builders.step("thing", answer_type="equipment", lands_in="contact.equipment"),
        builders.step("code", answer_type="code", lands_in="contact.code"),
        subject=builders.contact(kind="action"),
    )
    assert "Choose one of the list." in press(desk, run, "answers", "thing", value_text="no such thing")
    press(desk, run, "answers", "thing", value_text="SN-4711")
    press(desk, run, "answers", "code", value=code.pk, value_text=str(code))
    contact = Contact.objects.get()
    assert (contact.equipment, contact.code) == (thing, code)


def test_a_photo_is_kept_shown_and_guarded(desk: Client) -> None:
    contact = builders.contact(kind="action")
    run = begun(builders.step("photo", answer_type="photo"), builders.step("next"), subject=contact)
    refused = press(desk, run, "answers", "photo", value=SimpleUploadedFile("a.png", b"<svg onload=1>"))
    assert "This is no photo" in refused
    page = press(desk, run, "answers", "photo", value=SimpleUploadedFile("leak.png", PNG))
    photo = Photo.objects.get()
    assert f"/procedure-photos/{photo.pk}/" in page
    answer = desk.get(f"/procedure-photos/{photo.pk}/")
    assert (answer["Content-Type"], answer.content) == ("image/png", PNG)
    assert Client().get(f"/procedure-photos/{photo.pk}/").status_code == 302


def test_on_a_ticket_steps_are_carried_out_with_the_usual_verbs(desk: Client) -> None:
    code = builders.handled_code()
    ticket, order = builders.ticket(code=code, tier=1), builders.work_order()
    article = builders.article()
    run = begun(
        doing("order", "raise_work_order"),
        doing("link", "link_work_order"),
        doing("call", "promise_call_back"),
        doing("up", "escalate"),
        doing("read", "send_article", article=article.number),
        subject=ticket,
    )
    press(desk, run, "deeds", "order")
    assert "This work order does not exist." in press(desk, run, "deeds", "link", order="99999")
    press(desk, run, "deeds", "link", order=order.number)
    assert Link.objects.filter(ticket=ticket).count() == 2
    late = {"due_by": "2020-01-01T10:00", "text": "How it went", "number": "+14155550100"}
    assert "Promise a time that is yet to come" in press(desk, run, "deeds", "call", **late)
    soon = timezone.localtime() + timedelta(days=1)
    press(desk, run, "deeds", "call", **{**late, "due_by": soon.strftime("%Y-%m-%dT%H:%M")})
    assert CallBack.objects.get().because == "How it went"
    up = {"tier": 2, "centre": ticket.centre_id, "reason": "Too hard", "tried": "All", "expected": "More"}
    assert "This field is required." in press(desk, run, "deeds", "up", **{**up, "tried": ""})
    press(desk, run, "deeds", "up", **up)
    page = press(desk, run, "deeds", "read")
    ticket.refresh_from_db()
    assert (ticket.tier, Run.objects.get().is_open) == (2, False)
    assert "No step is due" not in page


def test_on_a_ticket_answers_land_where_they_belong(desk: Client) -> None:
    ticket = builders.ticket(wanted="")
    run = begun(
        builders.step("wish", lands_in="contact.wanted"),
        builders.step("see", "reproduce"),
        builders.step("try", "propose"),
        builders.step("sure", "confirm"),
        subject=ticket,
    )
    press(desk, run, "answers", "wish", value="A new one")
    press(desk, run, "answers", "see", value="yes")
    press(desk, run, "answers", "try", value="failed")
    press(desk, run, "answers", "try", value="failed")
    press(desk, run, "answers", "sure", value="yes")
    ticket.refresh_from_db()
    seen, tried = ticket.reproductions.get(), ticket.proposals.get()
    assert (ticket.wanted, ticket.state) == ("A new one", "new")
    assert (seen.steps, seen.result, seen.reproduced) == ("See?", "The fault was seen.", True)
    assert (tried.text, tried.outcome) == ("Try?", "failed")


@pytest.mark.parametrize(("answer", "state"), [("yes", "closed"), ("no", "in_progress")])
def test_what_the_customer_says_of_a_resolved_ticket_closes_or_reopens_it(
    desk: Client, answer: str, state: str
) -> None:
    ticket = builders.ticket(assignee=ana())
    run = begun(builders.step("sure", "confirm"), builders.step("next"), subject=ticket)
    resolution.resolve(ticket, "A new bulb", by=ana())
    press(desk, run, "answers", "sure", value=answer)
    ticket.refresh_from_db()
    assert (ticket.state, run.answers.get().value) == (state, answer == "yes")


def test_a_ticket_cannot_be_resolved_before_its_required_step_which_the_refusal_leads_to(desk: Client) -> None:
    ticket = builders.ticket()
    run = begun(builders.step("cause", required=True, blocks_resolving=True), subject=ticket)
    page = desk.post(f"/tickets/{ticket.number}/resolution/", {"resolution": "Mended"}).content.decode()
    way = f"/tickets/{ticket.number}/procedure/?at={run.pk}.cause#id_{run.pk}.cause"
    assert f'href="{way}"' in page
    assert f'id="id_{run.pk}.cause"' in desk.get(way).content.decode()
    press(desk, run, "answers", "cause", value="A worn seal")
    assert desk.post(f"/tickets/{ticket.number}/resolution/", {"resolution": "Mended"}).status_code == 302


def test_one_is_started_by_hand_left_with_a_reason_and_finished_early(desk: Client) -> None:
    contact = builders.contact(kind="action")
    version = builders.procedure(builders.step("one"))
    url = f"/contacts/{contact.number}/procedure"
    assert desk.post(f"{url}/starts/", {"version": version.pk}).status_code == 302
    run = Run.objects.get()
    assert "Say why this procedure is left." in press(desk, run, "leaving", "", reason="")
    press(desk, run, "leaving", "", reason="It is another fault")
    assert Run.objects.get().left_at is not None
    desk.post(f"{url}/starts/", {"version": version.pk})
    press(desk, Run.objects.open().get(), "endings", "")
    assert Run.objects.open().count() == 0


@pytest.mark.parametrize(
    "sent", [{}, {"version": "x"}, {"run": "9" * 30, "version": "\x00"}, {"version": "1", "step": "\x00"}]
)
def test_what_makes_no_sense_is_refused_plainly(desk: Client, sent: dict[str, str]) -> None:
    contact = builders.contact(kind="action")
    for act in ("starts", "answers", "skips", "jumps", "deeds", "leaving", "endings"):
        assert desk.post(f"/contacts/{contact.number}/procedure/{act}/", sent).status_code == 200
    assert Run.objects.count() == 0


@pytest.mark.parametrize("who", [rita, tomek])
def test_who_takes_no_contacts_follows_nothing_in_them(who: type[User]) -> None:
    contact = builders.contact(kind="action")
    version: ProcedureVersion = builders.procedure(builders.step("one"))
    answer = sign_in(who()).post(f"/contacts/{contact.number}/procedure/starts/", {"version": version.pk})
    assert (answer.status_code, Run.objects.count()) == (403, 0)


def test_the_card_of_a_ticket_costs_few_queries(desk: Client, django_assert_max_num_queries: object) -> None:
    ticket = builders.ticket()
    run = begun(*(builders.step(f"s{number}") for number in range(30)), subject=ticket)
    desk.get(f"/tickets/{ticket.number}/procedure/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        desk.get(f"/tickets/{ticket.number}/procedure/", headers={"HX-Request": "true"})
    assert run.is_open
