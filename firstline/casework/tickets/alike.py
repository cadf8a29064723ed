"""Tickets that belong together (T6): a duplicate is the same event, a repeat the same fault back again."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.tickets import owing
from firstline.casework.tickets.editing import lock, lock_both, save
from firstline.casework.tickets.models import Ticket
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User


@transaction.atomic
def mark_duplicate(ticket: Ticket, of: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """The ticket is about the same event as another, and will be resolved with it.

    Duplicates always point to the first of them: what was a duplicate of this ticket goes along.
    """
    _must_differ(ticket, of)
    now = Ticket.objects.select_related("duplicate_of").get(pk=of.pk)
    if now.duplicate_of_id == ticket.pk:
        raise Refused(_("Ticket %(number)s is a duplicate of this one.") % {"number": now.number}, field="of")
    held, first = _two(ticket, now.duplicate_of or now)
    if held.duplicate_of_id == first.pk:
        raise Refused(_("That is known already."), field="of")
    along = held.duplicates.update(duplicate_of=first, version=F("version") + 1)
    at = at or timezone.now()
    save(held, {"duplicate_of_id": first.pk}, at=at)
    owing.join(held, Ticket.objects.filter(Q(pk=first.pk) | Q(duplicate_of=first)), at)
    facts = {"number": held.number, "of": first.number, "title": first.title, "along": along}
    record("ticket.marked_duplicate", held, by=by, at=at, context=first, facts=facts)
    return held


@transaction.atomic
def mark_repeat(ticket: Ticket, of: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """The fault of an earlier ticket is back."""
    held, earlier = _two(ticket, of)
    if earlier.opened_at > held.opened_at:
        raise Refused(
            _("Ticket %(number)s was opened later: a repeat is of an earlier one.") % {"number": earlier.number},
            field="of",
        )
    at = at or timezone.now()
    save(held, {"repeat_of_id": earlier.pk}, at=at)
    owing.join(held, Ticket.objects.filter(pk=earlier.pk), at)
    facts = {"number": held.number, "of": earlier.number, "title": earlier.title}
    record("ticket.marked_repeat", held, by=by, at=at, context=earlier, facts=facts)
    return held


@transaction.atomic
def mark_related(ticket: Ticket, to: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """The two have to do with each other, and each shows the other."""
    held, other = _two(ticket, to)
    held.related.add(other)
    owing.join(held, Ticket.objects.filter(pk=other.pk), at or timezone.now())
    facts = {"number": held.number, "of": other.number, "title": other.title}
    record("ticket.marked_related", held, by=by, at=at, context=other, facts=facts)
    return held


@transaction.atomic
def untie(ticket: Ticket, other: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """The two have nothing to do with each other after all; whatever else they are tied to stays."""
    held, related = _two(ticket, other)
    if not held.related.filter(pk=related.pk).exists():
        raise Refused(_("Ticket %(number)s is not related to this one.") % {"number": related.number})
    held.related.remove(related)
    facts = {"number": held.number, "of": related.number}
    record("ticket.untied", held, by=by, at=at, context=related, facts=facts)
    return held


@transaction.atomic
def separate(ticket: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """It was neither a duplicate nor a repeat after all, and has nothing to do with those it was related to."""
    held = lock(ticket)
    tied = [row.number for row in (held.duplicate_of, held.repeat_of, *held.related.all()) if row]
    if not tied:
        raise Refused(_("Ticket %(number)s stands by itself already.") % {"number": held.number})
    held.related.clear()
    save(held, {"duplicate_of_id": None, "repeat_of_id": None}, at=at or timezone.now())
    record("ticket.separated", held, by=by, at=at, facts={"of": tied})
    return held


def _two(ticket: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    _must_differ(ticket, other)
    return lock_both(ticket, other)


def _must_differ(ticket: Ticket, other: Ticket) -> None:
    if ticket.pk == other.pk:
        raise Refused(_("That is the same ticket: name another."), field="of")
