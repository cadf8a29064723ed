"""A browser's share of the work: one connection that is kept, cookies, and the token that forms send along."""

import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and header of one answer, and the seconds until it was there."""

    status: int
    body: bytes
    location: str
    seconds: float


class Visitor:
    """Somebody signed in at the desk."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def come_back(self) -> None:
        """A new connection: one on which nothing was said for a while may have been closed by the other side."""
        self.connection.close()

    def sign_in(self, username: str, password: str) -> None:
        """Through the page as a person would; RuntimeError when that does not lead to the desk."""
        page = self.get("/account/login/")
        token = _TOKEN.search(page.body)
        if not token:
            raise RuntimeError(f"no form to sign in with: {page.status}")
        facts = {"login": username, "password": password, "csrfmiddlewaretoken": token[1].decode()}
        answer = self.post("/account/login/", facts)
        if answer.status != 302 or "sessionid" not in self.cookies:
            raise RuntimeError(f"not signed in: {answer.status}")

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, facts: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **facts})
        form = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{self.port}/"}
        return self._ask("POST", path, body, {**form, **(headers or {})})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        self.connection.request(method, path, body, {"Cookie": cookie, "Accept-Encoding": "identity", **headers})
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, content, response.headers.get("Location", ""), seconds)
