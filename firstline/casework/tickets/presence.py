"""Who else has a ticket open or writes in it right now; not history, so nothing of it reaches the journal."""

from datetime import datetime, timedelta

from firstline.casework.tickets.models import Look, Ticket
from firstline.journal.prepared import Prepared
from firstline.reference.staff.models import User

# A screen says every 15 seconds that it is open; two may get lost.
STILL_THERE = timedelta(seconds=45)
FORGOTTEN = timedelta(hours=1)


_LOOKS: Prepared[Look] = Prepared(
    lambda ticket, since, user: (
        Look.objects.filter(ticket=ticket, seen_at__gt=since)
        .exclude(user=user)
        .select_related("user")
        .only("is_writing", "user__name")
        .order_by("-is_writing", "user__name")
    ),
    *(int, datetime, int),
)


def look(ticket: Ticket, *, by: User, at: datetime, is_writing: bool = False) -> None:
    """Say that one has the ticket open, and whether one is writing in it."""
    Look.objects.bulk_create(
        [Look(ticket=ticket, user=by, seen_at=at, is_writing=is_writing)],
        update_conflicts=True,
        unique_fields=["ticket", "user"],
        update_fields=["seen_at", "is_writing"],
    )


def others(ticket: Ticket, user: User, at: datetime) -> list[Look]:
    """The other people who have the ticket open, those who write first."""
    return _LOOKS.all(ticket.pk, at - STILL_THERE, user.pk)


def forget(at: datetime) -> int:
    """Forget those who left long ago; the clock does it. Returns how many."""
    return Look.objects.filter(seen_at__lt=at - FORGOTTEN).delete()[0]
