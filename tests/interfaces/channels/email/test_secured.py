"""Mail over secured lines: real servers with a certificate of their own, passwords and tokens."""

import json
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from firstline.interfaces.channels.email.imap import NotReached
from firstline.interfaces.channels.email.sending import MailServer, NotTaken
from firstline.interfaces.channels.models import Arrival, End
from tests.interfaces.channels.email.test_fetching import mailbox_at, visit
from tests.interfaces.channels.letters import mail
from tests.mail_server import mail_server
from tests.mail_servers import USER, certificate, dovecot, free_port

pytestmark = pytest.mark.django_db(transaction=True)
SECURED = """
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
service imap-login {{
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""
BY_TOKEN = """
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {path}
}}
"""


def test_a_mailbox_is_read_over_tls_from_a_server_that_can_be_trusted_and_from_no_other(tmp_path, monkeypatch):
    cert, key = certificate(tmp_path)
    port = free_port()
    with dovecot(SECURED.format(cert=cert, key=key, port=port)) as server:
        for number, (at, security) in enumerate([(port, "tls"), (server.port, "starttls")], start=1):
            server.put(mail(f"Number {number}.", message_id=f"{number}@tls"))
            mailbox = mailbox_at(at, security=security)
            with pytest.raises(NotReached, match="certificate"):
                visit(mailbox)
            assert Arrival.objects.count() == number - 1
            with monkeypatch.context() as trusting:
                trusting.setenv("SSL_CERT_FILE", str(cert))
                assert visit(mailbox) == 1
    assert set(Arrival.objects.values_list("end", flat=True)) == {End.CONTACT}


def test_mail_is_sent_over_tls_to_a_server_that_can_be_trusted_and_to_no_other(tmp_path, monkeypatch):
    cert, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    signed_in = {"user": "desk", "password": "let me send"}
    for tls, more in (("yes", {}), ("start", signed_in)):
        # aiosmtpd looks whether it answers, and trusts nobody either.
        with monkeypatch.context() as trusting:
            trusting.setenv("SSL_CERT_FILE", str(cert))
            with mail_server(tls, context) as (taken, facts):
                with MailServer(facts | more) as line:
                    line.hand_over("desk@city.example", "carla@example.org", b"Subject: Safe\n\n.", before_text=int)
                trusting.delenv("SSL_CERT_FILE")
                with pytest.raises(NotTaken, match="certificate"), MailServer(facts | more) as line:
                    line.check()
                if more:
                    trusting.setenv("SSL_CERT_FILE", str(cert))
                    with pytest.raises(NotTaken, match="535"), MailServer(facts | more | {"password": "no"}) as line:
                        line.check()
        assert [each["Subject"] for each in taken.messages] == ["Safe"]


def test_no_password_goes_to_a_server_that_offers_no_encryption():
    with mail_server() as (taken, facts):
        asked = facts | {"tls": "start", "user": "desk", "password": "let me send"}
        with pytest.raises(NotTaken, match="not sent without"), MailServer(asked) as line:
            line.check()
    assert taken.envelopes == []


@contextmanager
def tokens():
    """Who gives tokens, and tells a mail server whose they are. Gives the port and what was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked.append({name: value for name, [value] in form.items()})
            is_known = form["refresh_token"] == ["kept here"]
            self.answer(200 if is_known else 400, {"access_token": "for an hour"} if is_known else {"error": "who?"})

        def do_GET(self):
            [token] = parse_qs(urlsplit(self.path).query)["access_token"]
            self.answer(*((200, {"email": USER}) if token == "for an hour" else (401, {})))

        def answer(self, status, facts):
            body = json.dumps(facts).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said):
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1], asked
        finally:
            server.shutdown()
            thread.join(5)


def test_a_mailbox_is_read_by_a_token_that_is_asked_for_anew(tmp_path):
    with tokens() as (port, asked):
        path = tmp_path / "oauth2.conf.ext"
        path.write_text(
            f"tokeninfo_url = http://127.0.0.1:{port}/whose?access_token=\nusername_attribute = email\n"
            "introspection_mode = \n"
        )
        with dovecot(BY_TOKEN.format(path=path)) as server:
            server.put(mail("By token.", message_id="token@x"))
            facts = {
                "method": "oauth2",
                "token_url": f"http://127.0.0.1:{port}/token",
                "client_id": "desk",
                "scope": "imap",
            }
            mailbox = mailbox_at(server.port, secret="kept here", client_secret="ours", **facts)
            assert visit(mailbox) == 1
            refused = mailbox_at(server.port, name="No longer", secret="withdrawn", client_secret="ours", **facts)
            with pytest.raises(NotReached, match="No token was given"):
                visit(refused)
            direct = mailbox_at(server.port, name="Itself", secret="made up", method="oauth2")
            with pytest.raises(NotReached, match="does not let us in"):
                visit(direct)
    assert asked[0] == {
        "client_id": "desk",
        "client_secret": "ours",
        "grant_type": "refresh_token",
        "refresh_token": "kept here",
        "scope": "imap",
    }
    assert Arrival.objects.get().end == End.CONTACT
