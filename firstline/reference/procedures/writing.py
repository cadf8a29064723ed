"""Keeping procedures, and what each is chosen for (P2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.language.translated import pick
from firstline.reference.catalogue.models import ProblemCode, ServiceCategory
from firstline.reference.labels import set_label
from firstline.reference.procedures.models import Occasion, Procedure, ProcedureVersion
from firstline.reference.procedures.texts import in_languages, kept
from firstline.reference.retiring import set_aside, take_up
from firstline.reference.staff.models import User

HIGHEST_RANK = 9999


@transaction.atomic
def create_procedure(
    labels: Mapping[str, str], *, by: User | None, key: str = "", at: datetime | None = None
) -> Procedure:
    """A procedure with an empty draft."""
    named = in_languages(labels, "labels")
    if not named:
        raise Refused(_("A text is needed in at least one language."), field="labels")
    wanted = (key or slugify(pick(named, "en")[0]) or "procedure")[:50]
    made = Procedure.objects.create(key=_free(wanted), labels=named)
    ProcedureVersion.objects.create(procedure=made, number=1, drafted_at=at or timezone.now(), drafted_by=by)
    record("procedure.created", made, by=by, at=at, facts={"key": made.key, "labels": made.labels})
    return made


def _free(wanted: str) -> str:
    """The key, with a number behind it where it is taken."""
    taken = set(Procedure.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(key for key in numbered if key not in taken)


@transaction.atomic
def rename(procedure: Procedure, language: str, text: str, *, by: User | None) -> Procedure:
    """Its name in one language; an empty one is taken out, as long as another is left."""
    held = _lock(procedure)
    facts = set_label(held, language, kept(text, "labels"))
    if facts:
        held.save(update_fields=["labels"])
        record("procedure.renamed", held, by=by, facts=facts)
    return held


@transaction.atomic
def set_rank(procedure: Procedure, rank: int, *, by: User | None) -> Procedure:
    """The lower rank goes first among procedures that are chosen for something equally particular."""
    if not 1 <= rank <= HIGHEST_RANK:
        raise Refused(_("A rank is a number from 1 to %(most)s.") % {"most": HIGHEST_RANK}, field="rank")
    held = _lock(procedure)
    was, held.rank = held.rank, rank
    if was != rank:
        held.save(update_fields=["rank"])
        record("procedure.ranked", held, by=by, facts={"field": "rank", "was": was, "now": rank})
    return held


@transaction.atomic
def move_to(procedure: Procedure, place: int, *, by: User | None) -> Procedure:
    """Put it at a place (1 is the first; beyond the last is the last) among those in use, ranked anew from 1."""
    rows = list(Procedure.objects.select_for_update().filter(retired_at=None))
    held = next((row for row in rows if row.pk == procedure.pk), None)
    if held is None:
        raise Refused(_("This procedure is retired."))
    was = rows.index(held) + 1
    rows.remove(held)
    rows.insert(max(place, 1) - 1, held)
    for rank, row in enumerate(rows, start=1):
        row.rank = rank
    Procedure.objects.bulk_update(rows, ["rank"])
    if held.rank != was:
        record("procedure.ranked", held, by=by, facts={"field": "rank", "was": was, "now": held.rank})
    return held


@transaction.atomic
def retire(procedure: Procedure, *, by: User | None, at: datetime | None = None) -> Procedure:
    """No longer chosen; whoever follows it now may go on."""
    held = _lock(procedure)
    set_aside(held, "procedure", by=by, at=at)
    return held


@transaction.atomic
def restore(procedure: Procedure, *, by: User | None) -> Procedure:
    """Chosen again."""
    held = _lock(procedure)
    take_up(held, "procedure", by=by)
    return held


@transaction.atomic
def choose_for(
    procedure: Procedure,
    *,
    by: User | None,
    kind: str = "",
    category: ServiceCategory | None = None,
    code: ProblemCode | None = None,
    priority: str = "",
) -> Occasion:
    """Choose it for this kind of contact, category or code, and priority (by its key); what is not named may be any."""
    held = _lock(procedure)
    kind, priority = kept(kind, "kind", longest=16), kept(priority, "priority", longest=60)
    wanted: dict[str, Any] = {"kind": kind, "category": None if code else category, "code": code, "priority": priority}
    found, made = Occasion.objects.get_or_create(procedure=held, **wanted)
    if made:
        record("procedure.chosen_for", held, by=by, facts={"occasion": found.pk, "for": str(found)})
    return found


@transaction.atomic
def choose_no_more(occasion: Occasion, *, by: User | None) -> None:
    """Take back what a procedure is chosen for."""
    held = _lock(occasion.procedure)
    deleted, _rows = Occasion.objects.filter(pk=occasion.pk).delete()
    if deleted:
        record("procedure.chosen_no_more", held, by=by, facts={"occasion": occasion.pk, "for": str(occasion)})


def _lock(procedure: Procedure) -> Procedure:
    return Procedure.objects.select_for_update().get(pk=procedure.pk)
