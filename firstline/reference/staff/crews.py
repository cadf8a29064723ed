"""Keeping crews, and who leads a department or one of its providers."""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import Department, ServiceProvider
from firstline.reference.retiring import set_aside, take_up
from firstline.reference.staff.models import Crew, Responsibility, SupportCentre, User

LONGEST_NAME = 120


class CrewFacts(TypedDict, total=False):
    name: str
    centre: SupportCentre
    hours_a_day: Decimal


@transaction.atomic
def create_crew(name: str, centre: SupportCentre, *, by: Actor | None, hours_a_day: Decimal | None = None) -> Crew:
    """People who go out together; `hours_a_day` is what they can do in a day (eight hours unless given)."""
    crew = Crew(name=name.strip(), centre=centre, hours_a_day=Decimal(8) if hours_a_day is None else hours_a_day)
    _check(crew)
    crew.save()
    record("crew.created", crew, by=by, facts={"name": crew.name, "centre": str(centre)})
    return crew


@transaction.atomic
def change_crew(crew: Crew, *, by: Actor | None, **facts: Unpack[CrewFacts]) -> Crew:
    row = Crew.objects.select_for_update(of=("self",)).select_related("centre").get(pk=crew.pk)
    changes = set_fields(row, {**facts, "name": facts.get("name", row.name).strip()})
    _check(row)
    if changes:
        row.save()
        record("crew.changed", row, by=by, facts={"changes": changes})
    return row


@transaction.atomic
def retire_crew(crew: Crew, *, by: Actor | None, at: datetime) -> Crew:
    """No longer planned for; what was planned stays until somebody moves it."""
    row = Crew.objects.select_for_update().get(pk=crew.pk)
    set_aside(row, "crew", by=by, at=at)
    return row


@transaction.atomic
def restore_crew(crew: Crew, *, by: Actor | None) -> Crew:
    row = Crew.objects.select_for_update().get(pk=crew.pk)
    take_up(row, "crew", by=by)
    return row


@transaction.atomic
def appoint_lead(
    user: User, department: Department, *, by: Actor | None, provider: ServiceProvider | None = None
) -> Responsibility:
    """Comments about a department, or one of its providers, reach this person from now on."""
    if provider is not None and provider.department_id != department.pk:
        raise Refused(_("This provider belongs to another department."), field="provider")
    Department.objects.select_for_update().get(pk=department.pk)
    lead, appointed = Responsibility.objects.get_or_create(user=user, department=department, provider=provider)
    if appointed:
        facts = {"user": user.name, "leads": str(provider or department)}
        record("responsibility.given", lead, context=user, by=by, facts=facts)
    return lead


@transaction.atomic
def release_lead(responsibility: Responsibility, *, by: Actor | None) -> None:
    rows = Responsibility.objects.select_for_update(of=("self",)).select_related("user", "department", "provider")
    row = rows.filter(pk=responsibility.pk).first()
    if row is not None:
        facts = {"user": row.user.name, "leads": str(row.provider or row.department)}
        record("responsibility.ended", row, context=row.user, by=by, facts=facts)
        row.delete()


def _check(crew: Crew) -> None:
    if not crew.name:
        raise Refused(_("A name is needed."), field="name")
    if len(crew.name) > LONGEST_NAME:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_NAME}, field="name")
    if Crew.objects.filter(name=crew.name).exclude(pk=crew.pk).exists():
        raise Refused(_("There is one of this name here already."), field="name")
    if not 0 < crew.hours_a_day <= 240:
        raise Refused(_("Between 0.1 and 240 hours a day."), field="hours_a_day")
