"""Firstline as people run it: real processes, a real port, and a browser's way of asking."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

ADMIN_LINE = re.compile(r"sign in as (\S+) with (\S+)")
ADDRESS_LINE = re.compile(r"is running: http://localhost:(\d+)/")


def environment(**more: str) -> dict[str, str]:
    """Ours without the tests' own database, so that the embedded one is used."""
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return ours | {"LC_ALL": "C.UTF-8"} | more


def start(*words: str, stderr: int = subprocess.STDOUT, **more: str) -> subprocess.Popen[str]:
    """A command of ours in a process of its own."""
    command = [sys.executable, "-c", "from firstline.config.command import main; main()", *words]
    return subprocess.Popen(command, env=environment(**more), stdout=subprocess.PIPE, stderr=stderr, text=True)


def firstline(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command, run to its end."""
    process = start(*words, stderr=subprocess.PIPE, **more)
    stdout, stderr = process.communicate()
    return subprocess.CompletedProcess(words, process.returncode, stdout, stderr)


def wait_until(is_so, seconds: float = 30.0) -> None:
    """Ask again and again; the test fails when it has not become so after a long time."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


@dataclass
class Run:
    """A process of `firstline run` and what it has said so far."""

    process: subprocess.Popen[str]
    folder: Path
    said: list[str] = field(default_factory=list)

    def listen(self) -> None:
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))

    def has_said(self, words: str) -> bool:
        return any(words in line for line in self.said)

    @property
    def port(self) -> int:
        return int(next(found.group(1) for line in self.said if (found := ADDRESS_LINE.search(line))))

    def child(self, words: str) -> int:
        """The process of ours whose command line holds these words; 0 while there is none."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                status = (process / "status").read_text()
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            is_ours = re.search(rf"^PPid:\t{self.process.pid}$", status, re.MULTILINE)
            if is_ours and "State:\tZ" not in status and words in command:
                return int(process.name)
        return 0

    def kill(self, words: str) -> int:
        """Kill that process of ours, once there is one: its number. Never 0, which would be all of our own group."""
        while True:
            wait_until(lambda: self.child(words) or self.process.poll() is not None)
            assert self.process.poll() is None, self.said[-9:]
            victim = self.child(words)
            if not victim:
                continue
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                return victim


@contextmanager
def running(folder: Path, *words: str, **more: str) -> Iterator[Run]:
    """`firstline run` on this data folder, from when it answers until the end of the block."""
    process = start("run", "--data", str(folder), "--port", "0", "--no-demo", *words, **more)
    run = Run(process, folder)
    ears = threading.Thread(target=run.listen)
    ears.start()
    try:
        wait_until(lambda: run.has_said("is running:") or process.poll() is not None, 120)
        assert run.has_said("is running:"), run.said
        yield run
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        ears.join()
        process.stdout.close()


class Browser:
    """Asks like a browser: keeps cookies, follows nothing."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.sent_to = ""

    def twin(self) -> "Browser":
        """Another window of the same person."""
        twin = Browser(self.port)
        twin.cookies = dict(self.cookies)
        return twin

    def ask(self, path: str, form: Mapping[str, str] | None = None, **headers: str) -> tuple[int, str]:
        """The status and the page; a `form` is posted with the token that Django wants."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            if form is None:
                connection.request("GET", path, headers=headers)
            else:
                body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form})
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://localhost{path}"}
                connection.request("POST", path, body, headers)
            response = connection.getresponse()
            for header in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
            self.sent_to = response.headers.get("Location", "")
            return response.status, response.read().decode()
        finally:
            connection.close()

    def sign_in(self, username: str, password: str) -> None:
        self.ask("/account/login/")
        status, page = self.ask("/account/login/", {"login": username, "password": password})
        assert status == 302, page
