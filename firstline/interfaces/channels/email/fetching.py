"""Fetching a mailbox: what is new is stored, committed, marked on the server, and then read.

The server's numbers only help to ask for less. What was fetched before is known by its bytes, so a server that counts
anew, repeats itself or drops the line costs time and no message.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from imap_tools.errors import ImapToolsError

from firstline.interfaces.channels import intake, ledger
from firstline.interfaces.channels.email import folder
from firstline.interfaces.channels.email.folder import Found
from firstline.interfaces.channels.email.imap import FAULTS, Box, NotReached
from firstline.interfaces.channels.intake_together import TOGETHER, Read, end_all, ending_behind, read_all
from firstline.interfaces.channels.models import Arrival, MailboxState
from firstline.interfaces.channels.notices import soon
from firstline.reference.correspondence.models import Mailbox

AT_ONCE = 50
BYTES_AT_ONCE = 4 * 2**20
LARGEST = 64 * 2**20
# After so many failures to get a message whole, its beginning has to do.
MOST_TRIES = 3
# Where the server has begun to count anew: how far behind the last time is looked.
LOOK_BACK = timedelta(days=3)
_LOCK = 0x6D61696C


@contextmanager
def alone(mailbox: Mailbox) -> Iterator[bool]:
    """Whether this is the only worker at the mailbox, until the end; a worker that dies lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, mailbox.pk])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, mailbox.pk])


def fetch(box: Box, mailbox: Mailbox, *, at: datetime | None = None) -> int:
    """Take in what is new; returns how many messages. `NotReached` when the server fails in between.

    Another worker that is at this mailbox already does it in our place.
    """
    with alone(mailbox) as is_alone:
        if not is_alone:
            return 0
        state, _made = MailboxState.objects.get_or_create(mailbox=mailbox)
        try:
            count = _fetch(box, mailbox, state, at)
        except FAULTS as problem:
            raise NotReached(_("The server failed: %(problem)s") % {"problem": problem}) from problem
        facts = {"fetched_at": at or timezone.now(), "fault": "", "fault_since": None}
        MailboxState.objects.filter(mailbox=mailbox).update(**facts)
        return count


def failed(mailbox: Mailbox, because: str, *, at: datetime | None = None) -> None:
    """Write down why the mailbox cannot be read, and since when."""
    state, _made = MailboxState.objects.get_or_create(mailbox=mailbox)
    state.fault, state.fault_since = because[:300], state.fault_since or at or timezone.now()
    state.save(update_fields=["fault", "fault_since"])


def _fetch(box: Box, mailbox: Mailbox, state: MailboxState, at: datetime | None) -> int:
    validity = folder.validity(box, mailbox)
    troubles = _Troubles(state, validity)
    uids = folder.matching(box, _asked(state, validity))
    sizes = folder.found(box, uids)
    known = _known(mailbox, validity, sizes)
    # Stored before, and perhaps not marked any more before the line broke.
    unmarked = [uid for uid in known if not sizes[uid].is_seen or mailbox.after != Mailbox.After.SEEN]
    marks = _Marks(box, mailbox)
    marks.mark(unmarked)
    missing = {uid for uid in uids if uid not in sizes}
    new = {uid: each.size for uid, each in sizes.items() if uid not in known}
    count = 0
    with _ending(len(new), at) as take:
        for batch in _batches(new, troubles):
            found, is_whole = _bodies(box, batch, sizes, troubles)
            missing |= set(batch) - found.keys()
            stored = _store(mailbox, validity, found, at=at)
            marks.mark([*found])
            count += len(stored)
            _pass_on(stored, take, is_whole=is_whole, at=at)
            soon()
    _remember(state, validity, uids, missing)
    if marks.refused:
        raise marks.refused
    return count


class _Marks:
    """Says to the server what we have. One that will not hear of it, as when it is full, keeps nobody from reading."""

    def __init__(self, box: Box, mailbox: Mailbox) -> None:
        self.box, self.mailbox = box, mailbox
        self.refused: Exception | None = None

    def mark(self, uids: Sequence[int]) -> None:
        try:
            folder.mark(self.box, self.mailbox, uids)
        except (folder.Refuses, ImapToolsError) as problem:
            self.refused = problem


def _asked(state: MailboxState, validity: int) -> str:
    """The messages that nobody has read, and all that came after the last one we had."""
    if state.validity == validity:
        return f"OR UNSEEN UID {state.last_uid + 1}:*"
    if state.validity and state.fetched_at:
        return f"OR UNSEEN SINCE {(state.fetched_at - LOOK_BACK).strftime('%d-%b-%Y')}"
    return "UNSEEN"


