"""Whom a comment reaches: praise, remark or complaint about a service, its provider or a member of staff (C7)."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Contact
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role


@dataclass(frozen=True)
class Responsible:
    """The people whom a comment reaches, and why them."""

    people: list[User]
    because: str


def responsible_for(contact: Contact) -> Responsible:
    """Who leads the provider it is about, else the department, else the supervisors; nobody hears only of themselves.

    A comment about a member of staff goes to whoever leads where they work, never to that person alone.
    """
    candidates = (
        User.objects.filter(is_active=True).exclude(pk=contact.about_person_id or 0).order_by("name", "pk").distinct()
    )
    provider, department = contact.about_provider, contact.about_department
    if provider:
        leads = list(candidates.filter(responsibilities__provider=provider))
        if leads:
            return Responsible(leads, _("leads %(provider)s") % {"provider": provider.label})
        department = provider.department
    departments = [department.pk] if department else _departments_of(contact.about_person)
    leads = list(candidates.filter(responsibilities__provider=None, responsibilities__department__in=departments))
    if leads:
        return Responsible(leads, _("leads the department"))
    return Responsible(_supervisors(candidates), _("supervisor: nobody else is named for this"))


def _departments_of(person: User | None) -> list[int]:
    """The departments of the support centres a member of staff works at."""
    if person is None:
        return []
    return list(person.centres.exclude(department=None).values_list("department", flat=True))


def _supervisors(candidates: QuerySet[User]) -> list[User]:
    return list(candidates.filter(role=Role.SUPERVISOR)) or list(candidates.filter(role=Role.MANAGER))
