"""Telling us: nothing typed is lost, and what is sent becomes one contact."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from firstline.casework.contacts.models import Channel, Contact, Enclosure, Kind
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels.models import Arrival, RawMessage
from firstline.interfaces.portal import photos
from firstline.interfaces.portal.models import KeptPhoto
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.searching import index_codes
from tests import builders
from tests.interfaces.portal.telephone import Telephone, given_a_minute_ago

pytestmark = pytest.mark.django_db


def photo(name: str = "fridge.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (20, 10), "teal").save(content, kind)
    return SimpleUploadedFile(name, content.getvalue(), "application/octet-stream")


def test_a_report_becomes_a_contact_and_a_ticket_with_all_that_was_typed() -> None:
    code, landmark = builders.handled_code(), builders.location("1 Quay")
    landmark.landmark = "City Mall"
    landmark.save()
    index_codes(ProblemCode.objects.all())
    phone = Telephone()
    phone.open("tell/")
    phone.send(kind="action", words="Appliance pick-up please", place="city mall", step="look")
    assert "What fits best?" in phone.page
    assert "City Mall" in phone.page
    phone.send(
        step="send", kind="action", words="Appliance pick-up please", place="city mall", location=landmark.pk,
        code=code.pk, point="52,2297; 21,0122", name="Nok", email="nok@example.org", phone="", photos=[photo()],
    )  # fmt: skip
    ticket, contact = Ticket.objects.get(), Contact.objects.get()
    assert f"Your number is T{ticket.number}." in phone.page
    assert (contact.channel, contact.kind, contact.caller_name) == (Channel.PORTAL, Kind.ACTION, "Nok")
    assert (ticket.code, ticket.location, ticket.place) == (code, landmark, "city mall, 52.229700, 21.012200")
    assert [(one.name, one.media_type) for one in Enclosure.objects.all()] == [("fridge.jpg", "image/jpeg")]
    assert KeptPhoto.objects.count() == 0


def test_what_was_refused_stays_with_its_photos_and_is_sent_later() -> None:
    phone, form = Telephone(), given_a_minute_ago()
    files = [photo(), SimpleUploadedFile("virus.jpg", b"MZ this is no picture")]
    sent = {"kind": "action", "words": "It leaks", "phone": "no number", "email": "nobody", "step": "send"}
    answer = phone.send("tell/", token=form, photos=files, **sent)
    assert answer.status_code == 200
    assert "virus.jpg is no photo that we can read" in phone.page
    assert ("This is no telephone number." in phone.page, 'value="nobody"' in phone.page) == (True, True)
    assert (Contact.objects.count(), KeptPhoto.objects.get().name) == (0, "fridge.jpg")
    assert phone.token == form
    phone.send("tell/", token=form, **{**sent, "phone": "+48 22 123 45 67", "email": ""})
    assert Contact.objects.get().caller_number == "+48 22 123 45 67"
    assert Enclosure.objects.get().name == "fridge.jpg"


def test_the_same_form_sent_twice_is_one_contact() -> None:
    phone, form = Telephone(), given_a_minute_ago()
    sent = {"kind": "information", "words": "When do you open?", "step": "send"}
    phone.send("tell/", token=form, **sent)
    first = phone.at
    Telephone(address="203.0.113.9").send("tell/", token=form, **{**sent, "words": "When do you open then?"})
    assert (Contact.objects.count(), Arrival.objects.count()) == (1, 1)
    phone.send("tell/", token=form, **sent)
    assert phone.at == first


def test_a_form_that_is_too_old_or_not_ours_is_shown_again_with_what_was_typed() -> None:
    phone = Telephone()
    answer = phone.send("tell/", token="forged", kind="action", words="It leaks", step="send")
    assert answer.status_code == 200
    assert ("too old to be sent" in phone.page, "It leaks" in phone.page) == (True, True)
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize(
    "words", ["\x00", "a\x00b", "x" * 1_000_001, "x" * 20_001, "\u202e" + "א" * 300, "ก" * 20_000, " \t ", "&<script>"]
)
def test_any_text_gets_an_answer(words: str) -> None:
    answer = Telephone().send("tell/", kind="action", words=words, place=words[:300], point=words[:70], step="send")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_odd_choices_are_refused_or_left_out() -> None:
    phone = Telephone()
    phone.send("tell/", kind="sabotage", words="Hello", step="send")
    assert Contact.objects.count() == 0
    phone.send("tell/", kind="action", words="Hello", code="9" * 30, location="-1", step="send")
    assert Contact.objects.count() == 0
    phone.send("tell/", kind="action", words="Hello", code="99999999", location="x", without="drop table", step="send")
    contact = Contact.objects.get()
    assert (contact.words, contact.code, contact.location) == ("Hello", None, None)


def test_a_form_larger_than_all_photos_may_be_is_refused_unread() -> None:
    answer = Client().post(
        "/help/fr/tell/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(200 * 2**20)
    )
    assert answer.status_code == 413


def test_what_is_kept_holds_the_form_as_it_was_sent() -> None:
    Telephone("th").send("tell/", kind="comment", words="ขอบคุณ", step="send")
    assert '"words": "ขอบคุณ"' in bytes(RawMessage.objects.get().content).decode()
    assert (Contact.objects.get().language, Contact.objects.get().kind) == ("th", Kind.COMMENT)


def test_who_pretends_to_be_somebody_else_learns_nothing_of_their_tickets() -> None:
    contact = builders.contact(caller_email="nok@example.org")
    ticket = builders.ticket(contact=contact, words="SECRET")
    phone = Telephone()
    words = f"Re: T{ticket.number} [#T{ticket.number}] C{contact.number}"
    phone.send("tell/", kind="action", words=words, email="nok@example.org", step="send")
    made = Contact.objects.latest("pk")
    assert (made == contact, made.words) == (False, words)
    assert (f"Your number is C{made.number}." in phone.page, "SECRET" in phone.page) == (True, False)


def test_photos_are_as_many_and_as_large_as_can_be_held_at_once() -> None:
    phone, form = Telephone(), given_a_minute_ago()
    sent = {"kind": "action", "words": "Five of them", "step": "send", "token": form}
    phone.send("tell/", photos=[photo(f"{number}.png", "PNG") for number in range(5)], **sent)
    assert "At most 4 photos. Left out: 4.png" in phone.page
    KeptPhoto.objects.update(size=photos.LARGEST_ALL // 4)
    KeptPhoto.objects.filter(name="3.png").delete()
    large = photo("large.png", "PNG")
    large.size = photos.LARGEST_ALL // 4 + 1
    assert photos.checked([large], photos.kept(KeptPhoto.objects.latest("pk").form))[1] == [
        "All photos together may have 16.0\xa0MB. Left out: large.png"
    ]
    large.size = photos.LARGEST + 1
    assert photos.checked([large], [])[1] == ["large.png is too big: at most 8.0\xa0MB."]
    first = KeptPhoto.objects.earliest("pk")
    phone.send("tell/", **{**sent, "without": first.pk})
    assert sorted(Enclosure.objects.values_list("name", flat=True)) == ["1.png", "2.png"]
