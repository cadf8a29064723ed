"""Fields that save themselves, in a real browser: nothing typed is lost, nobody is overwritten unseen."""

from contextlib import suppress

from playwright.sync_api import Error, expect

from tests.interfaces.ui.pages import notebook


def type_words(page, text):
    page.goto("/note/")
    page.get_by_label("Words").fill(text)


def state(page, label="Words"):
    return page.locator(".field", has=page.get_by_label(label)).locator("output.field-state")


def test_a_field_saves_itself_a_moment_after_the_last_keystroke(page, site):
    page.goto("/note/")
    page.get_by_label("Words").press_sequentially("no water", delay=20)
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert notebook.received == [("words", ["no water"], 1)]
    assert notebook.note.words == "no water"


def test_parts_of_the_page_that_changed_with_it_are_fetched_anew(page, site):
    type_words(page, "no water")
    expect(page.locator("#summary")).to_have_text("Version 2")


def test_leaving_a_field_saves_at_once(page, site):
    type_words(page, "no water")
    page.get_by_label("Caller").focus()
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert notebook.note.words == "no water"


def test_choices_and_ticks_save_when_they_change(page, site):
    page.goto("/note/")
    page.get_by_label("Action", exact=True).check()
    page.get_by_label("Told", exact=True).check()
    expect(state(page, "Told")).to_have_attribute("data-state", "saved")
    page.get_by_label("Told", exact=True).uncheck()
    expect(page.locator("#summary")).to_have_text("Version 4")
    assert (notebook.note.kind, notebook.note.told) == ("action", False)


def test_each_field_has_its_own_version(page, site):
    page.goto("/note/")
    page.get_by_label("Words").fill("one")
    page.get_by_label("Caller").fill("Ana")
    page.get_by_label("Caller").press("Enter")
    expect(state(page, "Caller")).to_have_attribute("data-state", "saved")
    page.get_by_label("Words").fill("two")
    page.get_by_label("Caller").focus()
    expect(page.locator("#summary")).to_have_text("Version 4")
    assert notebook.received == [("words", ["one"], 1), ("caller", ["Ana"], 1), ("words", ["two"], 2)]


def test_a_refused_value_stays_in_the_field_with_the_message_beside_it(page, site):
    page.goto("/note/")
    page.get_by_label("Caller").fill("a name of more than twenty letters")
    page.get_by_label("Words").focus()
    expect(state(page, "Caller")).to_contain_text("At most 20 characters.")
    expect(page.get_by_label("Caller")).to_have_value("a name of more than twenty letters")
    expect(page.get_by_label("Caller")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Caller").fill("Ana")
    page.get_by_label("Words").focus()
    expect(state(page, "Caller")).to_have_attribute("data-state", "saved")


def test_while_the_server_is_away_the_text_is_kept_and_sent_when_it_is_back(page, site):
    notebook.away = True
    type_words(page, "written while away")
    expect(state(page)).to_contain_text("Not saved yet")
    expect(page.locator("#offline")).to_contain_text("1 field is waiting")
    notebook.away = False
    expect(state(page)).to_have_attribute("data-state", "saved")
    expect(page.locator("#offline")).to_be_hidden()
    assert notebook.note.words == "written while away"


def test_without_a_network_the_text_is_kept_and_sent_when_it_is_back(page, site):
    page.goto("/note/")
    page.context.set_offline(True)
    page.get_by_label("Words").fill("written without a network")
    expect(state(page)).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert notebook.note.words == "written without a network"


def test_what_was_not_saved_is_restored_after_the_browser_crashed(page, site):
    notebook.away = True
    type_words(page, "before the crash")
    expect(state(page)).to_contain_text("Not saved yet")
    again = page.context.new_page()
    with suppress(Error):
        page.goto("chrome://crash")
    notebook.away = False
    again.goto("/note/")
    expect(again.get_by_label("Words")).to_have_value("before the crash")
    expect(state(again)).to_have_attribute("data-state", "saved")
    assert notebook.note.words == "before the crash"


def test_somebody_who_is_signed_out_is_told_and_keeps_the_text(page, site):
    notebook.signed_out = True
    type_words(page, "after the session")
    expect(state(page)).to_contain_text("signed out")
    expect(page.get_by_label("Words")).to_have_value("after the session")
    notebook.signed_out = False
    expect(state(page)).to_have_attribute("data-state", "saved")


def test_an_answer_that_was_lost_is_no_conflict_with_oneself(page, site):
    notebook.deaf = True
    type_words(page, "first")
    expect(state(page)).to_contain_text("Not saved yet")
    notebook.deaf = False
    page.get_by_label("Words").fill("first and second")
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert notebook.note.words == "first and second"


def test_a_second_writer_sees_both_values_and_keeps_their_own(page, site):
    page.goto("/note/")
    other = page.context.new_page()
    other.goto("/note/")
    other.get_by_label("Words").fill("theirs")
    expect(state(other)).to_have_attribute("data-state", "saved")
    page.get_by_label("Words").fill("mine")
    expect(state(page)).to_contain_text("Somebody else changed this")
    expect(state(page).locator("dd")).to_have_text(["theirs", "mine"])
    expect(page.get_by_label("Words")).to_have_value("mine")
    assert notebook.note.words == "theirs"
    page.get_by_role("button", name="Keep mine").click()
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert notebook.note.words == "mine"


def test_a_second_writer_may_take_theirs(page, site):
    page.goto("/note/")
    notebook.note.version, notebook.note.words, notebook.note.changed_in = 2, "theirs", {"words": 2}
    page.get_by_label("Words").fill("mine")
    page.get_by_role("button", name="Take theirs").click()
    expect(page.get_by_label("Words")).to_have_value("theirs")
    page.get_by_label("Words").fill("theirs and mine")
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert notebook.note.words == "theirs and mine"


def test_another_form_waits_until_the_fields_are_saved(page, site):
    type_words(page, "typed in the last moment")
    page.get_by_role("button", name="Close it").click()
    expect(page.locator("body")).to_have_text("closed")
    assert notebook.closed_with == "typed in the last moment"


def test_a_page_that_is_left_sends_what_was_typed(page, site):
    type_words(page, "and gone")
    page.goto("/rows/")
    expect(page.get_by_role("heading", name="Rows")).to_be_visible()
    page.wait_for_function("() => fetch('/state/').then(a => a.json()).then(s => s.words === 'and gone')")
    assert notebook.note.words == "and gone"


def test_the_changes_of_others_go_into_fields_that_nobody_here_touches(page, site):
    page.goto("/note/")
    page.get_by_label("Words").fill("being written")
    expect(state(page)).to_have_attribute("data-state", "saved")
    notebook.note.version, notebook.note.caller, notebook.note.words = 9, "Marek", "changed by others"
    page.evaluate("window.firstline.refresh(['part'])")
    expect(page.get_by_label("Caller")).to_have_value("Marek")
    expect(page.get_by_label("Words")).to_have_value("being written")
