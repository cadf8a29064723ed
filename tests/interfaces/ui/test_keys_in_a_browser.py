"""The keyboard, in a real browser: shortcuts, rows, the palette, and lists that change by themselves."""

import re

from playwright.sync_api import expect


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_keys_press_what_they_are_bound_to(page, site):
    page.goto("/note/")
    page.keyboard.press("1")
    expect(page.locator("#box")).to_be_visible()


def test_two_keys_in_a_row_go_to_a_place(page, site):
    page.goto("/note/")
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/rows/$"))


def test_plain_keys_are_letters_while_typing_and_alt_is_not(page, site):
    page.goto("/note/")
    page.get_by_label("Caller").press_sequentially("1 grc?")
    expect(page.get_by_label("Caller")).to_have_value("1 grc?")
    expect(page.locator("#box")).to_be_hidden()
    page.keyboard.press("Alt+1")
    expect(page.locator("#box")).to_be_visible()


def test_the_question_mark_lists_the_keys_of_this_page(page, site):
    page.goto("/note/")
    page.keyboard.press("?")
    expect(page.locator("#keys li", has_text="Close it")).to_contain_text("C")
    expect(page.locator("#keys li", has_text="Rows")).to_contain_text("G R")


def test_single_keys_can_be_switched_off_and_stay_off(page, site):
    page.goto("/note/")
    page.keyboard.press("?")
    page.get_by_label("Keys without Ctrl or Alt do something").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("1")
    expect(page.locator("#box")).to_be_hidden()
    page.keyboard.press("Alt+1")
    expect(page.locator("#box")).to_be_visible()


def test_rows_are_walked_chosen_and_opened_by_keys(page, site):
    page.goto("/rows/")
    for key in ["j", "j", "ArrowDown", "k"]:
        page.keyboard.press(key)
    assert focused(page) == "Row 2"
    page.keyboard.press("x")
    expect(page.locator(".bulk-bar")).to_contain_text("1 chosen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("row=2"))


def test_the_slash_goes_to_the_filter_and_the_arrow_into_the_list(page, site):
    page.goto("/rows/")
    page.keyboard.press("/")
    expect(page.get_by_label("Filter", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Row 1"


def test_a_list_changes_by_itself_and_keeps_the_place_and_the_choice(page, site):
    page.goto("/rows/")
    expect(page.locator("#row-3")).to_contain_text("taken")
    expect(page.locator("#row-2")).to_contain_text("waiting")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.evaluate("window.firstline.refresh(['rows'])")
    page.wait_for_function("() => document.querySelector('#row-2 a').matches(':focus')")
    expect(page.locator('[name="chosen"]:checked')).to_have_value("2")


def test_the_palette_finds_actions_of_the_page_and_what_the_server_knows(page, signed_in):
    page.goto("/note/")
    page.keyboard.press("Control+k")
    line = page.locator("#palette-input")
    expect(line).to_be_focused()
    line.fill("clo")
    expect(page.locator("#palette-results [role=option]")).to_have_count(2)
    expect(page.locator("#palette-results")).to_contain_text("Close it")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("found=3"))


def test_the_palette_goes_to_a_place(page, signed_in):
    page.goto("/note/")
    page.keyboard.press("Control+k")
    page.locator("#palette-input").fill("contac")
    page.locator("#palette-results [role=option]", has_text="Contacts").click()
    expect(page).to_have_url(re.compile("/contacts/$"))


def test_the_theme_changes_at_once_and_stays(page, site):
    page.goto("/account/login/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
