"""Laying down criteria: a draft is written row by row, tried, and then put in use in the place of the one before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.criteria.checking import doubts
from firstline.criteria.conditions import Unreadable, read
from firstline.criteria.vocabulary import Vocabulary
from firstline.journal.changes import plain
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable, Kind

DECIDES = ("priority", "centre", "tier", "person", "to_best", "skill")
MOST_ROWS = 1000
State = CriteriaTable.State


@transaction.atomic
def draft(kind: str, *, by: Actor | None) -> CriteriaTable:
    """The draft of a kind; a new one begins as a copy of the table in use."""
    standing = CriteriaTable.objects.select_for_update().filter(kind=kind, state=State.DRAFT).first()
    if standing:
        return standing
    live = CriteriaTable.objects.filter(kind=Kind(kind), state=State.LIVE).first()
    table = CriteriaTable.objects.create(kind=kind, changed_at=timezone.now())
    for row in live.rows.all() if live else ():
        row.pk, row.table = None, table
        row.save(force_insert=True)
    record("criteria_table.drafted", table, by=by, facts={"kind": kind})
    return table


@transaction.atomic
def add_row(table: CriteriaTable, facts: Mapping[str, Any], *, vocabulary: Vocabulary, by: Actor | None) -> CriteriaRow:
    """A new last row. `Refused` where its condition cannot match, contradicts itself or names what is retired."""
    held = _hold(table)
    last: int | None = held.rows.aggregate(last=Max("position"))["last"]
    if held.rows.count() >= MOST_ROWS:
        raise Refused(_("A table has at most %(count)s rows.") % {"count": MOST_ROWS})
    row = CriteriaRow(table=held, position=(last or 0) + 1, **_checked(held.kind, facts, vocabulary))
    row.save()
    _touch(held)
    record("criteria_table.row_added", held, by=by, facts=_told(row))
    return row


@transaction.atomic
def change_row(row: CriteriaRow, facts: Mapping[str, Any], *, vocabulary: Vocabulary, by: Actor | None) -> CriteriaRow:
    """Say anew when a row matches and what it decides."""
    held = _hold(row.table)
    kept = CriteriaRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    was = _told(kept)
    known = {name: getattr(kept, name) for name in (*DECIDES, "condition", "because", "is_on")}
    for name, value in _checked(held.kind, known | dict(facts), vocabulary).items():
        setattr(kept, name, value)
    kept.save()
    _touch(held)
    record("criteria_table.row_changed", held, by=by, facts={"was": was, "now": _told(kept)})
    return kept


@transaction.atomic
def move_row(row: CriteriaRow, position: int, *, by: Actor | None) -> list[CriteriaRow]:
    """Put a row at a position, from 1 on; the others close up."""
    held = _hold(row.table)
    rows = list(held.rows.select_for_update(of=("self",)))
    moved = next(one for one in rows if one.pk == row.pk)
    rows.remove(moved)
    rows.insert(max(position, 1) - 1, moved)
    _number(rows)
    _touch(held)
    record("criteria_table.row_moved", held, by=by, facts={"was": moved.position, "now": rows.index(moved) + 1})
    return rows


@transaction.atomic
def remove_row(row: CriteriaRow, *, by: Actor | None) -> None:
    held = _hold(row.table)
    facts = _told(row)
    CriteriaRow.objects.filter(pk=row.pk).delete()
    _number(list(held.rows.all()))
    _touch(held)
    record("criteria_table.row_removed", held, by=by, facts=facts)


@transaction.atomic
def discard(table: CriteriaTable, *, by: Actor | None) -> None:
    """Throw a draft away; what is in use stays so."""
    held = _hold(table)
    record("criteria_table.discarded", held, by=by, facts={"kind": held.kind})
    held.delete()


@transaction.atomic
def go_live(
    table: CriteriaTable, *, vocabulary: Vocabulary, by: Actor | None, at: datetime | None = None
) -> CriteriaTable:
    """Put a draft in use; from now on it decides. What was decided before stays decided."""
    held = _hold(table)
    for row in held.rows.all():
        _check_condition(row.condition, vocabulary)
    CriteriaTable.objects.filter(kind=held.kind, state=State.LIVE).update(state=State.PAST)
    held.state, held.live_at, held.changed_at = State.LIVE, at or timezone.now(), timezone.now()
    held.save()
    record("criteria_table.put_in_use", held, by=by, at=at, facts={"kind": held.kind, "rows": held.rows.count()})
    return held


def _hold(table: CriteriaTable) -> CriteriaTable:
    held = CriteriaTable.objects.select_for_update().filter(pk=table.pk).first()
    if held is None or held.state != State.DRAFT:
        raise Refused(_("This draft is in use or thrown away by now. Begin a new one."))
    return held


def _checked(kind: str, facts: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The facts of a row as they may be kept, or `Refused` with the field to blame."""
    _check_condition(facts.get("condition"), vocabulary)
    known: dict[str, Any] = {"tier": 1, "to_best": False, "skill": "", "because": {}, "is_on": True} | dict(facts)
    decided = "priority" if kind == Kind.PRIORITY else "centre"
    thing = known.get(decided)
    if thing is None:
        raise Refused(_("Say what this row decides."), field=decided)
    if thing.retired_at is not None:
        raise Refused(_("%(name)s is retired.") % {"name": thing.label}, field=decided)
    if kind == Kind.ROUTE and not 1 <= known["tier"] <= thing.tiers:
        text = _("%(centre)s has no tier %(tier)s.") % {"centre": thing.label, "tier": known["tier"]}
        raise Refused(text, field="tier")
    names = (*DECIDES, "condition", "because", "is_on")
    return {name: known[name] for name in names if name in known}


def _check_condition(data: Any, vocabulary: Vocabulary) -> None:
    try:
        found = doubts(read(data, vocabulary), vocabulary)
    except Unreadable:
        raise Refused(_("This condition cannot be read."), field="condition") from None
    if found:
        raise Refused(" ".join(doubt.text for doubt in found), field="condition")


def _number(rows: Sequence[CriteriaRow]) -> None:
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            CriteriaRow.objects.filter(pk=row.pk).update(position=position)


def _touch(table: CriteriaTable) -> None:
    CriteriaTable.objects.filter(pk=table.pk).update(changed_at=timezone.now())


def _told(row: CriteriaRow) -> dict[str, Any]:
    decided = {name: plain(getattr(row, name)) for name in DECIDES if getattr(row, name)}
    return {"position": row.position, "condition": row.condition, **decided}
