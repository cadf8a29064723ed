"""Every screen, drawn in full: no error, and nothing in it that the content security policy would have to allow."""

import re
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client

from firstline.reference.staff.roles import Role
from tests.cast import everyone
from tests.interfaces.desk.places import addresses

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
INLINE = re.compile(
    r'<[a-z][^>]*\s(?:style|on[a-z]+|hx-on[^=]*)\s*=|<style|<script(?![^>]*\b(?:src=|type="application/json"))|javascript:',
    re.IGNORECASE,
)


def headers_of(answer: HttpResponse) -> dict[str, object]:
    return {
        "policy": set(answer["Content-Security-Policy"].split("; ")),
        "frames": answer["X-Frame-Options"],
        "sniffing": answer["X-Content-Type-Options"],
        "referrer": answer["Referrer-Policy"],
        "opener": answer["Cross-Origin-Opener-Policy"],
    }


WANTED = {
    "policy": POLICY,
    "frames": "DENY",
    "sniffing": "nosniff",
    "referrer": "same-origin",
    "opener": "same-origin",
}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_every_screen_is_drawn_with_strict_headers_and_nothing_inline(role: str) -> None:
    client = Client()
    client.force_login(everyone()[role])
    wrong = []
    for address in addresses():
        answer = client.get(address.url)
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            wrong.append((address.name, str(answer.status_code)))
        elif headers_of(answer) != WANTED:
            wrong.append((address.name, str(headers_of(answer))))
        elif found := INLINE.search(answer.content.decode()):
            wrong.append((address.name, found.group()))
    assert wrong == []


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/logout/", "/account/signup/", "/nowhere/", "/tickets/999/"]
)
def test_pages_for_visitors_and_errors_are_as_strict(client: Client, path: str) -> None:
    answer = client.get(path)
    assert headers_of(answer) == WANTED
    assert INLINE.search(answer.content.decode()) is None


def test_a_page_of_one_person_is_kept_by_no_cache_in_between(client: Client) -> None:
    client.force_login(everyone()[Role.ANALYST])
    answer = client.get("/settings/")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]
