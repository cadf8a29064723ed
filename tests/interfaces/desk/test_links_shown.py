"""What a page shows, its reader may open: every link of every main page, for each role and for who is limited."""

import re
from collections.abc import Iterator
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from firstline.interfaces.access import rights_of
from firstline.interfaces.desk.navigation import PLACES, WITHIN
from firstline.reference.staff.keeping import change_user
from firstline.reference.staff.roles import Role, may
from tests import builders
from tests.cast import everyone
from tests.interfaces.desk.places import world
from tests.interfaces.desk.test_access import signed_in

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\s[^>]*?href="(/[^"]*)"')
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR}
NOUNS = ("contacts", "tickets", "work-orders", "customers", "accounts", "staff", "centres", "crews", "articles")


def pages() -> Iterator[str]:
    """All places of the desk with what stands within them, and one of each noun."""
    yield from (reverse(view) for view in (*(place.view for place in PLACES), *WITHIN))
    yield from (f"/{noun}/{key}/" for noun, key in world().items() if noun in NOUNS)


def shown_to(client: Client) -> dict[str, tuple[str, Any]]:
    """The links on all pages that open: for each view its name, an address and itself."""
    found = {}
    for answer in map(client.get, pages()):
        for link in LINK.findall(answer.content.decode() if answer.status_code == HTTPStatus.OK else ""):
            url = unescape(link).partition("#")[0]
            match = resolve(url.partition("?")[0])
            found[match.view_name] = (url, match.func)
    return {name: shown for name, shown in found.items() if name.startswith(("desk:", "transfer:"))}


@pytest.mark.parametrize("role", [Role.READER, Role.TECHNICIAN, Role.ANALYST, Role.SUPERVISOR])
def test_each_role_may_open_all_that_it_is_shown(role: str) -> None:
    user = everyone()[role]
    shown = shown_to(signed_in(user))
    assert {"desk:ticket", "desk:report", "transfer:export_new"} <= set(shown)
    assert {name for name, (_url, view) in shown.items() if not may(user, rights_of(view)["GET"])} == set()


def test_whoever_is_limited_may_open_all_that_they_are_shown() -> None:
    user = everyone()[Role.MANAGER]
    change_user(user, departments=[builders.department()], by=None)
    client = signed_in(user)
    shown = [url for url, _view in shown_to(client).values()]
    assert [url for url in shown if client.get(url).status_code in REFUSED] == []


def test_only_who_reaches_all_departments_is_shown_the_imports() -> None:
    user = everyone()[Role.MANAGER]
    client = signed_in(user)
    address = 'href="/imports/"'
    assert [address in client.get(url).content.decode() for url in ("/centres/", "/exports/")] == [True, True]
    change_user(user, departments=[builders.department()], by=None)
    assert [address in client.get(url).content.decode() for url in ("/centres/", "/exports/")] == [False, False]
