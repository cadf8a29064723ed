"""Whether the lines are heard: when each last told us something, and what is wrong."""

from datetime import datetime, timedelta

from django.db.models import Q

from firstline.interfaces.channels.models import Hearing
from firstline.interfaces.channels.telephone.event import plain
from firstline.reference.correspondence.models import TelephoneLine

# A line that says something every second is written down less often.
PAUSE = timedelta(seconds=10)


def heard(line: TelephoneLine, at: datetime) -> None:
    """It has told us something that we understood, or it is connected: whatever was wrong is over."""
    Hearing.objects.get_or_create(line=line)
    old = Q(heard_at=None) | Q(heard_at__lt=at - PAUSE) | ~Q(problem="")
    Hearing.objects.filter(old, line=line).update(heard_at=at, problem="", since=None)


def failed(line: TelephoneLine, problem: str, at: datetime) -> None:
    """It cannot be heard or understood, and why; `since` stays that of the first time."""
    Hearing.objects.get_or_create(line=line)
    Hearing.objects.filter(line=line, since=None).update(since=at)
    Hearing.objects.filter(line=line).update(problem=plain(problem, 300))
