"""Setup > Messages and Outbox, writing to a customer from the ticket, and one's own notices."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from firstline.casework.contacts.enclosing import content_of, enclosed_in
from firstline.casework.contacts.models import Enclosure
from firstline.interfaces.channels import delivery, notices, outbox, replying
from firstline.interfaces.channels.models import Delivery, Draft, Outgoing
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.models import NoticeRule, Sender, Template
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.correspondence.shipping import ship_messages
from firstline.reference.staff.keeping import change_user
from tests import builders
from tests.cast import ana, marc, sofia, tomek
from tests.interfaces.desk.test_access import signed_in
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _texts():
    ship_messages()


def ticket_of_carla():
    customer = builders.customer(language="fr")
    customer.contact_points.create(kind="email", value="carla@example.org")
    return builders.ticket(customer=customer)


def test_a_text_is_written_previewed_refused_and_tried(settings):
    client, url = signed_in(marc()), "/messages/done/pl/"
    change_user(marc(), email="marc@city.example", by=None)
    assert "Gotowe" in client.get(url).content.decode()
    sent = {"subject": "{number} koniec", "body": "Witaj {name} {nonsense} <b>"}
    preview = client.post(f"{url}preview/", sent).content.decode()
    assert ("T42 koniec" in preview, "&lt;b&gt;" in preview, "{nonsense}" in preview) == (True, True, True)
    refused = client.post(url, sent).content.decode()
    assert ("{nonsense} stands for nothing here" in refused, "Witaj {name}" in refused) == (True, True)
    assert client.post(url, {**sent, "body": "Witaj {name}"}).status_code == 302
    assert Template.objects.get(occasion="done", language="pl").body == "Witaj {name}"
    with mail_server() as (server, settings.SMTP):
        client.post(f"{url}trial/")
        server.by_recipient["marc@city.example"] = "550 no"
        answer = client.post(f"{url}trial/", follow=True).content.decode()
    assert [one["Subject"] for one in server.messages] == ["T42 koniec"]
    assert "550 no" in answer
    assert client.get("/messages/nothing/pl/").status_code == 404


def test_rules_senders_and_the_dry_run_are_laid_down():
    client, department = signed_in(marc()), builders.department()
    client.post("/message-rules/done/", {"department": department.pk, "gather_minutes": 5})
    rule = NoticeRule.objects.get(department=department)
    assert (rule.is_on, rule.gather_minutes, LaidDown().rule("done", department.pk)) == (False, 5, rule)
    assert department.label in client.get("/messages/").content.decode()
    client.post(f"/message-rules/{rule.pk}/removal/")
    assert LaidDown().rule("done", department.pk).is_on is True
    refused = client.post("/senders/new/", {"name": "X", "address": "a+b@c.example", "department": department.pk})
    assert "without “+”" in refused.content.decode()
    client.post("/senders/new/", {"name": "Works", "address": "works@c.example", "department": department.pk})
    assert LaidDown().sender(department.pk).tagged("abc") == "works+abc@c.example"
    client.post(f"/senders/{Sender.objects.get(department=department).pk}/removal/")
    client.post("/dispatch/", {"is_dry_run": "on", "most_per_hour": 7})
    assert (LaidDown().dispatch.sends, LaidDown().dispatch.most_per_hour) == (False, 7)
    client.post("/message-signature/", {"field": "th", "value": "ศูนย์บริการ", "seen": ""})
    assert LaidDown().signature(None, "th") == "ศูนย์บริการ"
    assert "ศูนย์บริการ" in client.get("/message-rules/").content.decode()


def test_a_reply_is_kept_as_it_is_written_and_sent_with_its_files():
    ticket, client = ticket_of_carla(), signed_in(tomek())
    url = f"/tickets/{ticket.number}/messages/"
    assert "carla@example.org" in client.get(url).content.decode()
    saved = client.post(f"{url}draft/", {"field": "text", "value": "Bonjour", "seen": "1"}).content.decode()
    assert 'data-state="saved"' in saved
    conflict = client.post(f"{url}draft/", {"field": "text", "value": "Autre", "seen": "1"}).content.decode()
    assert 'data-state="conflict"' in conflict
    assert "Bonjour" in client.get(url).content.decode()
    refused = client.post(url, {"text": "", "attached": [SimpleUploadedFile("plan.pdf", b"%PDF")]}).content.decode()
    assert "required" in refused
    one, two = SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"two")
    replying.keep_files(ticket, [replying.File("old.txt", "text/plain", b"old")], without=(), by=tomek())
    old = Enclosure.objects.get()
    client.post(url, {"text": "Bonjour Carla", "attached": [one, two], "without": [old.pk]})
    [made] = Outgoing.objects.all()
    assert (made.occasion, made.by, made.language) == (Occasion.MESSAGE, tomek(), "fr")
    assert [(file.name, content_of(file)) for file in enclosed_in(made)] == [("a.txt", b"one"), ("b.txt", b"two")]
    draft = Draft.objects.get()
    assert (draft.text, draft.version > 2, list(enclosed_in(draft))) == ("", True, [])
    # The journal tells of it, too; it is not sent a second time for that.
    notices.read(timezone.now())
    assert Outgoing.objects.count() == 1
    assert made.subject in client.get(f"/tickets/{ticket.number}/outgoing/").content.decode()
    file = enclosed_in(made)[0]
    answer = client.get(f"/outgoing/{made.pk}/files/{file.pk}/")
    assert (b"".join(answer.streaming_content), "attachment" in answer["Content-Disposition"]) == (b"one", True)
    assert client.get(f"/outgoing/{made.pk}/files/0/").status_code == 404


def test_who_has_no_address_is_written_to_on_their_page_only():
    ticket, client = builders.ticket(customer=builders.customer()), signed_in(tomek())
    client.post(f"/tickets/{ticket.number}/messages/", {"text": "Hello", "attached": [SimpleUploadedFile("a", b"x")]})
    assert (Outgoing.objects.count(), [file.name for file in enclosed_in(ticket)]) == (0, ["a"])


def test_the_outbox_shows_what_did_not_arrive_first_and_sends_it_again():
    ticket, client = ticket_of_carla(), signed_in(sofia())
    rows = [outbox.put(Occasion.MESSAGE, f"c{n}@example.org", ticket=ticket, text="x", by=None) for n in range(3)]
    delivery.send_waiting(timezone.now())
    bad = rows[0]
    assert bad is not None
    outbox.bounced(bad, is_hard=True, because="5.1.1 unknown")
    page = client.get("/outgoing/").content.decode()
    assert page.index("c0@example.org") < page.index("c2@example.org") < page.rindex("c0@example.org")
    assert "c1@example.org" not in client.get("/outgoing/?state=bounced&q=c").content.decode()
    assert "5.1.1 unknown" in client.get(f"/outgoing/{bad.pk}/").content.decode()
    client.post(f"/outgoing/{bad.pk}/care/")
    assert Outgoing.objects.in_trouble().count() == 0
    client.post(f"/outgoing/{bad.pk}/sending/")
    bad.refresh_from_db()
    assert bad.state == Delivery.QUEUED
    assert "nothing to send again" in client.post(f"/outgoing/{bad.pk}/sending/", follow=True).content.decode()
    with_nul = Client()
    with_nul.force_login(sofia())
    assert with_nul.get("/outgoing/?q=%00&before=99999999999999999999&state=x").status_code == 200


def test_people_choose_how_they_are_told_and_sign_what_they_write():
    client = signed_in(ana())
    client.post("/settings/notices/", {"field": "late", "value": "never", "seen": ""})
    client.post("/settings/signature/", {"field": "en", "value": "Ana, City desk", "seen": ""})
    refused = client.post("/settings/notices/", {"field": "done", "value": "never", "seen": ""}).content.decode()
    laid = LaidDown()
    assert (laid.way(ana().pk, "late"), laid.signature(ana().pk, "pl")) == ("never", "Ana, City desk")
    assert 'data-state="refused"' in refused
    assert "Ana, City desk" in client.get("/settings/").content.decode()
