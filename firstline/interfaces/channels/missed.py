"""Messages that did not arrive: the customer is owed a call instead, and a work order's telling has failed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from firstline.casework.tickets import call_backs, owing
from firstline.casework.tickets.models import CallBack, State
from firstline.casework.work_orders.models import Told
from firstline.interfaces.channels.models import Outgoing
from firstline.interfaces.channels.telling import tell
from firstline.journal.refusal import Refused

CALL_WITHIN = timedelta(days=1)


def look_after(messages: Sequence[Outgoing], *, at: datetime) -> None:
    """Put what did not arrive on the desk's list of owed calls; part of the verb that records why."""
    whole = list(messages)
    whole += Outgoing.objects.filter(gathered_in__in=[one.pk for one in messages]).select_related("ticket", "order")
    tell(whole, Told.FAILED, by=None, at=at)
    for one in {
        one.customer_id or f"{one.to}": one for one in reversed(whole) if one.ticket and not one.user_id
    }.values():
        _owe_a_call(one, at=at)


def _owe_a_call(message: Outgoing, *, at: datetime) -> None:
    ticket = message.ticket
    if ticket is None or ticket.state == State.CLOSED:
        return
    text = _("A message could not be delivered: %(subject)s") % {"subject": message.subject}
    text = text[: owing.LONGEST_REASON]
    if CallBack.objects.filter(tickets=ticket, state=CallBack.State.OWED).exists():
        return
    try:
        call_backs.promise_about(ticket, at + CALL_WITHIN, text, by=None, at=at)
    except Refused:
        # Nobody is known who could be called: the outbox and the health page still say that it did not arrive.
        return
