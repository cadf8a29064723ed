"""What pages name by attributes, in a real browser: a choice from the server, asking first, pages without a script."""

from playwright.sync_api import expect

from tests.interfaces.ui.pages import notebook


def choose_a_code(page, text):
    page.goto("/note/")
    page.get_by_label("Code", exact=True).press_sequentially(text)
    expect(page.locator("#codes-list")).to_be_visible()


def test_a_code_is_found_by_typing_and_chosen_by_keys(page, site):
    choose_a_code(page, "po")
    expect(page.locator("#codes-list [role=option]")).to_have_text(["Pothole", "Police box"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code", exact=True)).to_have_value("Police box")
    expect(page.locator("#summary")).to_have_text("Version 2")
    assert notebook.note.code == "19"


def test_escape_closes_the_list_and_keeps_the_text(page, site):
    choose_a_code(page, "po")
    page.keyboard.press("Escape")
    expect(page.locator("#codes-list")).to_be_hidden()
    expect(page.get_by_label("Code", exact=True)).to_have_value("po")
    assert notebook.received == []


def test_emptying_the_text_takes_the_choice_back(page, site):
    choose_a_code(page, "lamp")
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_have_text("Version 2")
    page.get_by_label("Code", exact=True).fill("")
    expect(page.locator("#summary")).to_have_text("Version 3")
    assert notebook.note.code == ""


def test_no_code_fits_is_said(page, site):
    choose_a_code(page, "xyz")
    expect(page.locator("#codes-list")).to_have_text("No code fits.")


def test_a_form_that_asks_first_is_sent_only_after_a_yes(page, site):
    page.goto("/note/")
    page.get_by_role("button", name="Close after asking").click()
    expect(page.locator("#confirm")).to_contain_text("Really close it?")
    page.get_by_role("button", name="Cancel").click()
    assert notebook.closed_with is None
    page.get_by_role("button", name="Close after asking").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.locator("body")).to_have_text("closed")


def test_one_click_copies(page, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/note/")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".toast")).to_have_text("Copied: T-42")
    assert page.evaluate("navigator.clipboard.readText()") == "T-42"


def test_without_a_script_the_same_fields_stand_in_a_form_with_a_button(browser, address, site):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/note/")
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    context.close()
