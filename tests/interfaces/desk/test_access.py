"""Every address of the desk against every role."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from firstline.interfaces.desk.access import rights_of
from firstline.interfaces.desk.urls import urlpatterns
from firstline.reference.staff.keeping import change_user
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role, may
from tests import builders
from tests.cast import everyone
from tests.interfaces.desk.places import Address, addresses

pytestmark = pytest.mark.django_db

ALL = set(Role.values)
WORKING = {Role.ANALYST, Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR}
KEEPING = {Role.MANAGER, Role.ADMINISTRATOR}
# Written down by hand: who may GET and who may POST; None where there is nothing to POST to.
EXPECTED: dict[str, tuple[set[str], set[str] | None]] = {
    "contacts": (ALL, WORKING),
    "contact": (ALL, None),
    "contact_fields": (WORKING, WORKING),
    "contact_tickets": (WORKING, WORKING),
    "contact_closing": (ALL, WORKING),
    "queue": (ALL, None),
    "call_backs": (ALL, None),
    "call_back_attempts": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "contact_call_backs": (WORKING, WORKING),
    "ticket_escalation": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "ticket_priority": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "ticket": (ALL, None),
    "ticket_taking": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "ticket_resolution": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "ticket_work_orders": (ALL, WORKING | {Role.TECHNICIAN}),
    "work_order": (ALL, None),
    "work_order_completion": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "customers": (ALL, None),
    "customer": (ALL, None),
    "customer_fields": (WORKING, WORKING),
    "contact_point_removal": (WORKING, WORKING),
    "account_edit": (WORKING, WORKING),
    "articles": (ALL, None),
    "article": (ALL, None),
    "article_text": (KEEPING, KEEPING),
    "article_publication": (KEEPING, KEEPING),
    "attachment_removal": (KEEPING, KEEPING),
    "reports": (ALL, None),
    "report": (ALL, None),
    "report_rows": (ALL, None),
    "staffing": (ALL, None),
    "wall": (ALL, None),
    "wall_links": (KEEPING, KEEPING),
    "wall_link_withdrawal": (KEEPING, KEEPING),
    "ringing": (WORKING, None),
    "call_acceptance": (WORKING, WORKING),
    "fax_page": (ALL, None),
    "telephone_lines": (KEEPING, None),
    "telephone_line": (KEEPING, KEEPING),
    "telephone_line_secret": (KEEPING, KEEPING),
    "fax_line": (KEEPING, KEEPING),
    "catalogue": (ALL, None),
    "catalogue_labels": (KEEPING, KEEPING),
    "catalogue_removal": (KEEPING, KEEPING),
    "code_handling": (KEEPING, KEEPING),
    "standard_work_orders": (ALL, None),
    "standard_work_order_fields": (KEEPING, KEEPING),
    "centre_fields": (KEEPING, KEEPING),
    "memberships": (KEEPING, KEEPING),
    "priority_position": (KEEPING, KEEPING),
    "messages": (ALL, None),
    "message_template": (KEEPING, KEEPING),
    "message_trial": (KEEPING, KEEPING),
    "dispatch": (KEEPING, KEEPING),
    "outgoing": (KEEPING | {Role.SUPERVISOR}, None),
    "outgoing_message": (ALL, None),
    "outgoing_sending": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "ticket_messages": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "settings_notices": (ALL, ALL),
    "mailboxes": (KEEPING, None),
    "mailbox": (KEEPING, KEEPING),
    "mailbox_trial": (KEEPING, KEEPING),
    "intake_rule": (KEEPING, KEEPING),
    "arrivals": (KEEPING | {Role.SUPERVISOR}, None),
    "arrival": (ALL, None),
    "arrival_letting_through": (KEEPING | {Role.SUPERVISOR}, KEEPING | {Role.SUPERVISOR}),
    "enclosure": (ALL, None),
    "calendars": (ALL, None),
    "calendar": (ALL, None),
    "calendar_facts": (KEEPING, KEEPING),
    "calendar_days": (KEEPING, KEEPING),
    "targets": (ALL, None),
    "target": (KEEPING, KEEPING),
    "target_removal": (KEEPING, KEEPING),
    "refitting": (KEEPING, KEEPING),
    "escalation_steps": (ALL, KEEPING),
    "call_back_protocols": (ALL, None),
    "call_back_protocol": (KEEPING, KEEPING),
    "health": (KEEPING, None),
    "job_rerun": (KEEPING, KEEPING),
    "criteria_table": (ALL, None),
    "criteria_choices": (ALL, None),
    "criteria_rows": (KEEPING, KEEPING),
    "criteria_row": (KEEPING, KEEPING),
    "criteria_start": (KEEPING, KEEPING),
    "criteria_trial": (KEEPING, None),
    "criteria_matrix": (KEEPING, KEEPING),
    "procedures": (ALL, None),
    "procedure": (ALL, None),
    "procedure_trial": (ALL, None),
    "procedure_publication": (KEEPING, KEEPING),
    "procedure_step": (KEEPING, KEEPING),
    "procedure_branch": (KEEPING, KEEPING),
    "procedures_compliance": (KEEPING | {Role.SUPERVISOR}, None),
    "contact_procedure_answers": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "ticket_procedure": (ALL, None),
    "ticket_procedure_deeds": (WORKING | {Role.TECHNICIAN}, WORKING | {Role.TECHNICIAN}),
    "staff": (ALL, None),
    "member": (ALL, None),
    "member_new": ({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "member_fields": ({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "member_password": ({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "member_deactivation": ({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "responsibilities": (KEEPING, KEEPING),
    "settings": (ALL, ALL),
    "find": (ALL, None),
}
HIDDEN = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN}
SIGN_IN = reverse("account_login")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_screen_has_a_guard() -> None:
    unguarded = [
        pattern.name
        for pattern in urlpatterns
        if not any(hasattr(pattern.callback, name) for name in ("right", "rights"))
    ]
    assert unguarded == []


def test_a_visitor_is_asked_to_sign_in_everywhere() -> None:
    client = Client()
    open_doors = [
        (address.name, method, answer.status_code)
        for address in addresses()
        for method in ("get", "post")
        if not (answer := getattr(client, method)(address.url)).headers.get("Location", "").startswith(SIGN_IN)
        and answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED
    ]
    assert open_doors == []


@pytest.mark.parametrize("role", Role.values)
def test_each_role_gets_what_its_rights_open_and_nothing_else(role: str) -> None:
    """Asked by OPTIONS, which the guard answers as it does GET, and which draws no page."""
    user = everyone()[role]
    client = signed_in(user)
    wrong = [
        (address.name, status)
        for address in addresses()
        if ((status := _guarded(client, address)) == HTTPStatus.FORBIDDEN) == may(user, rights_of(address.view)["GET"])
    ]
    assert wrong == []


def _guarded(client: Client, address: Address) -> int:
    is_both = hasattr(address.view, "rights")
    return (client.get(address.url) if is_both else client.options(address.url)).status_code


@pytest.mark.parametrize("role", Role.values)
def test_a_post_without_the_right_changes_nothing(role: str) -> None:
    user = everyone()[role]
    client = signed_in(user)
    wrong = [
        (address.name, status)
        for address in addresses()
        if not may(user, rights_of(address.view)["POST"])
        and (status := client.post(address.url).status_code) != HTTPStatus.FORBIDDEN
    ]
    assert wrong == []


def test_the_rights_of_the_screens_that_matter_are_as_written_down() -> None:
    views = {str(pattern.name): pattern.callback for pattern in urlpatterns}
    users = everyone()
    found = {
        name: tuple(
            {role for role in Role.values if may(users[role], rights_of(views[name])[method])}
            if wanted is not None
            else None
            for method, wanted in zip(("GET", "POST"), expected, strict=True)
        )
        for name, expected in EXPECTED.items()
    }
    assert found == EXPECTED


def test_a_role_that_is_none_opens_nothing() -> None:
    user = everyone()[Role.ANALYST]
    User.objects.filter(pk=user.pk).update(role="king")
    client = signed_in(user)
    assert {_guarded(client, address) for address in addresses()} == {HTTPStatus.FORBIDDEN}


def limited(role: str) -> Client:
    """Somebody of this role who is limited to a department in which nothing of the others happens."""
    user = everyone()[role]
    change_user(user, departments=[builders.department("Parks")], by=None)
    return signed_in(user)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MANAGER])
def test_other_departments_casework_is_not_there_for_whoever_is_limited(role: str) -> None:
    client = limited(role)
    ticket, order = builders.ticket(department=builders.department()), builders.work_order()
    contact = builders.contact(code=builders.code())
    numbers = {"tickets": ticket.number, "work-orders": order.number, "contacts": contact.number}
    wrong: list[tuple[str | None, int]] = []
    for pattern in urlpatterns:
        noun, names = str(pattern.pattern).partition("/")[0], list(pattern.pattern.converters)
        if noun not in numbers or not names:
            continue
        others = {name: "words" if name == "name" else 1 for name in names[1:]}
        url = reverse(f"desk:{pattern.name}", kwargs={names[0]: numbers[noun], **others})
        statuses = {client.get(url).status_code, client.post(url).status_code}
        wrong += [(pattern.name, status) for status in statuses - HIDDEN]
    assert wrong == []


def test_a_limited_manager_keeps_only_the_catalogue_of_their_own_departments() -> None:
    client, code = limited(Role.MANAGER), builders.code()
    gardeners = builders.provider("Gardeners", of=builders.department("Parks"))
    own = builders.code("Tree", of=builders.category("Trees", of=gardeners))
    retire = {each: reverse("desk:catalogue_retirement", args=["codes", each.pk]) for each in (code, own)}
    assert client.get(reverse("desk:catalogue_node", args=["codes", code.pk])).status_code == HTTPStatus.OK
    assert client.post(retire[code]).status_code == HTTPStatus.NOT_FOUND
    assert client.post(retire[own]).status_code == HTTPStatus.FOUND
    said = client.post(reverse("desk:departments"), {"text": "One more"}).content.decode()
    assert "You are limited to your own departments." in said
