"""Sending what waits in the outbox: by a job as soon as it is put there, and each minute what is to be tried again.

A message is claimed, then marked just before its text is handed over, then marked as sent. A worker that dies before
the second mark has sent nothing; one that dies after it may have: the message goes again, with the same Message-ID.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_noop

from firstline.casework.contacts.enclosing import File, content_of, enclosed_in
from firstline.casework.work_orders.models import Told
from firstline.interfaces.channels import missed
from firstline.interfaces.channels.digest import gather
from firstline.interfaces.channels.email.composing import composed
from firstline.interfaces.channels.email.sending import MailServer, NotTaken
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.interfaces.channels.outgoing_entries import about, facts_of, lock
from firstline.interfaces.channels.telling import tell
from firstline.jobs import job
from firstline.journal.recording import record
from firstline.reference.correspondence.laid_down import LaidDown

BATCH = 50
# Nobody needs so long for a batch; who has not come back then is dead.
LEASE = timedelta(minutes=30)
HOUR = timedelta(hours=1)
# After how many minutes a message is tried again, and again: three days in all.
WAITS = (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440)
LONGEST_REASON = 300
DRY_RUN = gettext_noop("A dry run: nothing is sent.")
NO_SERVER = gettext_noop("No mail server is named.")
TOO_MANY = gettext_noop("Too many messages to this address within an hour.")
DIED = gettext_noop("Its worker died while sending it.")


@job
def send_mail() -> None:
    """Send all that is due."""
    send_waiting(timezone.now())


def send_waiting(at: datetime) -> int:
    """Send all that is due, batch by batch; returns how many messages were dealt with."""
    take_back(at)
    gather(at)
    dealt = 0
    while batch := send_some(max(at, timezone.now())):
        dealt += batch
    return dealt


@transaction.atomic
def take_back(at: datetime) -> int:
    """Free what workers had claimed that died; whatever they may have handed over already may arrive twice."""
    dead = Outgoing.objects.select_for_update(skip_locked=True).filter(
        state=Delivery.SENDING, claimed_at__lt=at - LEASE
    )
    keys = list(dead.values_list("pk", flat=True))
    stuck = Outgoing.objects.filter(pk__in=keys)
    stuck.filter(data_at__isnull=False).update(is_unsure=True)
    return stuck.update(state=Delivery.QUEUED, because=DIED, attempts=F("attempts") + 1, claimed_at=None, data_at=None)


def send_some(at: datetime) -> int:
    """One batch of what is due; returns how many messages were in it."""
    laid = LaidDown()
    claimed = _claim(at)
    if not claimed:
        return 0
    if not laid.dispatch.sends:
        _hold(claimed, DRY_RUN, at=at)
    elif settings.SMTP is None:
        _hold(claimed, NO_SERVER, at=at)
    else:
        too_many = _too_many(claimed, laid.dispatch.most_per_hour, at)
        _hold(too_many, TOO_MANY, at=at)
        _deliver([one for one in claimed if one not in too_many], laid, at=at)
    return len(claimed)


@transaction.atomic
def _claim(at: datetime) -> list[Outgoing]:
    due = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=Delivery.QUEUED, due_at__lte=at
    )
    rows = list(due.select_related("ticket", "contact", "order").order_by("due_at", "id")[:BATCH])
    for row in rows:
        row.state, row.claimed_at, row.data_at = Delivery.SENDING, at, None
    keys = [row.pk for row in rows]
    Outgoing.objects.filter(pk__in=keys).update(state=Delivery.SENDING, claimed_at=at, data_at=None)
    return rows


def _too_many(rows: Sequence[Outgoing], most: int, at: datetime) -> list[Outgoing]:
    """Those to addresses outside that have got enough in this hour: something there answers our answers."""
    outside = [row for row in rows if not row.user_id]
    sent = Outgoing.objects.filter(to__in={row.to for row in outside}, queued_at__gt=at - HOUR, state=Delivery.SENT)
    count = Counter(dict(sent.values_list("to").annotate(count=Count("pk"))))
    found = []
    for row in outside:
        count[row.to] += 1
        if count[row.to] > most:
            found.append(row)
    return found


def _deliver(rows: Sequence[Outgoing], laid: LaidDown, *, at: datetime) -> None:
    with MailServer(settings.SMTP or {}) as server:
        for place, row in enumerate(rows):
            try:
                _hand_over(server, row, laid)
            except NotTaken as refusal:
                if refusal.is_ours:
                    _put_back(rows[place:], refusal.because, at=at)
                    return
                _not_taken(row, refusal, at=at)
            else:
                _taken(row, at=timezone.now())


def _hand_over(server: MailServer, row: Outgoing, laid: LaidDown) -> None:
    sender = laid.sender(row.ticket.department_id if row.ticket else None)
    try:
        message = composed(row, sender, _files(row))
    except (ValueError, LookupError) as error:
        # Whatever cannot be written as a message today cannot tomorrow.
        raise NotTaken(f"{type(error).__name__}: {error}"[:LONGEST_REASON], is_final=True) from error

    def mark() -> None:
        Outgoing.objects.filter(pk=row.pk).update(data_at=timezone.now())

    server.hand_over(sender.tagged(row.tag), row.to, message, before_text=mark)


def _files(row: Outgoing) -> list[File]:
    return [File(one.name, one.media_type, content_of(one)) for one in enclosed_in(row)]


@transaction.atomic
def _taken(row: Outgoing, *, at: datetime) -> None:
    held = lock(row)
    held.state, held.sent_at, held.because, held.claimed_at = Delivery.SENT, at, "", None
    held.attempts += 1
    held.save(update_fields=["state", "sent_at", "because", "claimed_at", "attempts"])
    record("message.sent", held, by=None, context=about(held), at=at, facts=facts_of(held))
    tell([held, *_gathered(held)], Told.SENT, by=None, at=at)


def _not_taken(row: Outgoing, refusal: NotTaken, *, at: datetime) -> None:
    if refusal.is_unsure:
        Outgoing.objects.filter(pk=row.pk).update(is_unsure=True)
    if refusal.is_final or row.attempts + 1 >= len(WAITS):
        _give_up(row, refusal.because, at=at)
    else:
        _put_back([row], refusal.because, at=at)


@transaction.atomic
def _give_up(row: Outgoing, because: str, *, at: datetime) -> None:
    held = lock(row)
    held.state, held.because, held.claimed_at = Delivery.FAILED, because[:LONGEST_REASON], None
    held.attempts += 1
    held.save(update_fields=["state", "because", "claimed_at", "attempts"])
    record("message.failed", held, by=None, context=about(held), at=at, facts=facts_of(held))
    missed.look_after([held], at=at)


def _put_back(rows: Sequence[Outgoing], because: str, *, at: datetime) -> None:
    """Try them again later; those that have been tried long enough are given up, so that somebody hears of it."""
    for row in rows:
        if row.attempts + 1 >= len(WAITS):
            _give_up(row, because, at=at)
            continue
        later = at + timedelta(minutes=WAITS[row.attempts])
        Outgoing.objects.filter(pk=row.pk).update(
            state=Delivery.QUEUED,
            because=because[:LONGEST_REASON],
            attempts=F("attempts") + 1,
            due_at=later,
            claimed_at=None,
            data_at=None,
        )


@transaction.atomic
def _hold(rows: Iterable[Outgoing], because: str, *, at: datetime) -> None:
    for row in rows:
        held = lock(row)
        held.state, held.because, held.claimed_at = Delivery.HELD, because, None
        held.save(update_fields=["state", "because", "claimed_at"])
        record("message.held", held, by=None, context=about(held), at=at, facts=facts_of(held))
        tell([held, *_gathered(held)], Told.NOT_YET, by=None, at=at)


def _gathered(row: Outgoing) -> list[Outgoing]:
    return list(row.gathered.select_related("order"))
