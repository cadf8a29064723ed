"""While the database is away pages say so, keep what was typed, and go on when it is back."""

import json

import pytest
from django.db.utils import IntegrityError, InterfaceError, OperationalError
from django.test import RequestFactory
from psycopg import errors
from psycopg_pool import PoolTimeout

from firstline.config.away import DatabaseAway, away, is_away, server_error
from firstline.config.postgres import Server
from tests.processes import Browser, running

ASK = RequestFactory()
GONE = OperationalError("the connection is closed")


@pytest.fixture
def server(desk):
    folder, _password = desk
    server = Server(folder, durable=False)
    server.start()
    yield server
    server.stop()


def test_pages_say_so_and_the_first_one_after_its_return_is_a_page_again(server, desk, tmp_path):
    _folder, password = desk
    with running(tmp_path / "node", DATABASE_URL=server.url) as run:
        browser = Browser(run.port)
        browser.sign_in("admin", password)
        signed_in = dict(browser.cookies)
        assert browser.ask("/account/login/")[0] == 302
        server.stop()
        status, page = browser.ask("/account/login/")
        assert (status, "The database is away for a moment" in page) == (503, True)
        status, page = browser.ask("/account/login/", {"login": "<ana>"})
        assert (status, '<input type="hidden" name="login" value="&lt;ana&gt;">' in page) == (503, True)
        server.start()
        assert browser.ask("/account/login/")[0] == 302
        assert browser.cookies == signed_in


@pytest.mark.parametrize(
    ("exception", "is_so"),
    [
        (GONE, True),
        (InterfaceError("connection already closed"), True),
        (PoolTimeout("couldn't get a connection after 2.00 sec"), True),
        (errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction"), True),
        (IntegrityError("duplicate key"), False),
        (ValueError("no"), False),
    ],
)
def test_only_a_database_that_cannot_serve_is_away(exception, is_so):
    assert is_away(exception) == is_so
    outer = RuntimeError("something else")
    outer.__cause__ = exception
    assert is_away(outer) == is_so


def test_other_exceptions_of_a_view_are_not_touched():
    middleware = DatabaseAway(lambda _request: None)
    assert middleware.process_exception(ASK.get("/"), ValueError()) is None
    assert middleware.process_exception(ASK.get("/"), GONE).status_code == 503


def test_a_page_tries_again_by_itself():
    answer = away(ASK.get("/tickets/42/"), GONE)
    page = answer.content.decode()
    assert answer["Retry-After"] == "5"
    assert 'data-retry="5"' in page
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "La base de données"), ("pl", "Baza danych"), ("en", "The database is away for a moment")],
)
def test_it_is_said_in_the_language_of_the_browser(language, title):
    page = away(ASK.get("/", headers={"Accept-Language": language}), GONE).content.decode()
    assert f'<html lang="{language}"' in page
    assert f"<title>{title}" in page


def test_a_form_can_be_sent_again_as_it_was():
    typed = {"words": 'a "quote" & <tag>\n', "kind": ["1", "2"], "csrfmiddlewaretoken": "token"}
    page = away(ASK.post("/contacts/7/", typed), GONE).content.decode()
    assert '<form method="post" class="row">' in page
    assert '<input type="hidden" name="words" value="a &quot;quote&quot; &amp; &lt;tag&gt;\n">' in page
    assert page.count('name="kind"') == 2
    assert 'http-equiv="refresh"' not in page


def test_a_password_is_never_sent_back():
    page = away(ASK.post("/account/login/", {"login": "ana", "password": "secret"}), GONE).content.decode()
    assert "secret" not in page
    assert "Go back and send it again in a moment." in page


def test_a_form_that_cannot_be_read_is_no_reason_to_fail():
    request = ASK.post("/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert away(request, GONE).status_code == 503


def test_a_script_gets_a_line_and_a_program_gets_json():
    line = away(ASK.post("/contacts/7/words/", {"words": "x"}, headers={"HX-Request": "true"}), GONE)
    assert (line.status_code, line.content.decode()[:16]) == (503, '<p role="alert">')
    data = away(ASK.get("/api/tickets", headers={"Accept": "application/json"}), GONE)
    assert (data.status_code, list(json.loads(data.content))) == (503, ["detail"])


def test_the_last_resort_says_503_for_a_database_and_500_for_a_fault():
    def answer_to(exception):
        try:
            raise exception
        except type(exception):
            return server_error(ASK.get("/"))

    assert answer_to(GONE).status_code == 503
    fault = answer_to(ZeroDivisionError())
    assert fault.status_code == 500
    assert 'http-equiv="refresh"' not in fault.content.decode()
