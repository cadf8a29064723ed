"""A work order is done and forty customers are told; two letters come back, and everybody can see which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firstline.casework.tickets.models import CallBack
from firstline.casework.work_orders import linking
from firstline.casework.work_orders.models import Link, Told
from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.intake import end
from firstline.interfaces.channels.models import Delivery, End, Outgoing
from firstline.interfaces.channels.posting import tell_and_send
from firstline.reference.correspondence.keeping import set_sender
from firstline.reference.correspondence.shipping import ship_messages
from tests import builders
from tests.cast import sofia, tomek
from tests.mail_server import mail_server
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
BOUNCE = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The address does not exist.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown user

--b--
"""


def test_forty_customers_are_told_and_two_bounces_are_shown(settings) -> None:
    ship_messages()
    set_sender("City desk", "desk@city.example", by=None)
    order = builders.work_order(crew=builders.crew())
    for number in range(40):
        customer = builders.customer(f"Customer {number}", language=("en", "fr", "es", "pl", "th")[number % 5])
        customer.contact_points.create(kind="email", value=f"c{number}@example.org")
        linking.link(order, builders.ticket(customer=customer), "by hand", by=None)
    technician, supervisor = sign_in(tomek()), sign_in(sofia())
    technician.post(f"/work-orders/{order.number}/start/")
    technician.post(f"/work-orders/{order.number}/completion/", {"result": "The main is mended."})
    with mail_server() as (server, settings.SMTP):
        server.by_recipient = {"c7@example.org": "550 5.1.1 no such user"}
        tell_and_send(timezone.now())
        assert Link.objects.filter(told=Told.QUEUED).count() == 40
        tell_and_send(timezone.now() + timedelta(minutes=3))
        assert len(server.messages) == 39
    sent = Outgoing.objects.get(to="c12@example.org")
    bounce = BOUNCE.format(to=f"desk+{sent.tag}@city.example", address=sent.to).replace("\n", "\r\n").encode()
    assert end(ledger.store("email", "mailbox:1", "1", bounce)).end == End.MACHINE

    told = dict(Link.objects.values_list("ticket__customer__name", "told"))
    assert [name for name, state in told.items() if state == Told.FAILED] == ["Customer 7", "Customer 12"]
    assert list(told.values()).count(Told.SENT) == 38
    assert dict(Outgoing.objects.in_trouble().values_list("to", "state")) == {
        "c7@example.org": Delivery.FAILED,
        "c12@example.org": Delivery.BOUNCED,
    }
    assert CallBack.objects.filter(state=CallBack.State.OWED).count() == 2
    page = supervisor.get("/outgoing/").content.decode()
    assert ("c7@example.org" in page, "5.1.1" in page) == (True, True)
    assert "38" in technician.get(f"/work-orders/{order.number}/").content.decode()
