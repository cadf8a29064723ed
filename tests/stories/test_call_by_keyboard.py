"""A call with two problems, driven in a real browser by the keyboard alone, as fast as somebody types."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from firstline.casework.contacts.models import Contact, Kind, Outcome
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.searching import index_codes
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Customer
from tests import builders
from tests.browser import desk_page, wait_for
from tests.cast import ana

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(browser: Browser, transactional_db: None) -> Iterator[Page]:
    """The analyst at the browser, looking at the list of contacts."""
    with desk_page(browser, ana()) as page:
        page.goto("/contacts/")
        yield page


@pytest.fixture
def carla(transactional_db: None) -> Customer:
    return create_customer(
        "Carla Customer", by=None, points=[("phone", "617 555 0101")], location=builders.location("5 Mill Lane")
    )


@pytest.fixture
def codes(transactional_db: None) -> None:
    pick_up = builders.handled_code("Appliance pick-up", requires_location=True)
    builders.question(pick_up, "Has the refrigerant been drained?")
    builders.handled_code("Street lamp out", centre=builders.centre("Lighting crew"))
    index_codes(ProblemCode.objects.all())


def at(page: Page, ident: str) -> None:
    """The keyboard is at this field."""
    page.wait_for_function("ident => document.activeElement?.id === ident", arg=ident)


def write(page: Page, text: str) -> None:
    page.keyboard.type(text)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_call_from_its_first_second_to_its_end(page: Page, carla: Customer, codes: None) -> None:
    press(page, "n")
    at(page, "id_who")
    write(page, "6175550101")
    press(page, "Enter")  # before any answer can have come
    at(page, "id_words")
    press(page, "Alt+2")
    write(page, "My old fridge has to go")
    press(page, "Alt+c")
    write(page, "applia")
    press(page, "Enter")
    expect(page.locator("#path")).to_have_text("Public works › Street care › Bulky waste · place required")

    press(page, "Alt+t")  # what is missing is led to, one after the other
    at(page, "id_place")
    press(page, "ArrowDown")
    expect(page.locator("#place-list [role=option]")).to_have_count(1)
    press(page, "Enter", "Alt+t")
    question = ProblemCode.objects.get(key="Appliance pick-up").questions.get()
    at(page, f"id_answer_{question.pk}_0")
    press(page, "Space", "Alt+t")
    expect(page.locator("#tickets li")).to_have_count(1)

    at(page, "id_words")
    write(page, "And the lamp at our corner is dark")
    press(page, "Alt+c")
    write(page, "lamp")
    press(page, "Enter", "Alt+t")
    expect(page.locator("#tickets li")).to_have_count(2)
    press(page, "Alt+0")
    page.wait_for_url("**/contacts/")
    expect(page.locator(".toast")).to_contain_text("Contact 1 is closed: ticketed.")

    contact = Contact.objects.get()
    assert (contact.kind, contact.customer, contact.outcome) == (Kind.ACTION, carla, Outcome.TICKETED)
    assert [
        (ticket.title, ticket.code.key, ticket.place) for ticket in contact.tickets.order_by("number") if ticket.code
    ] == [
        ("My old fridge has to go", "Appliance pick-up", "5 Mill Lane, Exampleville"),
        ("And the lamp at our corner is dark", "Street lamp out", ""),
    ]


def test_an_abandoned_call_takes_two_keystrokes(page: Page) -> None:
    press(page, "n")
    at(page, "id_who")
    press(page, "Alt+8")
    expect(page.locator(".toast")).to_contain_text("Contact 1 is closed: abandoned.")
    assert Contact.objects.get().outcome == Outcome.ABANDONED


def test_two_people_who_write_the_same_field_both_see_both_texts(page: Page) -> None:
    press(page, "n")
    at(page, "id_who")
    page.keyboard.press("Escape")
    other = page.context.new_page()
    other.goto(page.url)
    for window, text in ((page, "Fridge"), (other, "Stove")):
        window.locator("#id_words").focus()
        window.keyboard.type(text)
        window.keyboard.press("Tab")
        expect(window.locator("#id_words_state")).to_have_attribute(
            "data-state", "saved" if window is page else "conflict"
        )
    expect(other.locator(".conflict")).to_contain_text("Fridge")
    expect(other.locator(".conflict")).to_contain_text("Stove")
    assert other.locator("#id_words").input_value() == "Stove"
    other.locator("[data-keep-mine]").click()
    expect(other.locator("#id_words_state")).to_have_attribute("data-state", "saved")
    assert Contact.objects.get().words == "Stove"


def test_typed_letters_survive_the_screen_being_drawn_anew(page: Page, carla: Customer, codes: None) -> None:
    press(page, "n")
    at(page, "id_who")
    write(page, "carla")
    press(page, "Enter")
    at(page, "id_words")
    text = "The lamp at our corner is dark since Monday and nobody came"
    for start, key in ((0, "Alt+2"), (20, "Alt+1"), (40, "Alt+2")):
        press(page, key)
        write(page, text[start : start + 20])
    press(page, "Tab")
    expect(page.locator("#id_words")).to_have_value(text)
    press(page, "Alt+h")  # waits for what is being saved
    expect(page.locator(".call-clock[data-over]")).to_be_visible()
    assert page.locator("#id_words").input_value() == Contact.objects.get().words == text


def test_whoever_types_on_is_not_called_away_to_the_next_field(page: Page, carla: Customer, codes: None) -> None:
    """The answer to a press moves the keyboard on, but not from under the hands of somebody who writes."""
    held: list[Route] = []
    page.route("**/kind/", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks what it is given
    press(page, "n")
    at(page, "id_who")
    write(page, "carla")
    press(page, "Enter")
    at(page, "id_words")
    write(page, "The lamp")
    for key, more, button in (("Alt+1", " at our corner", "#id_kind"), ("Alt+2", " is dark", "#id_kind_2")):
        press(page, key)
        write(page, more)
        wait_for(page, held)
        held.pop().continue_()
        expect(page.locator(button)).to_have_attribute("aria-pressed", "true")
        at(page, "id_words")
    write(page, " since Monday")
    press(page, "Alt+3")
    wait_for(page, held)
    held.pop().continue_()
    page.wait_for_function("() => document.activeElement?.name === 'tone'")
    assert Contact.objects.get().words == "The lamp at our corner is dark since Monday"


def test_letters_of_a_code_survive_the_screen_being_drawn_anew(page: Page, codes: None) -> None:
    press(page, "n")
    at(page, "id_who")
    press(page, "Escape", "Alt+c")
    write(page, "lam")
    press(page, "Alt+2")
    write(page, "p o")
    press(page, "Enter")
    expect(page.locator("#path")).to_have_text("Public works › Street care › Bulky waste")
    assert page.locator("#id_code").input_value() == "Street lamp out"


def test_a_code_that_was_not_chosen_does_not_look_as_if_it_were(page: Page, codes: None) -> None:
    press(page, "n")
    at(page, "id_who")
    press(page, "Escape", "Alt+c")
    write(page, "something else")
    press(page, "Tab")
    expect(page.locator("#id_code_state")).to_have_text("Not chosen yet: take one from the list.")
    assert Contact.objects.get().code is None


def test_acts_pressed_one_upon_the_other_are_all_done(page: Page, carla: Customer, codes: None) -> None:
    press(page, "n")
    at(page, "id_who")
    press(page, "Escape", "Alt+1", "Alt+2", "Alt+3", "Alt+h")
    expect(page.locator(".call-clock[data-over]")).to_be_visible()
    assert (Contact.objects.get().kind, Contact.objects.get().ended_at is None) == (Kind.COMMENT, False)
    expect(page.locator("#id_kind_3")).to_have_attribute("aria-pressed", "true")
