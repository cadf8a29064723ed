"""Is everything well with what arrives? Fetched against ended, what waits, and the mailboxes, as health asks it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.models import MailboxState
from firstline.interfaces.health import Finding, ask_also
from firstline.reference.correspondence.models import Mailbox

WAITING_TOO_LONG = timedelta(minutes=5)
SILENT_AFTER = timedelta(minutes=10)


@ask_also
def arrivals(at: datetime) -> Iterator[Finding]:
    """The ledger reconciles, nothing waits long, every mailbox is read; quarantine is told and is no fault."""
    missing = ledger.missing()
    text = ngettext(
        "%(count)d message was fetched and is not in the ledger",
        "%(count)d messages were fetched and are not in the ledger",
        abs(missing),
    ) % {"count": missing}
    yield Finding("ledger", missing == 0, text if missing else _("every message that was fetched is kept"), missing)
    late, quarantined = ledger.state(at - WAITING_TOO_LONG)
    text = ngettext("%(count)d message waits to be read", "%(count)d messages wait to be read", late) % {"count": late}
    yield Finding("arrivals", late == 0, text if late else _("no message waits to be read"), late)
    text = ngettext("%(count)d message is in quarantine", "%(count)d messages are in quarantine", quarantined)
    yield Finding("quarantine", ok=True, text=text % {"count": quarantined}, value=quarantined)
    yield from _mailboxes(at)


def _mailboxes(at: datetime) -> Iterator[Finding]:
    states = {state.mailbox_id: state for state in MailboxState.objects.all()}
    for mailbox in Mailbox.objects.filter(retired_at=None):
        state = states.get(mailbox.pk)
        ok, text = standing(state, at)
        since = round((at - state.fetched_at).total_seconds()) if state and state.fetched_at else None
        yield Finding("mailbox", ok, _("mailbox %(name)s: %(state)s") % {"name": mailbox.name, "state": text}, since)


def standing(state: MailboxState | None, at: datetime) -> tuple[bool, str]:
    """Whether a mailbox is read as it should be, and how it stands in words."""
    if state and state.fault:
        return False, state.fault
    if state is None or state.fetched_at is None:
        return True, _("not read yet")
    seconds = max(0, round((at - state.fetched_at).total_seconds()))
    return at - state.fetched_at < SILENT_AFTER, _("read %(seconds)d s ago") % {"seconds": seconds}
