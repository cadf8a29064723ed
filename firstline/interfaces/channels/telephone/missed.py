"""Calls that nobody answered: the customer is owed one, until they were spoken to after all."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from firstline.casework.contacts import closing
from firstline.casework.contacts.models import Outcome
from firstline.casework.contacts.sections import is_blank
from firstline.casework.tickets import call_backs
from firstline.casework.tickets.models import CallBack
from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone.event import End
from firstline.reference.service_levels import laid_down


def write_off(call: Call, end: End, *, at: datetime) -> None:
    """Nobody answered: a call is owed where there is a number, and the contact ends as abandoned."""
    if not call.outbound and end != End.REFUSED and (call.number or call.contact.customer_id):
        call.call_back = _owed(call) or _promise(call, end, at)
        call.save(update_fields=["call_back"])
    contact = call.contact
    if contact.is_open and not contact.kind and is_blank(contact):
        call.contact = closing.close(contact, Outcome.ABANDONED, by=None, at=at)


def answered_after_all(call: Call, *, at: datetime) -> None:
    """Whoever was spoken to is owed no call for those that were missed before; nor for this one, if told too late."""
    same = Q(pk=call.pk) if call.outbound or not call.normal else Q(normal=call.normal) | Q(pk=call.pk)
    owed = CallBack.objects.filter(state=CallBack.State.OWED, missed__in=Call.objects.filter(same), tickets=None)
    for call_back in owed.distinct().order_by("pk"):
        # Somebody may have settled it at this very moment.
        with suppress(call_backs.Settled):
            call_backs.cancel(call_back, _("They were spoken to after all."), by=None, at=at)
    contact = call.contact
    if call.ended_at is not None and contact.outcome == Outcome.ABANDONED:
        call.contact = closing.reopen(contact, _("The call was answered."), by=None, at=at)


def _owed(call: Call) -> CallBack | None:
    """Whoever calls five times in vain is owed one call."""
    owed = CallBack.objects.filter(state=CallBack.State.OWED, missed__isnull=False)
    theirs = Q(missed__normal=call.normal) if call.normal else Q(customer=call.contact.customer_id)
    return owed.filter(theirs).order_by("pk").first()


def _promise(call: Call, end: End, at: datetime) -> CallBack:
    text = _("Left a message on voicemail") if end == End.VOICEMAIL else _("Called, and nobody answered")
    within = timedelta(minutes=max(1, call.line.call_back_minutes))
    desk = laid_down.current().working_time()
    due_by = desk.deadline(at, within.total_seconds()) if desk else at + within
    return call_backs.promise(call.contact, due_by, text, by=None, at=at, number=call.number)
