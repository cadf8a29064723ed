"""Addresses are found by their first word as they are by trying all of them."""

import pytest
from django.urls import Resolver404, URLResolver, resolve, reverse
from django.urls.resolvers import RoutePattern

from firstline.interfaces.desk import urls
from firstline.interfaces.ui.addresses import by_first_word

SIMPLE = {"int": "42", "str": "codes", "slug": "look", "uuid": "0b8f6a0e-0f5e-4b7e-9c0a-0d5b3c1e2f3a"}


def _addresses() -> list[str]:
    """One address for each pattern of the desk."""
    found = []
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        for kind, value in SIMPLE.items():
            while f"<{kind}:" in route:
                before, _open, rest = route.partition(f"<{kind}:")
                route = before + value + rest.partition(">")[2]
        found.append(route)
    return found


def test_every_address_leads_where_it_did() -> None:
    quick = by_first_word("firstline.interfaces.desk.urls")
    plain = URLResolver(RoutePattern("", is_endpoint=False), urls, None, "desk", "desk")
    addresses = _addresses()
    led = [(one.func, one.kwargs, one.view_name, one.route) for one in map(quick.resolve, addresses)]
    assert led == [(one.func, one.kwargs, one.view_name, one.route) for one in map(plain.resolve, addresses)]
    assert len(led) > 200


@pytest.mark.parametrize("path", ["nothing/", "contacts", "contacts/x/", "", "contacts/1/nothing/", "ui/nothing/"])
def test_what_is_no_address_is_found_by_neither(path: str) -> None:
    plain = URLResolver(RoutePattern("", is_endpoint=False), urls, None, "desk", "desk")
    answers = []
    for resolver in (by_first_word("firstline.interfaces.desk.urls"), plain):
        try:
            answers.append(resolver.resolve(path).view_name)
        except Resolver404:
            answers.append("")
    assert answers[0] == answers[1]


def test_an_address_is_made_as_before() -> None:
    assert reverse("desk:contact_tickets", args=[7]) == "/contacts/7/tickets/"
    assert resolve("/contacts/7/tickets/").view_name == "desk:contact_tickets"
