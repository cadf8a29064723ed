"""Keeping priorities: their labels, look and order."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.language.translated import pick
from firstline.reference.labels import checked, set_label
from firstline.reference.retiring import set_aside
from firstline.reference.service_levels.models import Priority

LOOKS = range(1, 5)
# Ranks are unique at every moment, so those that change places step aside first.
_ASIDE = 10_000


@transaction.atomic
def create_priority(labels: Mapping[str, str], *, by: Actor | None, look: int = 3, key: str = "") -> Priority:
    """A new priority, ranked after all others; `key` identifies it in imports (the first label unless given)."""
    kept = checked(labels, longest=80)
    priority = Priority(labels=kept, key=(key or pick(kept, "en")[0])[:40], look=look, rank=_next_rank())
    _check_look(look)
    if Priority.objects.filter(key=priority.key).exists():
        raise Refused(_("There is one of this name here already."), field="labels")
    priority.save()
    record("priority.created", priority, by=by, facts={"labels": kept, "rank": priority.rank})
    return priority


@transaction.atomic
def rename_priority(priority: Priority, language: str, text: str, *, by: Actor | None) -> Priority:
    row = _locked(priority)
    facts = set_label(row, language, text, longest=80)
    if facts:
        row.save()
        record("priority.renamed", row, by=by, facts=facts)
    return row


@transaction.atomic
def change_look(priority: Priority, look: int, *, by: Actor | None) -> Priority:
    """Which of the four colours and shapes stands for it."""
    _check_look(look)
    row = _locked(priority)
    changes = set_fields(row, {"look": look})
    if changes:
        row.save(update_fields=["look"])
        record("priority.changed", row, by=by, facts=changes[0])
    return row


@transaction.atomic
def reorder(wanted: Sequence[Priority], *, by: Actor | None) -> list[Priority]:
    """Rank the priorities in use in this order, from 1 on; all of them must be named, each once."""
    rows = {row.pk: row for row in Priority.objects.select_for_update().filter(retired_at=None)}
    if sorted(rows) != sorted(priority.pk for priority in wanted):
        raise Refused(_("The priorities have changed in the meantime. Look at them again."))
    was = [row.key for row in rows.values()]
    ordered = [rows[priority.pk] for priority in wanted]
    if [row.key for row in ordered] == was and [row.rank for row in ordered] == list(range(1, len(ordered) + 1)):
        return ordered
    Priority.objects.filter(pk__in=rows).update(rank=F("rank") + _ASIDE)
    for rank, row in enumerate(ordered, start=1):
        row.rank = rank
    Priority.objects.bulk_update(ordered, ["rank"])
    record("priority.reordered", ordered[0], by=by, facts={"was": was, "now": [row.key for row in ordered]})
    return ordered


@transaction.atomic
def retire_priority(priority: Priority, *, by: Actor | None, at: datetime) -> Priority:
    """No longer given to new tickets; one at least must be left."""
    row = _locked(priority)
    if row.retired_at is not None:
        return row
    if not Priority.objects.select_for_update().filter(retired_at=None).exclude(pk=row.pk).exists():
        raise Refused(_("The last priority cannot be retired."))
    set_aside(row, "priority", by=by, at=at)
    return row


@transaction.atomic
def restore_priority(priority: Priority, *, by: Actor | None) -> Priority:
    """In use again, ranked after all others."""
    row = _locked(priority)
    if row.retired_at is not None:
        row.rank, row.retired_at = _next_rank(), None
        row.save(update_fields=["rank", "retired_at"])
        record("priority.restored", row, by=by)
    return row


def _locked(priority: Priority) -> Priority:
    return Priority.objects.select_for_update().get(pk=priority.pk)


def _next_rank() -> int:
    last: int | None = Priority.objects.filter(retired_at=None).aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1


def _check_look(look: int) -> None:
    if look not in LOOKS:
        raise Refused(_("There are four looks, 1 to 4."), field="look")
