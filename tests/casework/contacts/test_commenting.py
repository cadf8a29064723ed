"""Whom a comment reaches."""

import pytest

from firstline.casework.contacts import commenting
from firstline.casework.contacts.models import Contact
from firstline.reference.staff.models import Membership, Responsibility, User
from firstline.reference.staff.roles import Role
from tests import builders
from tests.cast import ana, marc, member, sofia, tomek

pytestmark = pytest.mark.django_db


def reached(**about: object) -> list[User]:
    return commenting.responsible_for(Contact(**about)).people


def lead(username: str, **of: object) -> User:
    user = member(username, username.title(), Role.MANAGER)
    Responsibility.objects.create(user=user, **of)
    return user


def test_a_comment_about_a_provider_reaches_who_leads_it() -> None:
    provider = builders.provider()
    lead("department_lead", department=provider.department)
    leading = lead("provider_lead", department=provider.department, provider=provider)
    assert reached(about_provider=provider) == [leading]
    assert commenting.responsible_for(Contact(about_provider=provider)).because == "leads Street care"


def test_where_nobody_leads_the_provider_it_reaches_who_leads_the_department() -> None:
    provider = builders.provider()
    leading = lead("department_lead", department=provider.department)
    lead("other_lead", department=provider.department, provider=builders.provider("Parks"))
    assert reached(about_provider=provider) == reached(about_department=provider.department) == [leading]


def test_where_nobody_leads_at_all_it_reaches_the_supervisors() -> None:
    sofia()
    second = member("paul", "Paul Second", Role.SUPERVISOR)
    ana()
    assert reached(about_provider=builders.provider()) == [second, sofia()]
    assert reached() == [second, sofia()]


def test_without_supervisors_it_reaches_the_managers() -> None:
    manager = marc()
    assert reached() == [manager]


def test_a_comment_about_a_member_of_staff_reaches_who_leads_where_they_work() -> None:
    centre = builders.centre()
    centre.department = builders.department()
    centre.save()
    technician = tomek()
    Membership.objects.create(user=technician, centre=centre)
    leading = lead("department_lead", department=builders.department())
    assert reached(about_person=technician) == [leading]


def test_nobody_hears_only_of_themselves() -> None:
    provider = builders.provider()
    leading = lead("provider_lead", department=provider.department, provider=provider)
    above = lead("department_lead", department=provider.department)
    assert reached(about_provider=provider, about_person=leading) == [above]


def test_who_may_no_longer_sign_in_is_not_reached() -> None:
    provider = builders.provider()
    leading = lead("provider_lead", department=provider.department, provider=provider)
    User.objects.filter(pk=leading.pk).update(is_active=False)
    supervisor = sofia()
    assert reached(about_provider=provider) == [supervisor]


def test_several_who_lead_are_all_reached() -> None:
    department = builders.department()
    both = [lead("anne", department=department), lead("bert", department=department)]
    assert reached(about_department=department) == both
