"""What still waits to be read, and what is read once more: nothing that arrived stays without an end."""

from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.interfaces.channels.intake import end, quarantine
from firstline.interfaces.channels.models import Arrival, End
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

# Whoever has just stored a message is about to read it.
LEFT_AFTER = timedelta(seconds=30)
MOST_TRIES = 3
AT_ONCE = 500


def end_what_waits(at: datetime) -> int:
    """Read what was stored and then left, as by a worker that was killed in between; returns how many."""
    left = Arrival.objects.waiting().filter(received_at__lt=at - LEFT_AFTER)[:AT_ONCE]
    return sum(_end(arrival, at) for arrival in left)


def _end(arrival: Arrival, at: datetime) -> bool:
    """A message that kills whoever reads it is set aside after a few times, before it is read again."""
    with transaction.atomic():
        held = Arrival.objects.select_for_update(skip_locked=True).filter(pk=arrival.pk, end="").first()
        if held is None:
            return False
        held.tries += 1
        held.save(update_fields=["tries"])
    if held.tries > MOST_TRIES:
        return bool(quarantine(held, _("reading it broke off %(count)d times") % {"count": MOST_TRIES}, at=at).end)
    try:
        return bool(end(held, at=at).end)
    except DatabaseError:
        return False


def read_again(arrival: Arrival, *, by: User | None, at: datetime | None = None) -> Arrival:
    """Read a quarantined message once more, as after a fault of ours was mended."""
    return _again(arrival, "arrival.read_again", by=by, at=at)


def let_through(arrival: Arrival, *, by: User | None, at: datetime | None = None) -> Arrival:
    """Read a quarantined message and hold it up no longer: a person has looked at it."""
    with transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).update(let_through=True)
        return _again(arrival, "arrival.let_through", by=by, at=at)


@transaction.atomic
def set_aside(arrival: Arrival, *, by: User | None, at: datetime | None = None) -> Arrival:
    """Say that a quarantined message needs nothing more: it counts as machine mail. It is kept."""
    held = _held(arrival)
    held.end, held.ended_at = End.MACHINE, at or timezone.now()
    held.save(update_fields=["end", "ended_at"])
    record("arrival.set_aside", held, by=by, at=at, facts={"subject": held.subject, "was": held.because})
    return held


@transaction.atomic
def _again(arrival: Arrival, verb: str, *, by: User | None, at: datetime | None) -> Arrival:
    held = _held(arrival)
    record(verb, held, by=by, at=at, facts={"subject": held.subject, "was": held.because})
    return end(held, at=at, again=True)


def _held(arrival: Arrival) -> Arrival:
    held = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if held.end != End.QUARANTINED:
        raise Refused(_("This message is not in quarantine any more."))
    return held
