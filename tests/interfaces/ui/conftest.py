"""A tiny site of the shared look, and a browser that looks at it."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import faults_of
from tests.cast import dao
from tests.interfaces.ui import pages

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]


@pytest.fixture
def site(settings: Any) -> pages.Notebook:
    """The tiny site of pages.py in place of the real one."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ROOT_URLCONF = "tests.interfaces.ui.pages"
    # Made here, before the threads of the server ask for them.
    engines.all()
    return pages.start_anew()


@pytest.fixture
def address(site: pages.Notebook) -> Iterator[str]:
    """A server of its own for each test, because pytest-django's knows only the settings of the first one."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults = faults_of(page)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def signed_in(page: Page, client: Any, transactional_db: None) -> None:
    """The administrator at the browser."""
    client.force_login(dao())
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "127.0.0.1", "path": "/"}]
    )
