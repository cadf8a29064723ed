"""Whether mail leaves, as `firstline health` and Setup > Health ask."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.interfaces.channels.delivery import NO_SERVER
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.interfaces.channels.models.outgoing import WAITING
from firstline.interfaces.channels.notices import FAULTY
from firstline.interfaces.health import Finding, ask_also
from firstline.journal.outbox import backlog
from firstline.reference.correspondence.laid_down import LaidDown

LATE_AFTER = timedelta(minutes=15)
# What was held because no server is named troubles for so long; then nobody seems to wait for it.
RECENT = timedelta(days=7)


@ask_also
def examined(at: datetime) -> Iterator[Finding]:
    yield _waiting(at)
    yield _failed()


def _waiting(at: datetime) -> Finding:
    if not LaidDown().dispatch.sends:
        return Finding("mail_out", ok=True, text=_("a dry run: messages are shown and not sent"))
    if settings.SMTP is None:
        held = Outgoing.objects.filter(state=Delivery.HELD, because=NO_SERVER, queued_at__gt=at - RECENT).count()
        text = ngettext(
            "no mail server is named (FIRSTLINE_SMTP): %(count)d message was not sent",
            "no mail server is named (FIRSTLINE_SMTP): %(count)d messages were not sent",
            held,
        )
        return Finding("mail_out", held == 0, text % {"count": held}, held)
    first = Outgoing.objects.filter(state__in=WAITING, attempts__gt=0).aggregate(first=Min("queued_at"))["first"]
    overdue = Outgoing.objects.filter(state__in=WAITING, attempts=0).aggregate(first=Min("due_at"))["first"]
    since = min((moment for moment in (first, overdue) if moment), default=at)
    minutes = max(0, int((at - since).total_seconds() // 60))
    text = _("the oldest message waits for %(minutes)d min") % {"minutes": minutes} if minutes else _("mail leaves")
    return Finding("mail_out", at - since < LATE_AFTER, text, minutes)


def _failed() -> Finding:
    count = Outgoing.objects.in_trouble().count() + backlog().get(FAULTY, 0)
    text = ngettext("%(count)d message did not arrive", "%(count)d messages did not arrive", count) % {"count": count}
    return Finding("mail_failed", count == 0, text, count)
