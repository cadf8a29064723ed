"""The answers of the shared look: theme, style guide, error pages, signing in."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.cast import ana, dao


def test_the_theme_is_kept_without_a_script(site, client: Client):
    answer = client.post("/ui/theme/", {"theme": "dark", "next": "/note/"})
    assert (answer.status_code, answer["Location"]) == (302, "/note/")
    assert answer.cookies["theme"].value == "dark"
    assert b'data-theme="dark"' in client.get("/note/").content


@pytest.mark.parametrize("theme", ["", "pink", "<script>"])
def test_a_theme_that_does_not_exist_changes_nothing(site, client: Client, theme):
    assert "theme" not in client.post("/ui/theme/", {"theme": theme}).cookies


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_off_the_site(site, client: Client, target):
    assert client.post("/ui/theme/", {"theme": "dark", "next": target})["Location"] == "/"


@pytest.mark.django_db
def test_the_style_guide_is_for_administrators(site, client: Client):
    assert client.get("/ui/").status_code == 404
    client.force_login(ana())
    assert client.get("/ui/").status_code == 404
    client.force_login(dao())
    assert client.get("/ui/").status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "es", "pl", "th"])
def test_signing_in_speaks_five_languages(site, client: Client, language):
    client.cookies["django_language"] = language
    assert f'<html lang="{language}"'.encode() in client.get("/account/login/").content


def test_an_unknown_address_has_the_look_of_the_desk(site, client: Client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert b"There is nothing at this address" in answer.content


def test_a_fault_has_a_page_that_needs_neither_request_nor_database(site):
    client = Client(raise_request_exception=False)
    answer = client.get("/boom/")
    assert (answer.status_code, b"Something went wrong here" in answer.content) == (500, True)
    assert b"/ui/work-" in answer.content


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_every_error_page_can_be_drawn_without_a_request(site, name):
    assert "<h1>" in render_to_string(f"{name}.html")


def test_the_page_of_a_database_that_is_away_looks_whether_it_is_back(site):
    assert 'data-retry="5"' in render_to_string("503.html", {"repeats": True, "seconds": 5})


@pytest.mark.django_db
def test_after_signing_in_no_toast_says_the_obvious(site, client: Client):
    dao()
    answer = client.post("/account/login/", {"login": "dao", "password": "a long pass phrase", "next": "/note/"})
    assert answer.status_code == 302
    assert b'class="toast"' not in client.get("/note/").content


@pytest.mark.django_db
def test_a_wrong_password_is_said_beside_the_form(site, client: Client):
    dao()
    answer = client.post("/account/login/", {"login": "dao", "password": "wrong"})
    assert (answer.status_code, b'role="alert"' in answer.content) == (200, True)
