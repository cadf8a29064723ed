"""Following by number: the link goes to the address on file, and nobody learns whether there is one."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.interfaces.channels import links
from firstline.interfaces.channels.models import Outgoing
from firstline.interfaces.portal import holding
from firstline.interfaces.portal.asked_by_number import send_link
from firstline.reference.customers.models import ContactPoint
from tests import builders
from tests.interfaces.portal.telephone import Telephone

pytestmark = pytest.mark.django_db


def reachable():
    customer = builders.customer("Nok", language="th")
    ContactPoint.objects.create(customer=customer, kind=ContactPoint.Kind.MOBILE, value="+66 81 234 5678")
    ContactPoint.objects.create(customer=customer, kind=ContactPoint.Kind.EMAIL, value="Nok@example.org")
    return customer


@pytest.mark.parametrize("reached", ["nok@EXAMPLE.org", "+66812345678", "0066 81-234-5678"])
def test_the_link_goes_to_the_address_on_file(reached: str) -> None:
    ticket = builders.ticket(customer=reachable())
    assert send_link(f"t {ticket.number}", reached, "en")
    sent = Outgoing.objects.get()
    assert (sent.to, sent.language, sent.ticket) == ("Nok@example.org", "th", ticket)
    assert links.follow_address(ticket) in sent.body


def test_without_its_letter_a_number_may_be_a_contact_too() -> None:
    contact = builders.contact(caller_email="piotr@example.org", caller_number="22 123 45 67")
    assert send_link(str(contact.number), "piotr@example.org", "pl")
    assert (Outgoing.objects.get().contact, Outgoing.objects.get().language) == (contact, "pl")


@pytest.mark.parametrize(
    ("number", "reached"),
    [
        ("T{}", "stranger@example.org"), ("T{}", "+66 81 234 5679"), ("T{}", "5678"), ("T{}", "@"), ("T{}", ""),
        ("C{}", "nok@example.org"), ("T99999999", "nok@example.org"), ("T\x00", "nok@example.org"), ("", ""),
        ("T" + "9" * 18, "nok@example.org"),
    ],
)  # fmt: skip
def test_nothing_goes_to_strangers(number: str, reached: str) -> None:
    ticket = builders.ticket(customer=reachable())
    assert send_link(number.format(ticket.number), reached, "en") is False
    assert Outgoing.objects.count() == 0


def test_the_page_says_the_same_and_asks_the_same_of_the_database_whoever_asks(django_assert_num_queries) -> None:
    ticket = builders.ticket(customer=reachable())
    pages: list[str] = []
    Telephone().send("follow/", number="T1", reached="1")
    for number, reached in ((ticket.number, "nok@example.org"), (ticket.number, "x@example.org"), (999, "1")):
        phone = Telephone(address=f"203.0.113.{len(pages)}")
        with django_assert_num_queries(7):
            phone.send("follow/", number=f"T{number}", reached=reached)
        pages.append(phone.page)
    assert pages[0].count("on its way to the e-mail that we have on file") == 1
    assert pages[1:] == pages[:1] * 2
    assert ProcrastinateJob.objects.filter(task_name__endswith="portal.jobs.send_link").count() == 4


def test_who_asks_too_often_gets_the_same_answer_and_nothing_is_done() -> None:
    phone = Telephone()
    pages = set()
    for _time in range(holding.LINKS_PER_ADDRESS + 3):
        phone.send("follow/", number="T1", reached="nok@example.org")
        pages.add(phone.page)
    assert len(pages) == 1
    assert ProcrastinateJob.objects.count() == holding.LINKS_PER_ADDRESS


def test_a_page_that_is_too_old_says_so_and_keeps_what_was_typed() -> None:
    phone = Telephone()
    assert phone.send("follow/", token="x", number="T1", reached="nok@example.org").status_code == 422
    assert ("too old to be sent" in phone.page, 'value="nok@example.org"' in phone.page) == (True, True)
    assert ProcrastinateJob.objects.count() == 0


def test_what_is_no_number_is_said_beside_the_field_and_stays() -> None:
    phone = Telephone()
    assert phone.send("follow/", number="<b>42", reached="").status_code == 422
    assert ("A number looks like T42 or C108." in phone.page, 'value="<b>42"' in phone.page) == (True, True)
