"""A customer with a telephone: no script, no cookies, only pages and forms."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from firstline.interfaces.portal import signing

_TOKEN = re.compile(r'name="form" value="([^"]+)"')


def given_a_minute_ago(address: str = "198.51.100.7") -> str:
    """A form as somebody got it who has read it since."""
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return signing.give_out(request, timezone.now() - timedelta(minutes=1)).token


@dataclass
class Telephone:
    """Who calls the pages from one address; each request comes without the cookies of the one before."""

    language: str = "en"
    address: str = "198.51.100.7"
    token: str = ""
    page: str = field(default="", repr=False)
    at: str = ""

    def open(self, path: str, **facts: Any) -> HttpResponse:
        """Read a page; a relative one is of the telephone's language."""
        self.at = path if path.startswith("/") else f"/help/{self.language}/{path}"
        return self._keep(Client(REMOTE_ADDR=self.address).get(self.at, facts))

    def send(self, path: str = "", *, token: str | None = None, **facts: Any) -> HttpResponse:
        """Send a form, and go where the answer leads; the form was read for a minute before."""
        where = path if path.startswith("/") else f"/help/{self.language}/{path}" if path else self.at
        form = given_a_minute_ago(self.address) if token is None else token
        answer = Client(REMOTE_ADDR=self.address).post(where, {"form": form, **facts})
        if answer.status_code in (302, 303):
            return self.open(answer["Location"])
        return self._keep(answer)

    def _keep(self, answer: HttpResponse) -> HttpResponse:
        if answer.status_code in (302, 303):
            return self.open(answer["Location"])
        self.page = unescape(answer.content.decode())
        found = _TOKEN.search(self.page)
        self.token = found[1] if found else ""
        return answer
