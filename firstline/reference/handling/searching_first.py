"""Of which kinds of contact a search in the knowledge base is demanded, and before what (A3)."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.standing import Standing, written
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Before, Handling, KindHandling


class Demands(TypedDict, total=False):
    search_before_answer: bool
    search_before_ticket: bool
    search_before_work_order: bool


@transaction.atomic
def demand(kind: str, *, by: Actor | None, **demands: Unpack[Demands]) -> KindHandling:
    """Lay down before what contacts of a kind need a search; what is not named stays as it is."""
    KindHandling.objects.get_or_create(kind=kind)
    row = KindHandling.objects.select_for_update().get(kind=kind)
    changes = set_fields(row, demands)
    if changes:
        row.save()
        record("kind_handling.changed", row, by=by, facts={"kind": kind, "changes": changes})
    return row


def demanded(*, kind: str, code: ProblemCode | None) -> set[Before]:
    """Before what a search has to come, by the code or by the kind of contact."""
    rows = (getattr(code, "handling", None), OF_KINDS.now().get(kind))
    return {before for row in rows if row for before in Before if row.asks_for_search(before)}


def of_kinds() -> dict[str, KindHandling]:
    """What is laid down about kinds of contact, by kind."""
    return {row.kind: row for row in KindHandling.objects.all()}


# The same, kept in memory.
OF_KINDS = Standing(of_kinds, written(KindHandling))


# The codes of which a search is demanded, by name.
CODES = Handling.objects.filter(
    Q(search_before_answer=True) | Q(search_before_ticket=True) | Q(search_before_work_order=True)
).order_by("code__key")