def _known(mailbox: Mailbox, validity: int, sizes: Mapping[int, Found]) -> set[int]:
    """What was stored under its number with just that size; what has become unread is looked at again."""
    looked = {uid for uid, each in sizes.items() if each.is_seen or mailbox.after != Mailbox.After.SEEN}
    keys = {f"{validity}:{uid}": uid for uid in looked}
    rows = Arrival.objects.filter(source=mailbox.source, key__in=list(keys)).values_list("key", "size")
    return {keys[key] for key, size in rows if size == sizes[keys[key]].size}


class _Troubles:
    """How often each message could not be had, kept over the visits."""

    def __init__(self, state: MailboxState, validity: int) -> None:
        self.state, self.validity = state, validity

    def of(self, uid: int) -> int:
        return int(self.state.troubles.get(f"{self.validity}:{uid}", 0))

    def count(self, uids: Sequence[int]) -> None:
        self.state.troubles |= {f"{self.validity}:{uid}": self.of(uid) + 1 for uid in uids}
        self.state.save(update_fields=["troubles"])

    def over(self, uid: int) -> None:
        self.state.troubles.pop(f"{self.validity}:{uid}", None)


def _batches(sizes: Mapping[int, int], troubles: _Troubles) -> Iterator[list[int]]:
    """As many at once as is quick; those that have made trouble come last and alone, the worst at the end."""
    batch: list[int] = []
    together = 0
    for uid in sizes:
        if troubles.of(uid):
            continue
        if batch and (len(batch) >= AT_ONCE or together + sizes[uid] > BYTES_AT_ONCE):
            yield batch
            batch, together = [], 0
        batch.append(uid)
        together += sizes[uid]
    if batch:
        yield batch
    yield from ([uid] for uid in sorted(sizes, key=troubles.of) if troubles.of(uid))


def _bodies(
    box: Box, batch: Sequence[int], sizes: Mapping[int, Found], troubles: _Troubles
) -> tuple[dict[int, bytes], bool]:
    """The messages of a batch, and whether they are whole; who is to blame for a failure is known the next time."""
    is_whole = sizes[batch[0]].size <= LARGEST and troubles.of(batch[0]) < MOST_TRIES
    try:
        found = folder.bodies(box, batch, beginning=not is_whole)
    except FAULTS:
        troubles.count(batch)
        raise
    for uid in found:
        troubles.over(uid)
    return found, is_whole


def _ending(count: int, at: datetime | None) -> AbstractContextManager[Callable[[list[Read]], None]]:
    """What gives them their ends; of many, while the next ones are fetched."""
    return ending_behind(at=at) if count > TOGETHER else nullcontext(partial(end_all, at=at))


def _store(
    mailbox: Mailbox, validity: int, found: Mapping[int, bytes], *, at: datetime | None
) -> list[tuple[Arrival, bytes]]:
    """Store, then mark, and only then read: each step is done again where the one before it was the last."""
    came = [ledger.Handed(f"{validity}:{uid}", raw) for uid, raw in found.items()]
    arrivals = ledger.store_all("email", mailbox.source, came, at=at) if came else []
    return list(zip(arrivals, found.values(), strict=True))


def _pass_on(
    stored: Sequence[tuple[Arrival, bytes]], take: Callable[[list[Read]], None], *, is_whole: bool, at: datetime | None
) -> None:
    """Read them, and leave the rest to others; one of which there is only the beginning waits for a person."""
    for some in folder.chunks([one for one in stored if not one[0].is_ended], TOGETHER):
        if is_whole:
            take(read_all(some))
            continue
        for arrival, _raw in some:
            because = _("it is too large or cannot be fetched whole; only its beginning is kept")
            intake.quarantine(arrival, because, at=at or timezone.now())


def end_now(arrival: Arrival, *, at: datetime | None = None) -> None:
    """Read what has just been stored; where the database fails it waits until that is well again."""
    if arrival.is_ended:
        return
    try:
        intake.end(arrival, at=at)
    except DatabaseError:
        connection.close()


def _remember(state: MailboxState, validity: int, uids: Sequence[int], missing: set[int]) -> None:
    """How far everything is stored. What the server named and did not hand over is asked for again."""
    before = state.last_uid if state.validity == validity else 0
    last = max([before, *uids])
    state.validity, state.last_uid = validity, min(last, min(missing) - 1) if missing else last
    state.save(update_fields=["validity", "last_uid", "troubles"])
