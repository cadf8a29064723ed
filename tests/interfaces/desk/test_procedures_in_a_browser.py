"""Following a procedure by keyboard, and hostile texts in every field of one, in a real browser."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from firstline.casework.contacts import closing
from firstline.casework.guidance import following
from firstline.casework.guidance.models import Run
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.reference.procedures import drafts, steps
from firstline.reference.procedures.models import ProcedureVersion
from firstline.reference.procedures.shipping import ship_examples
from tests import builders
from tests.browser import desk_page
from tests.cast import marc
from tests.reference.knowledge.attacks import ATTACKS, shared_attacks

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST = 200


@pytest.fixture
def page(browser: Browser, transactional_db: None) -> Iterator[Page]:
    with desk_page(browser, marc()) as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a text opened a dialog: {dialog.message}"))
        yield page


def test_the_pick_up_is_followed_by_keyboard_alone(page: Page) -> None:
    builders.location("12 Ferry Street")
    code = builders.handled_code()
    ship_examples({"appliance": code})
    contact = builders.contact(kind="action", words="My fridge has to go", code=code, caller_name="Noah", customer=None)
    page.goto(f"/contacts/{contact.number}/")
    aloud = page.locator(".guide-step .read-aloud")
    expect(aloud).to_have_text("What shall we fetch?")
    page.keyboard.press("Alt+g")
    page.keyboard.press("1")
    expect(aloud).to_contain_text("Please empty it")
    page.keyboard.press("Alt+y")
    expect(aloud).to_have_text("At which address?")
    expect(page.locator(".guide-entry [role=combobox]")).to_be_focused()
    page.keyboard.type("12 Ferry")
    expect(page.locator("#guide-list [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".guide-entry [role=combobox]")).to_have_value("12 Ferry Street, Exampleville")
    page.keyboard.press("Enter")
    expect(aloud).to_contain_text("in front of the house")
    page.keyboard.press("n")
    expect(aloud).to_contain_text("On which floor")
    page.keyboard.type("third")
    page.keyboard.press("Enter")
    expect(page.locator(".guide-step .error")).to_have_text("This is no number.")
    page.locator(".guide-entry input").fill("3")
    page.keyboard.press("Enter")
    expect(aloud).to_contain_text("From which day")
    page.locator(".guide-entry input").fill("2026-12-01")
    page.keyboard.press("Enter")
    expect(aloud).to_contain_text("is everything right")
    page.keyboard.press("y")
    expect(page.locator(".guide-title")).to_contain_text("Open the ticket")
    page.keyboard.press("Enter")
    expect(page.locator(".guide-title")).to_contain_text("Raise the work order")
    page.keyboard.press("Enter")
    expect(aloud).to_contain_text("The crew comes")
    page.keyboard.press("Enter")
    expect(page.locator(".guide-step")).to_have_count(0)
    assert (Ticket.objects.get().place, WorkOrder.objects.count(), Run.objects.get().is_open) == (
        "12 Ferry Street, Exampleville",
        1,
        False,
    )


def test_a_step_is_skipped_with_a_reason_and_the_missing_one_leads_to_it(page: Page) -> None:
    version = builders.procedure(
        builders.step("first"), builders.step("second", required=True, blocks_closing=True), kind="information"
    )
    contact = builders.contact(kind="information", words="When?", answer="At nine.")
    following.start(version, contact, facts={"kind": "information"}, by=marc())
    page.goto(f"/contacts/{contact.number}/")
    page.locator(".missing .chip", has_text="Second").click()
    page.keyboard.press("Alt+0")
    expect(page.locator('[id$=".second"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".guide-title")).to_contain_text("Second")
    page.keyboard.press("Alt+j")
    expect(page.locator("#id_skip_step")).to_be_focused()
    page.keyboard.type("Nobody knows")
    page.keyboard.press("Enter")
    expect(page.locator(".missing")).to_contain_text("Nothing is missing.")
    assert Run.objects.get().answers.get().skipped_because == "Nobody knows"


def attacked(texts: list[str]) -> ProcedureVersion:
    """A published version with these texts in each of its fields."""
    version = builders.procedure(
        *(
            builders.step(
                f"s{number}",
                answer_type="choice",
                choices=[{"key": "a", "labels": {"en": text}}],
                texts={"title": {"en": text}, "say": {"en": text}, "help": {"en": text}},
                required=True,
            )
            for number, text in enumerate(texts)
        ),
        kind="information",
    )
    version.procedure.labels = {"en": texts[0]}
    version.procedure.save()
    first = version.steps.first()
    assert first is not None
    builders.branch(first, "s1", {"field": "answer.s0", "is": "any_of", "value": ["a"]})
    builders.branch(first, "s1", {"field": "words", "is": "has_any", "value": [texts[0]]})
    ProcedureVersion.objects.filter(pk=version.pk).update(note=texts[0])
    return version


def test_no_text_of_a_procedure_runs(page: Page) -> None:
    cleaned = (
        text.replace("\x00", "").encode(errors="ignore").decode().strip() for text in [*ATTACKS, *shared_attacks()]
    )
    texts = [text[:LONGEST] for text in cleaned if "<" in text or "javascript" in text][:60]
    version = attacked(texts)
    begun = timezone.now() - timedelta(hours=1)
    contact = builders.contact(kind="information", words="?", answer="!", started_at=begun)
    run = following.start(version, contact, facts={"kind": "information"}, by=marc())
    following.skip(run, "s0", texts[0], facts={}, by=marc())
    for step in list(version.steps.all())[1:]:
        following.skip(run, step.key, step.title, facts={}, by=marc())
    closing.close(contact, "answered", by=marc())
    calling = builders.contact(kind="information", words="?")
    draft = drafts.draft(version.procedure, by=marc())
    changed = draft.steps.get(key="s0")
    steps.write_text(changed, "say", "en", texts[-1], seen=None, by=marc())
    draft_step, branch = draft.steps.get(key="s0"), draft.steps.get(key="s0").branches.first()
    assert branch is not None
    for url in (
        "/procedures/",
        f"/procedures/{version.procedure_id}/",
        f"/procedures/{version.procedure_id}/?version={version.number}",
        f"/procedures/{version.procedure_id}/versions/",
        f"/procedures/{version.procedure_id}/names/",
        f"/procedure-versions/{version.pk}/trial/?a.s0=a&step=s1&value=%3Cscript%3Ewindow.attacked=1%3C/script%3E",
        f"/procedure-steps/{draft_step.pk}/",
        f"/procedure-branches/{branch.pk}/",
        f"/contacts/{calling.number}/",
        f"/contacts/{contact.number}/",
        "/procedures/compliance/",
        "/procedures/compliance/rows/?figure=skipped",
    ):
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        page.wait_for_timeout(150)
        assert page.evaluate("window.attacked === undefined && document.querySelector('main') !== null") is True, url
