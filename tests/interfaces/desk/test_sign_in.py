"""Signing in: guarded, limited, and telling a stranger nothing."""

import re
from http import HTTPStatus

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from firstline.journal.models import Entry
from firstline.reference.staff import keeping
from firstline.reference.staff.models import User
from tests.cast import ana, dao

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    caches["default"].clear()


def sign_in(client: Client, login: str = "ana", password: str = PASSWORD, **headers: str) -> str:
    """Where it leads, or what the page says."""
    answer = client.post(LOGIN, {"login": login, "password": password}, headers=headers)
    if answer.status_code == HTTPStatus.FOUND:
        return answer["Location"]
    said = re.findall(
        r'role="alert">.*?<span>(.*?)</span>|class="error"[^>]*>.*?</svg>(.*?)</p>', answer.content.decode()
    )
    return " ".join("".join(parts) for parts in said)


MISMATCH = "This sign-in name and password do not go together."
LOCKED = "Too many wrong tries. Wait five minutes, then try again."


@pytest.mark.parametrize("login", ["ana", "ANA", " ana ", "ana@example.org", "Ana@Example.org"])
def test_staff_sign_in_by_name_or_e_mail(client: Client, login: str) -> None:
    ana()
    assert sign_in(client, login) == "/"
    assert client.get("/settings/").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("login", "password"),
    [("ana", "wrong password"), ("nobody", PASSWORD), ("nobody@example.org", PASSWORD), ("ana@example.org", "wrong")],
)
def test_a_wrong_name_and_a_wrong_password_say_the_same(client: Client, login: str, password: str) -> None:
    ana()
    assert sign_in(client, login, password) == MISMATCH


def test_who_has_left_is_told_no_more_than_a_stranger_knows(client: Client) -> None:
    keeping.deactivate(ana(), by=dao())
    assert sign_in(client, "ana", "wrong") == MISMATCH
    assert sign_in(client) == "/account/inactive/"
    assert client.get("/settings/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("login", "password"), [("", ""), ("\x00", "x"), ("ana", "\x00"), ("é" * 5000, "x"), ("ana", "x" * 100_000)]
)
def test_odd_input_is_answered_beside_the_field(client: Client, login: str, password: str) -> None:
    ana()
    assert sign_in(client, login, password) not in ("", "/")


def test_after_five_wrong_tries_a_name_is_closed_for_a_while_from_anywhere() -> None:
    ana()
    said = [sign_in(Client(), "ana", f"wrong {number}") for number in range(6)]
    assert said == [MISMATCH] * 5 + [LOCKED]
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")) == LOCKED


def test_a_name_that_does_not_exist_is_closed_just_the_same() -> None:
    assert [sign_in(Client(), "nobody") for _number in range(6)] == [MISMATCH] * 5 + [LOCKED]


def test_a_header_that_anybody_can_write_does_not_make_another_address() -> None:
    said = [sign_in(Client(), f"nobody{number}", **{"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(21)]
    assert said == [MISMATCH] * 20 + [LOCKED]


def test_right_ones_are_not_counted_as_wrong() -> None:
    ana()
    assert [sign_in(Client()) for _number in range(8)] == ["/"] * 8


def test_too_many_tries_in_a_minute_get_a_page_of_their_own() -> None:
    for number in range(30):
        sign_in(Client(), f"nobody{number}")
    answer = Client().post(LOGIN, {"login": "nobody", "password": "x"})
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert b"Too many tries" in answer.content


def test_the_counts_are_kept_where_all_processes_see_them() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith(".db.DatabaseCache")
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000


def test_signing_in_changes_the_key_of_the_session(client: Client) -> None:
    ana()
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_signing_out_takes_a_post(client: Client) -> None:
    ana()
    sign_in(client)
    assert client.get("/account/logout/").status_code == HTTPStatus.OK
    assert client.get("/settings/").status_code == HTTPStatus.OK
    client.post("/account/logout/")
    assert client.get("/settings/").status_code == HTTPStatus.FOUND


def test_a_form_from_elsewhere_is_refused() -> None:
    ana()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(LOGIN, {"login": "ana", "password": PASSWORD})
    assert answer.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_after_signing_in(client: Client, elsewhere: str) -> None:
    ana()
    answer = client.post(LOGIN, {"login": "ana", "password": PASSWORD, "next": elsewhere})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, "/")


def test_signing_up_is_closed(client: Client) -> None:
    form = {"username": "eve", "email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", form)
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["password/reset/", "email/", "confirm-email/", "password/set/", "login/code/confirm/"]
)
def test_what_would_send_mail_or_is_not_ours_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == HTTPStatus.NOT_FOUND


def change_password(client: Client, old: str, new: str) -> int:
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/account/password/change/", form).status_code


def test_people_change_their_own_password_and_stay_signed_in_here_only(client: Client) -> None:
    ana()
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    assert change_password(client, PASSWORD, "seven green bottles") == HTTPStatus.FOUND
    assert client.get("/settings/").status_code == HTTPStatus.OK
    assert elsewhere.get("/settings/").status_code == HTTPStatus.FOUND
    assert [(entry.verb, entry.actor_name) for entry in Entry.objects.all()] == [("user.password_set", "Ana Silva")]


@pytest.mark.parametrize(
    ("old", "new"), [("wrong", "seven green bottles"), (PASSWORD, "short"), (PASSWORD, "password12345")]
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(client: Client, old: str, new: str) -> None:
    ana()
    sign_in(client)
    assert change_password(client, old, new) == HTTPStatus.OK
    assert User.objects.get(username="ana").check_password(PASSWORD)


def test_a_new_password_from_an_administrator_ends_every_session(client: Client) -> None:
    ana()
    sign_in(client)
    keeping.set_password(ana(), "seven green bottles", by=dao())
    assert client.get("/settings/").status_code == HTTPStatus.FOUND


def test_who_may_no_longer_sign_in_is_out_at_the_next_click(client: Client) -> None:
    ana()
    sign_in(client)
    keeping.deactivate(ana(), by=dao())
    assert client.get("/settings/").status_code == HTTPStatus.FOUND


def test_a_language_chosen_while_signed_in_is_kept_with_the_person(client: Client) -> None:
    ana()
    sign_in(client)
    answer = client.post("/settings/language/", {"language": "pl", "next": "/settings/"})
    assert answer["Location"] == "/settings/"
    assert User.objects.get(username="ana").language == "pl"
    assert client.get("/settings/")["Content-Language"] == "pl"


@pytest.mark.parametrize("language", ["", "xx", "\x00", "en-GB" * 50])
def test_a_language_that_the_desk_does_not_speak_changes_nothing(client: Client, language: str) -> None:
    ana()
    sign_in(client)
    client.post("/settings/language/", {"language": language, "next": "https://evil.example/"})
    assert User.objects.get(username="ana").language == "en"


def test_the_sign_in_page_speaks_the_visitors_language(client: Client) -> None:
    assert client.get(LOGIN, headers={"Accept-Language": "th"})["Content-Language"] == "th"
