"""Parts that are drawn once must not mix up people, languages or tokens."""

import re

import pytest
from django.test import Client

from tests.cast import ana, dao


def tokens(client, path="/note/"):
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(path).content.decode())


def test_each_page_has_its_own_token_in_all_its_forms(site, client: Client):
    first, second = tokens(client), tokens(client)
    assert (len(set(first)), len(set(second)), set(first) & set(second)) == (1, 1, set())
    assert "place-of-the-token" not in client.get("/note/").content.decode()


def test_the_token_of_a_kept_part_is_accepted(site):
    client = Client(enforce_csrf_checks=True)
    token = tokens(client)[0]
    assert client.post("/ui/theme/", {"theme": "dark", "csrfmiddlewaretoken": token}).status_code == 302
    assert client.post("/ui/theme/", {"theme": "dark", "csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_each_language_has_its_own_part(site, client: Client):
    chosen = {}
    for language in ["en", "th"]:
        client.cookies["django_language"] = language
        page = client.get("/note/").content.decode()
        chosen[language] = re.findall(r'value="(\w+)" lang="\w+" aria-current', page)
    assert chosen == {"en": ["en"], "th": ["th"]}


@pytest.mark.django_db
def test_each_person_has_their_own_strip(site, client: Client):
    names = {}
    for member in (ana(), dao()):
        client.force_login(member)
        page = client.get("/note/").content.decode()
        names[member.name] = re.findall(r'<p class="menu-head"><strong>([^<]*)', page)
    assert names == {"Ana Silva": ["Ana Silva"], "ดาว ใจดี": ["ดาว ใจดี"]}
