"""What the city writes: a sender, a signature, and the letters of today. It is a dry run: nothing leaves the house."""

from datetime import timedelta

from firstline.demo.weeks import Desk
from firstline.interfaces.channels import delivery, notices, outbox
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.journal.models import OutboxItem
from firstline.reference.correspondence.keeping import set_dispatch, set_sender, sign

TODAY = timedelta(hours=6)
SIGNATURE = {
    "en": "Service centre, City of Riverton",
    "fr": "Centre de services, Ville de Riverton",
    "es": "Centro de servicios, Ciudad de Riverton",
    "pl": "Centrum obsługi, Miasto Riverton",
    "th": "ศูนย์บริการ เมืองริเวอร์ตัน",
}
NOBODY = "550 5.1.1 The address does not exist."


def write_letters(desk: Desk) -> None:
    """Tell of what happened today; what happened in the weeks before has long been told."""
    manager = desk.staff["mateo"]
    set_sender("City of Riverton", "desk@riverton.example", by=manager)
    for language, text in SIGNATURE.items():
        sign(None, language, text, by=manager)
    set_dispatch(is_dry_run=True, most_per_hour=20, by=manager)
    OutboxItem.objects.filter(entry__at__lt=desk.now - TODAY).delete()
    notices.read(desk.now)
    delivery.send_waiting(desk.now)
    came_back = Outgoing.objects.filter(state=Delivery.HELD, user=None).exclude(ticket=None).first()
    if came_back:
        outbox.bounced(came_back, is_hard=True, because=NOBODY, at=desk.now)
        outbox.see_to(came_back, by=desk.staff["sara"], at=desk.now)
