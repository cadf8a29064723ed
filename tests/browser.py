"""The browser of the tests: Debian's chromium, where there is one.

It lives as long as one test file. While it lives, Playwright's event loop runs in the thread of the tests, so a file
with a browser must not also run event loops of its own (`asyncio.run`, jobs of procrastinate).
"""

import os
import shutil
from collections.abc import Iterator, Sized
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from firstline.reference.staff.models import User
from tests.stories.desk import sign_in

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-gpu",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("there is no chromium on this machine")
    # Django would refuse the database to tests that run inside of Playwright's loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # Nothing is judged by its speed: on a busy machine a page may take seconds.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def faults_of(page: Page) -> list[str]:
    """What goes wrong in a page from now on: errors of its scripts, and whatever its policy forbade."""
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    return faults


@contextmanager
def desk_page(browser: Browser, user: User, *, width: int = 1440, height: int = 900) -> Iterator[Page]:
    """A page of the desk, served from this process, with somebody signed in; a policy that was broken is a failure."""
    server = LiveServer("127.0.0.1")
    context = browser.new_context(base_url=server.url, viewport={"width": width, "height": height})
    session = sign_in(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "domain": "127.0.0.1", "path": "/"}])
    page = context.new_page()
    faults = faults_of(page)
    yield page
    context.close()
    server.stop()
    # Django gives a test that runs inside of Playwright's loop a connection of its own.
    connections.close_all()
    assert faults == []


def wait_for(page: Page, held: Sized) -> None:
    """Until something was held back on its way; the test fails when nothing is for a long time."""
    for _moment in range(1000):
        if held:
            return
        page.wait_for_timeout(20)
    raise AssertionError("nothing was asked for")
