"""How often a customer is contacted until their problem is solved (B1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import plain
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Account, Customer
from firstline.reference.service_levels import spans
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.models import Calendar, CallBackProtocol, Priority
from firstline.reference.service_levels.spans import Span
from firstline.reference.service_levels.working_time import WorkingTime


@dataclass(frozen=True)
class Protocol:
    """Contact the customer at least every so much working time."""

    every: Span
    working_time: WorkingTime

    def next_by(self, reached_at: datetime) -> datetime:
        """By when the customer is owed the next contact."""
        return self.every.due(reached_at, self.working_time)


def read(row: CallBackProtocol, calendar: Calendar) -> Protocol | None:
    """A protocol with its span, counted in a calendar."""
    every = spans.read(row.every)
    return Protocol(every, working_time(calendar)) if every else None


@transaction.atomic
def set_protocol(
    of: Priority | Account | Customer, every: str, *, by: Actor | None, calendar: Calendar | None = None
) -> CallBackProtocol:
    """Lay down how often a customer is contacted, in place of what was there for the same one."""
    span = spans.read(every)
    if span is None:
        raise Refused(_("Write minutes, hours or working days, such as 30m, 4h or 2d."), field="every")
    values = {"every": str(span), "calendar": calendar}
    scope: dict[str, Any] = {_scope(of): of}
    row, _is_new = CallBackProtocol.objects.update_or_create(**scope, defaults=values)
    record("call_back_protocol.set", row, by=by, facts={"of": plain(of), "every": row.every})
    return row


@transaction.atomic
def remove_protocol(protocol: CallBackProtocol, *, by: Actor | None) -> None:
    """Take a protocol away; one that is gone already stays gone."""
    held = CallBackProtocol.objects.select_for_update().filter(pk=protocol.pk).first()
    if held:
        record("call_back_protocol.removed", held, by=by, facts={"of": str(held)})
        held.delete()


def _scope(of: Priority | Account | Customer) -> str:
    return {Priority: "priority", Account: "account", Customer: "customer"}[type(of)]
