"""Taking a call at the desk, and what rings for whom."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from firstline.casework.contacts import reception
from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels.models import Call
from firstline.journal.recording import Thing, record
from firstline.reference.staff.models import User

RINGS_FOR = timedelta(minutes=10)
MOST_SHOWN = 4


def ringing(user: User, lines: list[int], at: datetime) -> list[Call]:
    """Calls that ring for somebody who answers at these lines, and the one they lifted and have not opened yet."""
    for_them = Q(rings_for=user) | Q(rings_for=None, line__in=lines)
    unanswered = Q(for_them, answered_at=None, accepted_at=None, outbound=False)
    lifted = Q(answered_by=user, accepted_at=None)
    calls = Call.objects.filter(unanswered | lifted, ended_at=None, rang_at__gte=at - RINGS_FOR)
    return list(
        calls.select_related("line", "contact__customer__account").order_by("rang_at", "pk").distinct()[:MOST_SHOWN]
    )


@transaction.atomic
def accept(call: Call, *, by: User, at: datetime | None = None) -> Contact:
    """Take a call and its contact; of two who do so at once the first has it, and both go to it."""
    at = at or timezone.now()
    held = Call.objects.select_for_update(of=("self", "contact")).select_related("contact").get(pk=call.pk)
    if held.accepted_at is not None:
        return held.contact
    held.accepted_at = at
    held.answered_by = held.answered_by or by
    held.save(update_fields=["accepted_at", "answered_by"])
    record("call.accepted", held, by=by, context=Thing("calls_at", held.line_id), at=at)
    return reception.take_up(held.contact, by=by, at=at) if held.contact.is_open else held.contact
