"""The worklist of call-backs worked off by the keyboard, in a real browser."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from firstline.casework.tickets import call_backs, resolution
from firstline.casework.tickets.models import CallBack, State, Ticket
from tests import builders
from tests.browser import desk_page
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(browser: Browser, transactional_db: None) -> Iterator[Page]:
    with desk_page(browser, ana()) as page:
        yield page


@pytest.fixture
def owed(transactional_db: None) -> list[CallBack]:
    """Three calls, due one after the other."""
    now = timezone.now()
    return [
        call_backs.promise(
            builders.contact(caller_name=name, caller_number=f"+1 650 000 {n}"),
            now + timedelta(minutes=10 * n),
            f"matter {n}",
            by=ana(),
            at=now,
        )
        for n, name in enumerate(("Aron", "Berta", "Carla"), start=1)
    ]


def has_focus(page: Page, call_back: CallBack) -> None:
    expect(page.locator(f"#call-back-{call_back.pk}:focus-within")).to_have_count(1)


def test_calls_are_walked_through_and_written_down_by_keys_alone(page: Page, owed: list[CallBack]) -> None:
    first, second, third = owed
    page.goto("/contacts/")
    page.keyboard.press("g")
    page.keyboard.press("l")
    has_focus(page, first)
    page.keyboard.press("2")
    has_focus(page, second)
    expect(page.locator(f"#call-back-{first.pk}")).to_contain_text("1 try of 3 in vain")
    page.keyboard.press("j")
    has_focus(page, third)
    page.keyboard.press("1")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog[open] .error")).to_have_text("Write down what was said.")
    page.locator("#id_text").fill("Comes on Monday.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#call-back-{third.pk}")).to_have_count(0)
    has_focus(page, second)
    states = dict(CallBack.objects.values_list("pk", "state"))
    assert states == {first.pk: "owed", second.pk: "owed", third.pk: "kept"}
    assert CallBack.objects.get(pk=first.pk).misses == 1


def test_a_key_does_nothing_while_no_row_has_the_focus(page: Page, owed: list[CallBack]) -> None:
    page.goto("/call-backs/")
    has_focus(page, owed[0])
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")
    page.keyboard.press("j")
    has_focus(page, owed[0])
    assert [made.misses for made in CallBack.objects.all()] == [0, 0, 0]


def test_a_ticket_is_confirmed_by_the_call_and_one_is_escalated_in_a_dialog(page: Page, owed: list[CallBack]) -> None:
    ticket = resolution.resolve(builders.ticket(), "New fuse", by=tomek())
    owed[0].tickets.add(ticket)
    page.goto("/call-backs/")
    has_focus(page, owed[0])
    page.keyboard.press("1")
    page.locator("#id_text").fill("It works.")
    page.locator("#id_solved").select_option("confirmed")
    page.keyboard.press("Control+Enter")
    has_focus(page, owed[1])
    assert Ticket.objects.get().state == State.CLOSED
    other = builders.ticket()
    page.goto(f"/tickets/{other.number}/")
    page.keyboard.press("Shift+E")
    for name in ("reason", "tried", "expected"):
        page.locator(f"dialog[open] [name={name}]").fill(f"the {name}")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline")).to_contain_text("escalated the ticket")
    other.refresh_from_db()
    assert other.tier == 2


def test_a_call_is_promised_on_the_call_screen(page: Page, transactional_db: None) -> None:
    contact = builders.contact(caller_name="Dora")
    page.goto(f"/contacts/{contact.number}/")
    page.keyboard.press("Alt+b")
    page.locator("#id_promise_text").fill("the price of a permit")
    page.locator("#promise button").click()
    expect(page.locator("#promise .error")).to_have_text("Give a number: nobody can be called without one.")
    expect(page.locator("#id_promise_text")).to_have_value("the price of a permit")
    page.locator("#id_promise_number").fill("+1 650 253 0000")
    page.locator("#promise button").click()
    expect(page.locator("#owed .lines")).to_contain_text("the price of a permit")
    assert CallBack.objects.get().number == "+1 650 253 0000"


def test_closing_does_not_lose_a_promise_that_was_typed_and_not_sent(page: Page, transactional_db: None) -> None:
    contact = builders.contact(caller_name="Dora")
    page.goto(f"/contacts/{contact.number}/")
    page.keyboard.press("Alt+b")
    page.locator("#id_promise_text").fill("the price of a permit")
    page.locator("#closing button[value=abandoned]").click()
    expect(page.locator(".toast")).to_contain_text("typed but not sent")
    expect(page.locator("#id_promise_text")).to_be_focused()
    expect(page.locator("#id_promise_text")).to_have_value("the price of a permit")
    contact.refresh_from_db()
    assert contact.is_open
    page.locator("#closing button[value=abandoned]").click()
    expect(page.locator("#closing")).to_have_count(0)
    contact.refresh_from_db()
    assert contact.outcome == "abandoned"
