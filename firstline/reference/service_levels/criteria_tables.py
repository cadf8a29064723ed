"""Laying down criteria: a draft is written row by row, tried, and then put in use in the place of the one before."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
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
from firstline.reference.labels import checked
from firstline.reference.service_levels.deciding import LONGEST_REASON
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable, Kind
from firstline.reference.service_levels.row_faults import faults, vocabulary_of

DECIDES = ("priority", "centre", "tier", "person", "to_best", "skill")
MOST_ROWS = 1000
State = CriteriaTable.State


class ChangedMeanwhile(Refused):
    """Somebody else has changed the row after it was read; `row` is as it stands now."""

    def __init__(self, row: CriteriaRow) -> None:
        super().__init__(_("Somebody else has changed this row in the meantime."))
        self.row = row


@transaction.atomic
def draft(kind: str, *, by: Actor | None) -> CriteriaTable:
    """The draft of a kind; a new one begins as a copy of the table in use."""
    of_kind = CriteriaTable.objects.select_for_update().filter(kind=Kind(kind))
    table, is_new = of_kind.get_or_create(kind=kind, state=State.DRAFT, defaults={"changed_at": timezone.now()})
    if not is_new:
        return table
    live = CriteriaTable.objects.filter(kind=kind, state=State.LIVE).first()
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
def change_row(
    row: CriteriaRow, facts: Mapping[str, Any], *, vocabulary: Vocabulary, by: Actor | None, seen: str = ""
) -> CriteriaRow:
    """Say anew when a row matches and what it decides; `ChangedMeanwhile` where it is not as the writer saw it."""
    held = _hold(row.table)
    kept = _held_row(row)
    if seen and stamp(kept) != seen:
        raise ChangedMeanwhile(kept)
    was = _told(kept)
    known = {name: getattr(kept, name) for name in (*DECIDES, "condition", "because", "is_on")}
    for name, value in _checked(held.kind, known | dict(facts), vocabulary).items():
        setattr(kept, name, value)
    kept.save()
    _touch(held)
    record("criteria_table.row_changed", held, by=by, facts={"was": was, "now": _told(kept)})
    return kept


@transaction.atomic
def switch_row(row: CriteriaRow, *, is_on: bool, by: Actor | None) -> CriteriaRow:
    """Switch a row off, so that it decides nothing for now, or on again; also one that names what is retired."""
    held = _hold(row.table)
    kept = _held_row(row)
    if kept.is_on == is_on:
        return kept
    kept.is_on = is_on
    kept.save(update_fields=["is_on"])
    _touch(held)
    record("criteria_table.row_switched", held, by=by, facts={"position": kept.position, "is_on": is_on})
    return kept


@transaction.atomic
def move_row(row: CriteriaRow, position: int, *, by: Actor | None) -> list[CriteriaRow]:
    """Put a row at a position, from 1 on; the others close up."""
    held = _hold(row.table)
    rows = list(held.rows.select_for_update(of=("self",)))
    moved = _held_row(row)
    rows.remove(moved)
    rows.insert(max(position, 1) - 1, moved)
    _number(rows)
    _touch(held)
    record("criteria_table.row_moved", held, by=by, facts={"was": moved.position, "now": rows.index(moved) + 1})
    return rows


@transaction.atomic
def remove_row(row: CriteriaRow, *, by: Actor | None) -> None:
    held = _hold(row.table)
    facts = _told(_held_row(row))
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
    table: CriteriaTable,
    *,
    vocabulary: Vocabulary,
    by: Actor | None,
    at: datetime | None = None,
    seen: datetime | None = None,
) -> CriteriaTable:
    """Put a draft in use; from now on it decides. What was decided before stays decided.

    `Refused` where a row that is on has a fault, or somebody has changed the draft after it was `seen`.
    """
    held = _hold(table)
    if seen and seen != held.changed_at:
        raise Refused(_("The draft has changed since you looked at it. Look at it again first."))
    _check_rows(held, vocabulary)
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


def _held_row(row: CriteriaRow) -> CriteriaRow:
    held = CriteriaRow.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if held is None:
        raise Refused(_("Somebody has removed this row in the meantime."))
    return held


def _check_rows(table: CriteriaTable, vocabulary: Vocabulary) -> None:
    rows = list(table.rows.filter(is_on=True).select_related("priority", "centre", "person"))
    known = vocabulary_of(rows, vocabulary)
    for row in rows:
        if found := faults(row, known):
            raise Refused(_("Row %(position)s: %(fault)s") % {"position": row.position, "fault": " ".join(found)})


def stamp(row: CriteriaRow) -> str:
    """Short for all that a row says, so that a writer can name what they saw."""
    said = [row.condition, row.because, *(plain(getattr(row, name)) for name in DECIDES)]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


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
    person = known.get("person")
    if person is not None and not person.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, field="person")
    known["because"] = _checked_reasons(known["because"])
    names = (*DECIDES, "condition", "because", "is_on")
    return {name: known[name] for name in names if name in known}


def _checked_reasons(texts: Mapping[str, str]) -> dict[str, str]:
    return checked(texts, longest=LONGEST_REASON) if any(text.strip() for text in texts.values()) else {}


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
