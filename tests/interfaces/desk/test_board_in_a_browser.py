"""The board moved by the keyboard and by dragging, and an order's dialogs, in a real browser."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from firstline.casework.work_orders.models import State, WorkOrder
from firstline.casework.work_orders.raising import raise_for
from tests import builders
from tests.browser import desk_page
from tests.cast import ana

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def page(browser: Browser, transactional_db: None) -> Iterator[Page]:
    with desk_page(browser, ana()) as page:
        yield page


@pytest.fixture
def order(transactional_db: None) -> WorkOrder:
    """Two hours of Crew 1 on the morning of a Monday; Crew 2 has nothing to do."""
    builders.crew("Crew 2")
    two_hours = timedelta(hours=2)
    plan = {"planned_start": EIGHT, "planned_end": EIGHT + two_hours, "duration": two_hours}
    return builders.work_order(crew=builders.crew(), **plan)


def card(page: Page, order: WorkOrder, day: str, hours: str) -> None:
    """The card stands on this day with these hours and has the focus, so the next key is for it."""
    selector = f'[data-board-card="{order.number}"][data-day="{day}"][data-hours="{hours}"]'
    expect(page.locator(selector)).to_be_focused()


def test_an_order_is_chosen_moved_stretched_and_let_go_by_keys_alone(page: Page, order: WorkOrder) -> None:
    page.goto("/board/?week=2026-03-02")
    page.locator("[data-board-card]").focus()
    page.keyboard.press("ArrowRight")
    card(page, order, "2026-03-02", "2")  # nothing is chosen yet, so nothing moves
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("+")
    card(page, order, "2026-03-03", "3")
    order.refresh_from_db()
    assert (order.crew, order.planned_start) == (builders.crew("Crew 2"), EIGHT + timedelta(days=1))
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    card(page, order, "2026-03-01", "3")
    expect(page).to_have_url("/board/?week=2026-02-23")
    page.keyboard.press("Delete")
    card(page, order, "", "3")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/work-orders/{order.number}/")


def test_an_order_is_dragged_to_another_day(page: Page, order: WorkOrder) -> None:
    page.goto("/board/?week=2026-03-02")
    crew = builders.crew("Crew 2").pk
    page.drag_and_drop("[data-board-card]", f'td[data-day="2026-03-05"][data-crew="{crew}"]')
    card(page, order, "2026-03-05", "2")
    order.refresh_from_db()
    assert (order.crew.name, order.planned_start) == ("Crew 2", EIGHT + timedelta(days=3))


def test_an_order_is_carried_out_by_keys(page: Page, transactional_db: None) -> None:
    order = raise_for(builders.ticket(), by=ana())
    page.goto(f"/work-orders/{order.number}/")
    page.keyboard.press("s")
    expect(page.get_by_text("in progress").first).to_be_visible()
    first, second = order.tasks.values_list("pk", flat=True)
    page.locator(f"#id_task_{first}_result").fill("80 kg")
    page.keyboard.press("Enter")
    expect(page.locator(f"#id_task_{second}_result")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2 done")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("#id_completion_result")).to_be_focused()
    page.locator("dialog[open] .dialog-foot button").click()
    expect(page.locator("dialog[open] .error")).to_have_text("This field is required.")
    page.locator("#id_completion_result").fill("Collected.")
    page.locator("dialog[open] .dialog-foot button").click()
    expect(page.get_by_role("link", name="Reopen")).to_be_visible()
    order.refresh_from_db()
    assert (order.state, order.result) == (State.COMPLETED, "Collected.")
