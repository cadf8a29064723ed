"""A report from a telephone without script: told, numbered, followed, answered, confirmed and rated."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.tickets import assignment, resolution
from firstline.casework.tickets.models import Rating, State, Ticket
from firstline.interfaces.channels import links
from firstline.interfaces.portal import signing
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.searching import index_codes
from tests import builders
from tests.cast import tomek
from tests.interfaces.portal.test_tell import photo

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_first_word_to_the_rating_on_a_telephone(browser: Browser) -> None:
    builders.handled_code()
    index_codes(ProblemCode.objects.all())
    server = LiveServer("127.0.0.1")
    screen = {"width": 390, "height": 844}
    telephone = browser.new_context(base_url=server.url, viewport=screen, java_script_enabled=False, locale="fr-FR")  # type: ignore[arg-type]
    page = telephone.new_page()
    page.set_default_timeout(20_000)

    page.goto("/help/")
    assert page.url.endswith("/help/fr/")
    page.goto("/help/en/")
    page.click("main a[href$='/tell/']")
    page.fill("[name=words]", "Appliance pick-up: the old fridge")
    page.fill("[name=place]", "12 Ferry Street")
    page.wait_for_timeout(signing.QUICKEST.total_seconds() * 1000)
    page.click("button[value=look]")
    page.check("label:has-text('Appliance pick-up') input")
    sent = photo()
    page.set_input_files("[name=photos]", {"name": sent.name or "", "mimeType": "image/jpeg", "buffer": sent.read()})
    page.fill("[name=email]", "nok@example.org")
    page.click("button[value=send]")

    ticket = Ticket.objects.get()
    assert f"Your number is T{ticket.number}." in page.inner_text("main")
    link = page.input_value("#address")
    assert (ticket.channel, Contact.objects.get().caller_email) == (Channel.PORTAL, "nok@example.org")
    assert wide(page) == screen["width"]

    assignment.take(ticket, by=tomek())
    resolution.ask_customer(ticket, "On which floor is it?", by=tomek())
    page.goto(link)
    assert "On which floor is it?" in page.inner_text("main")
    page.fill("[name=words]", "On the third")
    page.click("text=Send")
    assert "On the third" in page.inner_text("ol.said")
    ticket.refresh_from_db()
    assert ticket.state == State.IN_PROGRESS

    resolution.resolve(ticket, "Collected", by=tomek())
    page.goto(link)
    page.click("text=Yes, it is solved")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.confirmed_at is not None) == (State.CLOSED, True)
    page.click("button[value='5']")
    assert re.search(r"Your rating: 5 of 5", page.inner_text("main"))
    page.fill("[name=words]", "Friendly")
    page.click("text=Send")
    assert [(rating.score, rating.words) for rating in Rating.objects.all()] == [(5, "Friendly")]
    assert wide(page) == screen["width"]
    telephone.close()
    server.stop()
    connections.close_all()


def wide(page: Page) -> int:
    """How wide the page is: as wide as the screen, unless something sticks out of it."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_everybody_can_use_it(browser: Browser) -> None:
    ticket = builders.ticket(contact=builders.contact(), words="The fridge hums")
    resolution.ask_customer(ticket, "Which colour?", by=tomek())
    server = LiveServer("127.0.0.1")
    faults: list[object] = []
    for theme, language in (("light", "en"), ("dark", "th")):
        # What looks at the page is a script, which the pages themselves forbid.
        telephone = browser.new_context(
            base_url=server.url, viewport={"width": 320, "height": 640}, color_scheme=theme, bypass_csp=True
        )
        page = telephone.new_page()
        for path in ("", "follow/", "tell/", f"follow/{links.secret_of(ticket)}/?new"):
            page.goto(f"/help/{language}/{path}")
            if path == "tell/":
                page.fill("[name=words]", "It leaks")
                page.click("button[value=look]")
                page.fill("[name=email]", "nobody")
                page.click("button[value=send]")
            faults += [(path, fault["id"]) for fault in Axe().run(page).response["violations"]]
            assert wide(page) == 320
        telephone.close()
    server.stop()
    connections.close_all()
    assert faults == []
