"""The screens of what arrives: the ledger, quarantine, files, mailboxes and rules."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.intake import end
from firstline.interfaces.channels.models import Arrival, End
from firstline.interfaces.health import examine
from firstline.reference.correspondence.models import IntakeRule, Mailbox
from firstline.reference.correspondence.secrets import seal, unseal
from tests import builders, cast
from tests.interfaces.channels.letters import mail

pytestmark = pytest.mark.django_db
MAILBOX = {
    "name": "Citizens", "address": "help@city.example", "host": "localhost", "port": "1", "security": "none",
    "username": "help", "method": "password", "secret": "open sesame", "folder": "INBOX", "after": "seen",
}  # fmt: skip


def arrive(raw, key):
    return end(ledger.store("email", "smtp", key, raw))


def test_the_ledger_shows_every_message_and_a_person_lets_through_what_was_held_up(client):
    client.force_login(cast.sofia())
    held = arrive(mail("Hello?", sender="", subject="<b>Who</b>"), "1")
    body = b'Content-Type: text/html; name="../evil.html"\r\nContent-Disposition: attachment; filename="../evil.html"'
    head = (
        mail("x", message_id="f@x").partition(b"\r\n\r\n")[0].replace(b"text/plain;", b"multipart/mixed; boundary=b;")
    )
    contact = arrive(
        head + b"\r\n\r\n--b\r\n\r\nSee.\r\n--b\r\n" + body + b"\r\n\r\n<script>\r\n--b--\r\n", "2"
    ).contact
    page = client.get(reverse("desk:arrivals")).content.decode()
    assert ("&lt;b&gt;Who" in page, "Every message that was fetched is kept" in page) == (True, True)
    shown = client.get(reverse("desk:arrival", args=[held.pk])).content.decode()
    assert "it names no sender who could be answered" in shown
    client.post(reverse("desk:arrival_letting_through", args=[held.pk]))
    assert Arrival.objects.get(pk=held.pk).end == End.CONTACT
    again = client.post(reverse("desk:arrival_setting_aside", args=[held.pk]), follow=True)
    assert "not in quarantine any more" in again.content.decode()
    came = client.get(reverse("desk:contact_arrivals", args=[contact.number])).content.decode()
    file = client.get(came.partition('href="/enclosures/')[2].partition('"')[0].join(["/enclosures/", ""]))
    assert (file.content, file["Content-Type"], file["X-Content-Type-Options"]) == (
        b"<script>", "application/octet-stream", "nosniff")  # fmt: skip
    assert file["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("desk:arrival_raw", args=[held.pk])).content.endswith(b"Hello?\r\n")


def test_a_mailbox_is_laid_down_tried_and_its_password_never_shown(client):
    client.force_login(cast.marc())
    refused = client.post(reverse("desk:mailbox_new"), {**MAILBOX, "host": "imap.city.example"})
    assert "could be read on the way" in refused.content.decode()
    assert client.post(reverse("desk:mailbox_new"), MAILBOX).status_code == HTTPStatus.FOUND
    mailbox = Mailbox.objects.get()
    assert ("sesame" in mailbox.secret, unseal(mailbox.secret), unseal(mailbox.secret[:-8] + "AAAAAAA=")) == (
        False, "open sesame", "")  # fmt: skip
    assert seal("x") != seal("x")
    page = client.get(reverse("desk:mailbox", args=[mailbox.pk])).content.decode()
    assert "sesame" not in page
    client.post(reverse("desk:mailbox", args=[mailbox.pk]), {**MAILBOX, "secret": "", "folder": "Desk"})
    mailbox.refresh_from_db()
    assert (mailbox.folder, unseal(mailbox.secret)) == ("Desk", "open sesame")
    tried = client.post(reverse("desk:mailbox_trial", args=[mailbox.pk]), follow=True)
    assert "cannot be reached" in tried.content.decode()
    client.post(reverse("desk:mailbox_retirement", args=[mailbox.pk]))
    assert Mailbox.objects.get().is_retired


def test_a_rule_is_written_with_conditions_and_moved(client, django_assert_max_num_queries):
    client.force_login(cast.marc())
    code = builders.handled_code()
    sent = {"c0.mode": "all", "c0.0.field": "subject", "c0.0.is": "contains", "c0.0.value": "fridge", "name": "Fridges"}
    more = client.post(reverse("desk:intake_rule_new"), {**sent, "edit": "add 0"})
    assert 'name="c0.1.field"' in more.content.decode()
    assert "what this rule decides" in client.post(reverse("desk:intake_rule_new"), sent).content.decode()
    client.post(reverse("desk:intake_rule_new"), {**sent, "code": code.pk})
    client.post(reverse("desk:intake_rule_new"), {**sent, "name": "Noise", "is_machine": "on"})
    rule, noise = IntakeRule.objects.all()
    assert (rule.condition, rule.code) == ({"all": [{"field": "subject", "is": "contains", "value": "fridge"}]}, code)
    client.post(reverse("desk:intake_rule_position", args=[noise.pk]), {"position": "1"})
    assert [row.name for row in IntakeRule.objects.all()] == ["Noise", "Fridges"]
    client.post(reverse("desk:intake_rule", args=[noise.pk]), {**sent, "name": "Quiet", "is_machine": "on"})
    with django_assert_max_num_queries(20):
        assert "Quiet" in client.get(reverse("desk:mailboxes")).content.decode()
    client.post(reverse("desk:intake_rule_removal", args=[noise.pk]))
    assert IntakeRule.objects.filter(retired_at=None).count() == 1


def test_health_reconciles_what_was_fetched():
    arrival = arrive(mail("One."), "1")
    found = {one.name: one for one in examine(arrival.received_at)}
    assert (found["ledger"].ok, found["arrivals"].ok, found["quarantine"].value) == (True, True, 0)
    arrival.raw.delete()
    Arrival.objects.filter(pk=arrival.pk).delete()
    lost = next(one for one in examine(arrival.received_at) if one.name == "ledger")
    assert (lost.ok, lost.value) == (False, 1)
