"""Accessibility as axe sees it, and no page wider than its window."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SIZES = [(1440, 900), (1024, 768), (390, 844), (320, 640)]


def faults(page):
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


def show(page, theme, language="en", path="/ui/"):
    page.emulate_media(reduced_motion="reduce")
    cookies = {"theme": theme, "django_language": language}
    page.context.add_cookies(
        [{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"} for name, value in cookies.items()]
    )
    assert page.goto(path).status == 200


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_style_guide_has_no_fault_that_axe_finds(page, signed_in, theme):
    show(page, theme)
    assert faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_open_dialogs_have_no_fault_that_axe_finds(page, signed_in, theme):
    show(page, theme)
    page.keyboard.press("Control+k")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signing_in_has_no_fault_that_axe_finds(page, site, theme):
    show(page, theme, path="/account/login/")
    assert faults(page) == []


@pytest.mark.parametrize("language", ["en", "pl", "th"])
def test_no_page_is_wider_than_its_window(page, signed_in, language):
    show(page, "light", language)
    wider = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wider[width] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert {width: by for width, by in wider.items() if by > 0} == {}
