"""Hostile texts in every field of an article, and writing one, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from firstline.journal.refusal import Refused
from firstline.reference.knowledge import publishing, writing
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from tests import builders
from tests.browser import desk_page
from tests.cast import marc
from tests.reference.knowledge.attacks import ATTACKS, shared_attacks

pytestmark = pytest.mark.django_db(transaction=True)
CHUNK = 60


@pytest.fixture
def page(browser: Browser, transactional_db: None) -> Iterator[Page]:
    with desk_page(browser, marc()) as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a text opened a dialog: {dialog.message}"))
        page.on("request", lambda sent: _own(sent.url))
        yield page


def _own(url: str) -> None:
    assert url.startswith(("http://127.0.0.1:", "data:", "blob:", "chrome")), url


def attack(texts: list[str]) -> list[int]:
    """Articles with these texts in each of their fields; what a field cannot hold is left out of it."""
    numbers = []
    for begin in range(0, len(texts), CHUNK):
        chunk = [text.replace("\x00", "").encode(errors="ignore").decode() for text in texts[begin : begin + CHUNK]]
        title = max((text.strip() for text in chunk if text.strip()), key=lambda text: ("<" in text, -len(text)))
        labels = [(text.strip()[:120], "1") for text in chunk[:20]]
        text = Text(
            title[:200], "\n\n".join(chunk)[:30_000], "\n".join(chunk)[:20_000], labels, [("x", "https://e.org/<")]
        )
        try:
            article = writing.start("en", text, by=marc())
        except Refused:
            continue
        writing.write(article, Text(text.title, "other", "other", labels), seen=1, by=marc())
        writing.bring_back(article.versions.get(number=1), by=marc())
        publishing.publish(article, by=marc())
        numbers.append(article.number)
    return numbers


def nothing_ran(page: Page) -> None:
    # What a page runs by itself, it has run when all of it is there.
    page.wait_for_timeout(50)
    assert page.evaluate("window.attacked === undefined && document.querySelector('main') !== null") is True


def walk(page: Page, numbers: list[int]) -> None:
    for number in numbers:
        for path in ("", "texts/en/", "texts/pl/", "versions/en/"):
            page.goto(f"/articles/{number}/{path}")
            nothing_ran(page)
    page.goto("/articles/?q=script alert")
    nothing_ran(page)


def test_attacks_in_every_field_run_nothing_and_load_nothing(page: Page) -> None:
    numbers = attack(ATTACKS)
    assert len(numbers) == 2
    walk(page, numbers)


def test_hostile_texts_of_the_shared_data_run_nothing(page: Page) -> None:
    numbers = attack(list(shared_attacks()))
    assert numbers != []
    walk(page, numbers)


def test_a_preview_of_an_attack_runs_nothing(page: Page) -> None:
    page.goto("/articles/new/")
    page.get_by_label("Text", exact=True).fill("\n\n".join(ATTACKS))
    expect(page.locator("#preview")).to_contain_text("window.attacked")
    nothing_ran(page)


def test_an_article_is_found_while_one_types(page: Page) -> None:
    builders.article("Getting rid of a fridge")
    builders.article("Noise at night", "It has to be quiet.")
    page.goto("/articles/")
    expect(page.locator("#articles tbody tr")).to_have_count(2)
    page.get_by_role("searchbox").press_sequentially("frid")
    expect(page.locator("#articles tbody tr")).to_have_count(1)
    expect(page.locator("#articles mark").first).to_have_text("fridge")
    page.get_by_role("searchbox").fill("Parrots")
    page.get_by_role("link", name="Write one").click()
    expect(page.get_by_label("Title")).to_have_value("Parrots")


def test_what_was_written_survives_a_crash_and_is_saved_and_published(page: Page) -> None:
    builders.article("Fridges", "Old")
    page.goto("/articles/1/texts/en/")
    page.get_by_label("Text", exact=True).fill("**New** text, see ")
    page.get_by_label("Insert a link to an article or code").press_sequentially("fridg")
    page.get_by_role("option").first.click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("**New** text, see [[A-1]]")
    expect(page.locator("#preview strong")).to_have_text("New")
    page.wait_for_timeout(700)
    page.reload()
    expect(page.get_by_label("Text", exact=True)).to_have_value("**New** text, see [[A-1]]")
    page.get_by_label("Text", exact=True).press("Control+Enter")
    expect(page.get_by_text("This text is not published")).to_be_visible()
    page.keyboard.press("p")
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("This text is not published")).not_to_be_visible()
    assert Article.objects.get().versions.get(is_current=True).body == "**New** text, see [[A-1]]"
    page.goto("/articles/1/texts/en/")
    expect(page.get_by_label("Text", exact=True)).to_have_value("**New** text, see [[A-1]]")
