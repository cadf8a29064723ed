"""What a problem code carries: where it goes, how urgent it is, which job it takes, what must be known (K2)."""

from datetime import timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.journal.standing import Standing, version_of, written
from firstline.reference.catalogue.models import ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.handling.models import Handling, Question, StandardWorkOrder
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

LONGEST_TURNAROUND = timedelta(days=3650)


def _carrying(code_id: int) -> ProblemCode:
    rows = ProblemCode.objects.select_related("category__provider", "handling").prefetch_related("questions")
    return rows.get(pk=code_id)


def _tree_written() -> str:
    """One number for the code and what stands above it: together they are found in a third of the time."""
    code, category, provider = (model._meta.db_table for model in (ProblemCode, ServiceCategory, ServiceProvider))
    # A quarter of each, so that the sum is not too large.
    parts = " + ".join(f"({version_of(table)} >> 2)" for table in (code, category, provider))
    category_of = f"JOIN {category} ON {category}.id = {code}.category_id"
    provider_of = f"JOIN {provider} ON {provider}.id = {category}.provider_id"
    return f"SELECT {parts} FROM {code} {category_of} {provider_of} WHERE {code}.id = %s"  # noqa: S608 our own names


# The problem code of a key with category, provider, handling and questions; shared, so never changed.
CARRIED = Standing(
    _carrying,
    _tree_written(),
    written(Handling, "code_id = %s"),
    written(Question, "code_id = %s"),
    most=512,
)


class HandlingFacts(TypedDict, total=False):
    centre: SupportCentre | None
    tier: int
    priority: Priority | None
    standard_work_order: StandardWorkOrder | None
    temporary_turnaround: timedelta | None
    permanent_turnaround: timedelta | None
    requires_location: bool
    requires_equipment: bool
    search_before_answer: bool
    search_before_ticket: bool
    search_before_work_order: bool


@transaction.atomic
def carry(code: ProblemCode, *, by: Actor | None, **facts: Unpack[HandlingFacts]) -> Handling:
    """Lay down what a code carries; what is not named stays as it is."""
    ProblemCode.objects.select_for_update().get(pk=code.pk)
    rows = Handling.objects.select_related("centre", "priority", "standard_work_order")
    handling = rows.filter(code=code).first() or Handling(code=code)
    changes = set_fields(handling, facts)
    _check(handling)
    if changes or handling.pk is None:
        handling.save()
        record("handling.changed", handling, context=code, by=by, facts={"changes": changes})
    return handling


def _check(handling: Handling) -> None:
    most = handling.centre.tiers if handling.centre else 3
    if not 1 <= handling.tier <= most:
        raise Refused(_("This support centre has no such tier."), field="tier")
    for field in ("temporary_turnaround", "permanent_turnaround"):
        promised = getattr(handling, field)
        if promised is not None and not timedelta(0) < promised <= LONGEST_TURNAROUND:
            raise Refused(_("More than nothing, and at most ten years."), field=field)
    temporary, permanent = handling.temporary_turnaround, handling.permanent_turnaround
    if temporary and permanent and temporary > permanent:
        raise Refused(_("The temporary fix cannot take longer than the permanent one."), field="temporary_turnaround")
