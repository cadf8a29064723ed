"""Calls whose end nobody told us of: they are ended by time, and who was not answered is owed a call all the same."""

from datetime import datetime, timedelta

from django.db.models import Q

from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone.calls import hear
from firstline.interfaces.channels.telephone.event import Event, What

LONGEST_RINGING = timedelta(minutes=10)
LONGEST_TALK = timedelta(hours=12)
MOST_AT_ONCE = 200


def end_forgotten(at: datetime) -> int:
    """End what has rung or gone on for too long; how many there were."""
    is_taken = Q(answered_at__isnull=False) | Q(accepted_at__isnull=False)
    old = Q(~is_taken, rang_at__lt=at - LONGEST_RINGING) | Q(is_taken, rang_at__lt=at - LONGEST_TALK)
    calls = list(Call.objects.filter(old, ended_at=None).select_related("line").order_by("rang_at")[:MOST_AT_ONCE])
    for call in calls:
        event = Event(What.ENDED, call.key, "", "", outbound=call.outbound, begins=False, cause="not told")
        hear(call.line, event, at=at)
    return len(calls)
