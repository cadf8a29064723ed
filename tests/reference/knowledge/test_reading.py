"""Everybody reads an article in their language, or in the nearest there is."""

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.reference.knowledge import publishing, reading, writing
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def fridges(audience: str = "staff") -> Article:
    text = Text("Fridges", "See [[A-1]].", "Madam, sir", [("Depot", "+48 22 1")], [("Map", "https://e.org")])
    article = writing.start("en", text, audience=audience, by=marc())
    writing.translate(article, "pl", Text("Lodówki", "**Tak**"), original=1, seen=0, by=marc())
    return publishing.publish(article, by=marc())


def address(kind: str, key: int) -> str:
    return f"/{kind}/{key}/"


def test_the_readers_own_language_is_read() -> None:
    read = reading.of(fridges(), "pl-PL")
    assert read is not None
    assert (read.title, read.html, read.language) == ("Lodówki", "<p><strong>Tak</strong></p>\n", "pl")
    assert (read.is_other_language, read.is_stale, str(read.version)) == (False, False, "Lodówki")


def test_where_it_is_missing_the_first_language_is_read_and_said_so() -> None:
    read = reading.of(fridges(), "th", address=address)
    assert read is not None
    link = '<a class="reference" href="/article/1/" rel="noopener noreferrer">Fridges</a>'
    assert (read.title, read.html) == ("Fridges", f"<p>See {link}.</p>\n")
    assert (read.language, read.is_other_language, read.script) == ("en", True, "Madam, sir")
    assert (read.numbers, read.links) == ([("Depot", "+48 22 1")], [("Map", "https://e.org")])


def test_a_translation_behind_its_original_says_so() -> None:
    article = fridges()
    writing.write(article, Text("Fridges", "New"), seen=1, by=marc())
    article = publishing.publish(article, by=marc())
    read = reading.of(article, "pl")
    assert read is not None
    assert read.is_stale is True


def test_a_draft_is_read_by_nobody() -> None:
    assert reading.of(writing.start("en", Text("Fridges", "x"), by=marc()), "en") is None


@pytest.mark.parametrize(("audience", "is_read"), [("staff", False), ("customers", True)])
def test_customers_read_what_is_for_them(audience: str, is_read: bool) -> None:
    assert (reading.of(fridges(audience), "en", audience="customers") is not None) == is_read


def test_customers_do_not_read_what_is_outdated_and_staff_do() -> None:
    article = publishing.outdate(fridges("customers"), "", by=marc())
    assert reading.of(article, "en", audience="customers") is None
    assert reading.of(article, "en") is not None


def test_references_to_what_is_gone_and_to_codes_are_told() -> None:
    builders.code("Pothole")
    builders.article("Old stoves")
    publishing.retire(Article.objects.get(number=1), by=marc())
    body = "[[A-1]] [[A-77]] [[code:pothole]] [[code:nothing]]"
    read = reading.of(builders.article("New stoves", body), "en")
    assert read is not None
    assert read.html == (
        '<p><span class="reference gone">Old stoves (no longer in use)</span>'
        ' <span class="reference gone">[[A-77]] (leads nowhere)</span>'
        ' <span class="reference">Pothole</span>'
        ' <span class="reference gone">[[code:nothing]] (leads nowhere)</span></p>\n'
    )


def test_an_article_is_read_in_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    builders.code("Pothole")
    article = builders.article("New stoves", "[[A-1]] [[code:pothole]] " * 300)
    with django_assert_num_queries(3):
        reading.of(article, "en")
