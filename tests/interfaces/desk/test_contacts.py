"""The screens of contacts: starting, listing, looking, closing."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts import closing, reception
from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.reference.staff.models import User
from tests import builders
from tests.cast import ana, everyone, rita, sofia
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return sign_in(ana())


def rows(client: Client, **filters: object) -> list[int]:
    return [contact.number for contact in client.get("/contacts/", filters).context["page"].rows]


def closed(outcome: str = Outcome.ABANDONED, **facts: object) -> Contact:
    return closing.close(reception.open_contact(by=ana(), **facts), outcome, by=ana())  # type: ignore[arg-type]


def test_starting_a_contact_leads_to_its_screen(desk: Client) -> None:
    response = desk.post("/contacts/", {"channel": "counter"})
    contact = Contact.objects.get()
    assert (response["Location"], contact.channel, contact.taken_by) == ("/contacts/1/", Channel.COUNTER, ana())
    assert "Contact 1" in desk.get(response["Location"]).content.decode()


def test_a_channel_nobody_knows_is_a_telephone_call(desk: Client) -> None:
    desk.post("/contacts/", {"channel": "pigeon"})
    assert Contact.objects.get().channel == Channel.TELEPHONE


def test_a_contact_is_saved_with_few_statements(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk.post("/contacts/")
    # session with person; contact with its number and entry
    with django_assert_num_queries(2):
        desk.post("/contacts/")


def test_a_field_is_saved_with_few_statements(desk: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    desk.post("/contacts/")
    # session with person and departments, contact, savepoint, lock, update with its entry, release
    with django_assert_num_queries(6):
        desk.post("/contacts/1/fields/", {"field": "words", "value": "No water", "seen": "1"})


def test_the_screen_takes_no_more_statements_with_more_to_show(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    customer = builders.customer()
    contact = reception.identify(reception.open_contact(by=ana()), customer, by=ana())
    for _ in range(5):
        builders.ticket(customer=customer, contact=contact)
        builders.ticket(customer=customer)
        builders.contact(customer=customer, words="before")
    with django_assert_max_num_queries(24):
        desk.get("/contacts/1/")


def test_a_contact_that_does_not_exist_is_not_found(desk: Client) -> None:
    assert [desk.get(f"/contacts/{number}/").status_code for number in (7, 10**30)] == [404, 404]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["", "1/", "1/kind/", "1/closing/", "1/fields/", "1/tickets/", "1/file/", "1/codes/"])
def test_a_visitor_is_asked_to_sign_in(method: str, path: str) -> None:
    builders.contact()
    response = getattr(Client(), method)(f"/contacts/{path}")
    assert response.status_code in (302, 405)
    assert response.status_code == 405 or response["Location"].startswith("/account/login/")


def test_only_who_takes_contacts_may_write_in_them() -> None:
    builders.contact()
    paths = (
        *("", "1/kind/", "1/end/", "1/reopening/", "1/problem/dropping/", "1/fields/", "1/choice/", "1/file/"),
        *("1/customer/", "1/customer/forgetting/", "1/customer/new/"),
        *("1/tickets/", "1/tickets/covered/", "1/tickets/duplicate/", "1/tickets/repeat/", "1/closing/"),
    )
    clients = {role: sign_in(user) for role, user in everyone().items()}
    allowed = {
        path: {role for role, client in clients.items() if client.post(f"/contacts/{path}").status_code != 403}
        for path in paths
    }
    assert set(map(frozenset, allowed.values())) == {frozenset({"analyst", "supervisor", "manager", "administrator"})}


def test_who_may_only_read_sees_a_record_without_fields() -> None:
    contact = reception.note_down(reception.open_contact(by=ana()), "words", "No water", seen=1, by=ana())
    page = sign_in(rita()).get(f"/contacts/{contact.number}/").content.decode()
    assert ("No water" in page, "data-self-saving" in page, "Reopen" in page) == (True, False, False)


def limited(user: User) -> Client:
    user.departments.add(builders.department("Parks"))
    return sign_in(user)


def test_who_is_limited_to_departments_sees_theirs_and_those_of_none() -> None:
    theirs = builders.code(
        "Fallen tree", builders.category("Trees", builders.provider("Gardeners", builders.department("Parks")))
    )
    for code in (None, theirs, builders.code()):
        builders.contact(code=code)
    ticketed = builders.contact()
    builders.ticket(contact=ticketed, department=builders.department())
    client = limited(ana())
    assert rows(client) == [2, 1]
    assert [client.get(f"/contacts/{number}/").status_code for number in (1, 2, 3, 4)] == [200, 200, 404, 404]


def test_the_open_ones_stand_first_and_the_newest_of_them_on_top(desk: Client) -> None:
    for _ in range(2):
        closed()
        builders.contact()
    assert rows(desk) == [4, 2, 3, 1]


def test_pages_follow_each_other_without_gap_or_repetition(desk: Client) -> None:
    numbers = [contact.number for contact in (builders.contact() for _ in range(60))]
    Contact.objects.filter(number__lte=35).update(closed_at=builders.NOON, outcome=Outcome.ABANDONED)
    address, seen = "/contacts/", []
    while address:
        page = desk.get(address).context["page"]
        seen += [contact.number for contact in page.rows]
        address = f"/contacts/{page.next_page}" if page.next_page else ""
    assert seen == [*range(60, 35, -1), *range(35, 0, -1)] == numbers[35:][::-1] + numbers[:35][::-1]


def test_filters_limit_the_list(desk: Client) -> None:
    customer = builders.customer()
    builders.contact(kind=Kind.COMMENT, taken_by=ana())
    builders.contact(channel=Channel.FAX, customer=customer)
    closed()
    assert rows(desk, kind="comment") == [1]
    assert rows(desk, channel="fax") == [2]
    assert rows(desk, customer=customer.pk) == [2]
    assert rows(desk, state="closed") == [3]
    assert rows(desk, state="open") == [2, 1]
    assert rows(desk, mine="taken") == [1, 3]
    assert rows(desk, mine="comments") == []


def test_words_names_and_numbers_are_found_in_open_and_closed_contacts(desk: Client) -> None:
    builders.contact(words="The lamp is dark")
    contact = reception.note_down(reception.open_contact(by=ana()), "words", "Another lamp", seen=1, by=ana())
    contact = reception.note_down(contact, "answer", "Soon", seen=9, by=ana())
    contact = reception.classify(contact, Kind.INFORMATION, seen=9, by=ana())
    closing.close(contact, Outcome.ANSWERED, by=ana())
    builders.contact(caller_name="Nora Lampe")
    assert rows(desk, q="lamp") == [3, 1, 2]
    assert rows(desk, q="2") == rows(desk, q="C2") == [2]
    assert rows(desk, q="nothing like it") == []


@pytest.mark.parametrize(
    "query",
    [
        "after=o999999999999999999999",
        "after=xyz",
        "after=o٣",
        "customer=-1",
        "customer=1e9",
        "q=%00%ff",
        "state=odd&kind=odd&mine=odd",
    ],
)
def test_an_address_that_makes_no_sense_gives_a_list_all_the_same(desk: Client, query: str) -> None:
    builders.contact()
    assert desk.get(f"/contacts/?{query}").status_code == 200


def test_the_list_takes_no_more_statements_with_more_rows(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        builders.ticket(contact=builders.contact(customer=builders.customer(), taken_by=sofia(), code=builders.code()))
    with django_assert_max_num_queries(10):
        desk.get("/contacts/")


def test_closing_says_what_is_missing_and_leads_to_each_field(desk: Client) -> None:
    contact = reception.classify(reception.open_contact(by=ana()), Kind.INFORMATION, seen=1, by=ana())
    page = desk.post("/contacts/1/closing/", {"outcome": "answered"}, headers={"HX-Request": "true"}).content.decode()
    assert all(f'href="#{anchor}"' in page and f'id="{anchor}"' in page for anchor in ("id_words", "id_answer"))
    assert Contact.objects.get(pk=contact.pk).is_open


def test_every_missing_field_has_a_place_on_the_screen(desk: Client) -> None:
    code = builders.handled_code(requires_location=True, requires_equipment=True)
    for kind in ("text", "yes_no", "choice", "date", "number"):
        builders.question(code, kind, kind=kind, choices=[{"en": "a"}, {"en": "b"}])
    for values in (
        {},
        {"kind": Kind.ACTION},
        {"kind": Kind.ACTION, "words": "x", "code": code},
        {"kind": Kind.COMMENT},
    ):
        contact = builders.contact(**values)
        page = desk.get(f"/contacts/{contact.number}/")
        text = page.content.decode()
        anchors = [anchor for _item, anchor in page.context["call"].missing]
        assert [anchor for anchor in anchors if f'id="{anchor}"' not in text] == []
        assert anchors


def test_after_closing_the_analyst_is_free_for_the_next_call(desk: Client) -> None:
    builders.contact()
    response = desk.post("/contacts/1/closing/", {"outcome": "misdirected"}, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/contacts/"
    assert "Contact 1 is closed: misdirected." in desk.get("/contacts/").content.decode()
