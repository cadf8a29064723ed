"""Who it is, on the screen: search, accept, take back, and what goes into the file."""

from html import unescape

import pytest
from django.test import Client

from firstline.casework.contacts import reception
from firstline.casework.contacts.models import Contact
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.searching import index_codes
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Customer, Equipment
from tests import builders
from tests.cast import ana
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk() -> Client:
    builders.contact()
    return sign_in(ana())


def carla() -> Customer:
    return create_customer("Carla Customer", by=None, points=[("phone", "617 555 0101")])


def options(client: Client, list_of: str, asked: str) -> str:
    return unescape(client.get(f"/contacts/1/{list_of}/", {"q": asked}, headers=HTMX).content.decode())


def post(client: Client, path: str, **sent: object) -> str:
    response = client.post(f"/contacts/1/{path}", sent, headers=HTMX)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_search_offers_customers_and_the_way_on(desk: Client) -> None:
    customer = carla()
    found = options(desk, "callers", "carla")
    assert [text in found for text in (f'data-value="{customer.pk}"', "None of these", 'data-value="new"')] == [
        True
    ] * 3
    assert "Nobody is found: go on with what was typed" in options(desk, "callers", "xyzzy")
    assert options(desk, "callers", "").strip() == ""


def test_without_script_the_same_search_is_a_page_with_buttons(desk: Client) -> None:
    customer = carla()
    page = desk.get("/contacts/1/callers/", {"q": "0101"}).content.decode()
    assert f'<button class="hit" name="customer" value="{customer.pk}">' in page


def test_an_incoming_number_is_looked_up_by_itself() -> None:
    carla()
    contact = reception.open_contact(by=ana(), caller_number="+1 (617) 555-0101")
    page = sign_in(ana()).get(f"/contacts/{contact.number}/").content.decode()
    assert "Carla Customer" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [("617 555 0199", "caller_number"), ("nid@example.org", "caller_email"), ("Nid New", "caller_name")],
)
def test_what_was_searched_for_goes_on_into_the_form(desk: Client, typed: str, field: str) -> None:
    page = post(desk, "customer/", customer="new", q=typed)
    assert (getattr(Contact.objects.get(), field), f'value="{typed}"' in page) == (typed, True)


@pytest.mark.parametrize("typed", ["x" * 300, "a@" + "b" * 300, "nul\x00", "not@an@email"])
def test_what_fits_no_field_is_refused_with_a_sentence(desk: Client, typed: str) -> None:
    response = desk.post("/contacts/1/customer/", {"customer": "new", "q": typed}, headers=HTMX)
    assert (response.status_code, '"tone": "bad"' in response["HX-Trigger"]) == (200, True)
    assert Contact.objects.get().version == 1


@pytest.mark.parametrize("key", ["999", "abc", "-1", "9" * 40])
def test_a_customer_that_is_not_there_is_refused(desk: Client, key: str) -> None:
    response = desk.post("/contacts/1/customer/", {"customer": key}, headers=HTMX)
    assert "This customer is not in the directory any more." in response["HX-Trigger"]


def test_choosing_nobody_does_nothing(desk: Client) -> None:
    assert desk.post("/contacts/1/customer/", {"customer": ""}, headers=HTMX).status_code == 204


def test_the_customers_things_stand_beside_the_form_and_are_chosen_by_a_press(desk: Client) -> None:
    customer = carla()
    fridge = Equipment.objects.create(name="Fridge", customer=customer, location=builders.location())
    page = post(desk, "customer/", customer=customer.pk)
    assert "Fridge" in page
    seen = Contact.objects.get().version
    post(desk, "choice/", equipment=fridge.pk, seen=seen)
    assert (Contact.objects.get().equipment, Contact.objects.get().location) == (fridge, fridge.location)
    post(desk, "choice/", equipment="", seen=seen + 9)
    assert Contact.objects.get().equipment is None


def test_a_choice_that_somebody_else_has_changed_is_not_overwritten(desk: Client) -> None:
    first, second = (Equipment.objects.create(name=name) for name in ("Fridge", "Stove"))
    post(desk, "choice/", equipment=first.pk, seen=1)
    response = desk.post("/contacts/1/choice/", {"equipment": second.pk, "seen": 1}, headers=HTMX)
    assert "Somebody else changed this field" in response["HX-Trigger"]
    assert Contact.objects.get().equipment == first


def test_it_was_somebody_else(desk: Client) -> None:
    post(desk, "customer/", customer=carla().pk)
    page = post(desk, "customer/forgetting/")
    assert (Contact.objects.get().customer, "Who is it?" in page) == (None, True)


def test_new_data_goes_to_the_file_only_when_that_is_pressed(desk: Client) -> None:
    customer = carla()
    reception.note_down(Contact.objects.get(), "caller_number", "617 555 0102", seen=1, by=ana())
    page = post(desk, "customer/", customer=customer.pk)
    assert 'name="write" value="caller_number"' in page
    assert customer.contact_points.count() == 1
    page = post(desk, "file/", write="caller_number")
    assert [point.value for point in customer.contact_points.all()] == ["617 555 0101", "617 555 0102"]
    assert 'name="write" value="caller_number"' not in page


@pytest.mark.parametrize("field", ["", "words", "caller_name", "__class__"])
def test_what_does_not_belong_into_a_file_is_refused(desk: Client, field: str) -> None:
    response = desk.post("/contacts/1/file/", {"write": field}, headers=HTMX)
    assert (response.status_code, '"tone": "bad"' in response["HX-Trigger"]) == (200, True)


def test_a_customer_without_a_name_is_refused_at_the_name(desk: Client) -> None:
    page = post(desk, "customer/new/")
    assert ("A customer needs a name." in page, Customer.objects.count()) == (True, 0)


def test_places_and_equipment_of_the_customer_are_offered_first(desk: Client) -> None:
    customer = carla()
    home = builders.location("5 Mill Lane")
    Equipment.objects.create(name="Fridge", customer=customer, location=home)
    Equipment.objects.create(name="Other fridge", serial_number="55-77")
    post(desk, "customer/", customer=customer.pk)
    assert "5 Mill Lane" in options(desk, "places", "")
    assert "as typed" in options(desk, "places", "mill")
    assert ("Fridge" in options(desk, "equipment", ""), "Other" in options(desk, "equipment", "")) == (True, False)
    assert "Other fridge" in options(desk, "equipment", "5577")


def test_codes_are_offered_for_letters_and_for_the_words_of_the_customer(desk: Client) -> None:
    code = builders.code("Pothole")
    assert f'data-value="{code.pk}"' in options(desk, "codes", "poth")
    assert "Type a few letters of what the customer says." in options(desk, "codes", "")
    Contact.objects.update(words="There is a pothole before the house")
    index_codes(ProblemCode.objects.all())
    assert f'data-value="{code.pk}"' in options(desk, "codes", "")
