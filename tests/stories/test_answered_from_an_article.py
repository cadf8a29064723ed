"""An information request answered from an article's script: in two keystrokes, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from firstline.casework.contacts.models import Contact, Kind, LookUp, Outcome
from firstline.reference.handling.searching_first import demand
from tests import builders
from tests.browser import desk_page, wait_for
from tests.cast import ana

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(browser: Browser, transactional_db: None) -> Iterator[Page]:
    """The analyst in a call about the ferry; the articles are there."""
    builders.article("Ferry times", "The ferry goes on weekdays.", script="The ferry goes at nine.")
    builders.article("Ferry tickets", "At the harbour.", script="Tickets are sold at the harbour.")
    builders.article("Recycling centre", "Open on Saturdays.", script="It is open on Saturdays.")
    with desk_page(browser, ana()) as page:
        page.goto("/contacts/")
        page.keyboard.press("n")
        page.wait_for_function("() => document.activeElement?.id === 'id_who'")
        page.keyboard.press("Alt+p")
        yield page


def look_ups() -> list[tuple[str, str]]:
    return [(one.act, str(one.version or one.query or one.reason)) for one in LookUp.objects.select_related("version")]


def test_an_information_request_is_answered_from_an_article_in_two_keystrokes(page: Page) -> None:
    page.keyboard.type("What are the ferry times?")
    expect(page.locator(".best .article").first).to_contain_text("Ferry times")
    page.keyboard.press("Alt+k")
    expect(page.locator("#reading .read-aloud")).to_have_text("The ferry goes at nine.")
    assert page.evaluate("() => document.activeElement.id") == "id_words"
    page.keyboard.press("Alt+k")
    expect(page.locator("#id_answer")).to_have_value("The ferry goes at nine.")
    expect(page.locator("#id_answer")).to_be_focused()
    page.keyboard.press("Alt+0")
    page.wait_for_url("**/contacts/")
    contact = Contact.objects.get()
    assert (contact.kind, contact.outcome, contact.answer) == (
        Kind.INFORMATION,
        Outcome.ANSWERED,
        "The ferry goes at nine.",
    )
    assert look_ups() == [("opened", "Ferry times"), ("answered_by", "Ferry times")]


def test_both_keystrokes_one_upon_the_other_answer_too(page: Page) -> None:
    page.keyboard.type("What are the ferry times?")
    expect(page.locator(".best .article").first).to_contain_text("Ferry times")
    page.keyboard.press("Alt+k")
    page.keyboard.press("Alt+k")
    expect(page.locator("#id_answer")).to_have_value("The ferry goes at nine.")
    assert look_ups() == [("opened", "Ferry times"), ("answered_by", "Ferry times")]


def test_an_open_article_and_what_is_searched_for_outlive_the_screen_being_drawn_anew(page: Page) -> None:
    page.keyboard.type("ferry")
    expect(page.locator(".best .article")).to_have_count(2)
    page.keyboard.press("Alt+s")
    page.keyboard.type("recycl")
    expect(page.locator("#found .article")).to_have_count(1)
    page.keyboard.press("Alt+k")
    expect(page.locator("#reading .read-aloud")).to_have_text("It is open on Saturdays.")
    page.keyboard.press("Alt+2")
    expect(page.locator("#id_kind_2")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#reading .read-aloud")).to_have_text("It is open on Saturdays.")
    expect(page.locator("#id_article_search")).to_have_value("recycl")
    page.keyboard.press("Alt+o")
    expect(page.locator("#reading [role=status]")).to_have_text("Recorded: read out.")
    page.keyboard.press("Alt+x")
    page.keyboard.type("Out of date")
    page.keyboard.press("Enter")
    expect(page.locator("#reading [role=status]")).to_contain_text("Thank you")
    page.keyboard.press("Alt+q")
    expect(page.locator("#reading .reading")).to_have_count(0)


def test_a_search_by_hand_without_a_result_is_kept(page: Page) -> None:
    page.keyboard.press("Alt+s")
    page.keyboard.type("submarine")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("0 articles found")
    page.keyboard.press("Alt+h")
    expect(page.locator(".call-clock[data-over]")).to_be_visible()
    assert look_ups() == [("searched", "submarine")]


def test_a_search_that_is_demanded_is_led_to_and_can_be_skipped_for_a_reason(page: Page) -> None:
    demand(Kind.INFORMATION, search_before_answer=True, by=None)
    page.keyboard.type("When is lunch?")
    page.keyboard.press("Alt+1")
    expect(page.locator("#search-first")).to_be_visible()
    page.locator("#id_answer").fill("At noon.")
    expect(page.locator("#id_answer_state")).to_have_attribute("data-state", "saved")
    page.keyboard.press("Alt+0")
    expect(page.locator("#id_article_search")).to_be_focused()
    page.locator("#id_skip_reason").fill("Everybody knows")
    page.keyboard.press("Enter")
    expect(page.locator("#search-first")).to_have_count(0)
    page.keyboard.press("Alt+0")
    page.wait_for_url("**/contacts/")
    assert look_ups() == [("skipped", "Everybody knows")]


def test_what_was_asked_before_the_screen_was_drawn_anew_does_not_replace_it(page: Page) -> None:
    demand(Kind.INFORMATION, search_before_answer=True, by=None)
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/know/", lambda route: route.continue_() if late else late.append((route, route.fetch())))
    with page.expect_request("**/know/"):
        page.keyboard.type("When is lunch?")
    wait_for(page, late)
    page.keyboard.press("Alt+1")
    expect(page.locator("#search-first")).to_be_visible()
    with page.expect_response("**/know/") as again:
        route, answer = late[0]
        assert "search-first" not in answer.text()
        route.fulfill(response=answer)
    assert again.value.ok
    expect(page.locator("#search-first")).to_be_visible()
