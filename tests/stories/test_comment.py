"""A comment about a service, a provider or a member of staff reaches the person responsible; nothing is forced."""

import pytest

from firstline.casework.contacts.models import Contact, Outcome
from firstline.reference.staff.models import Responsibility, User
from firstline.reference.staff.roles import Role
from tests import builders
from tests.cast import ana, member, sofia
from tests.stories.desk import Caller, sign_in, telephone_rings

pytestmark = pytest.mark.django_db


def comment(words: str, tone: str, **about: object) -> Caller:
    call = telephone_rings(sign_in(ana()))
    call.press("kind/", kind="comment")
    call.type_all(words=words, tone=tone, **about)
    return call


def seen_by(user: User) -> list[int]:
    """The contacts in a person's own list of comments."""
    page = sign_in(user).get("/contacts/", {"mine": "comments"})
    return [contact.number for contact in page.context["page"].rows]


def test_praise_reaches_who_leads_the_provider() -> None:
    provider, lead = builders.provider(), member("lea", "Lea Lead", Role.MANAGER)
    Responsibility.objects.create(user=lead, department=provider.department, provider=provider)
    call = comment("They swept the whole square!", "praise", about_provider=provider.pk)
    assert "Lea Lead" in call.screen()
    call.press("closing/", outcome="recorded")
    assert (call.contact.outcome, list(call.contact.responsible.all())) == (Outcome.RECORDED, [lead])
    assert call.contact.about_department == provider.department
    assert seen_by(lead) == [call.number]


def test_where_nobody_leads_the_provider_it_reaches_who_leads_the_department() -> None:
    provider, lead = builders.provider(), member("lea", "Lea Lead", Role.MANAGER)
    Responsibility.objects.create(user=lead, department=provider.department)
    call = comment("Nobody came", "complaint", about_provider=provider.pk)
    call.press("closing/", outcome="recorded")
    assert seen_by(lead) == [call.number]


def test_a_remark_about_nothing_in_particular_reaches_the_supervisors() -> None:
    supervisor = sofia()
    call = comment("A lovely city", "remark")
    call.press("closing/", outcome="recorded")
    assert seen_by(supervisor) == [call.number]
    assert seen_by(ana()) == []


def test_a_comment_needs_to_say_whether_it_is_praise_or_complaint_and_no_more() -> None:
    call = telephone_rings(sign_in(ana()))
    call.press("kind/", kind="comment")
    call.type("words", "Well")
    assert "Praise, remark or complaint" in call.press("closing/", outcome="recorded").content.decode()
    call.type("tone", "remark")
    call.press("closing/", outcome="recorded")
    assert Contact.objects.get().tickets.count() == 0
