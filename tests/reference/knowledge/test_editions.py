"""What is missing, what is behind, what waits to be published, and what is due to be looked through."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.reference.knowledge import publishing, writing
from firstline.reference.knowledge.editions import due_for_review, editions, lacking
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def translated() -> Article:
    article = writing.start("fr", Text("Frigos", "Oui"), by=marc())
    for language in ("en", "pl"):
        writing.translate(article, language, Text("Fridges", "Yes"), original=1, seen=0, by=marc())
    publishing.publish(article, by=marc())
    writing.write(article, Text("Frigos", "Oui, oui"), seen=1, by=marc())
    writing.translate(article, "en", Text("Fridges", "Yes, yes"), original=2, seen=1, by=marc())
    return article


def test_each_language_is_written_missing_pending_or_behind() -> None:
    article = translated()
    told = [
        (one.language, one.is_source, one.is_missing, one.is_pending, one.is_stale)
        for one in editions([article])[article.pk]
    ]
    assert told == [
        ("fr", True, False, True, False),
        ("en", False, False, True, False),
        ("es", False, True, False, False),
        ("pl", False, False, False, True),
        ("th", False, True, False, False),
    ]


def test_the_text_that_is_read_and_the_one_worked_on_are_told_apart() -> None:
    article = translated()
    french = editions([article])[article.pk][0]
    assert french.newest is not None
    assert french.current is not None
    assert (french.newest.number, french.current.number) == (2, 1)


def test_what_lacks_is_asked_in_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    article = translated()
    whole = builders.article("Whole")
    for language in ("fr", "es", "pl", "th"):
        writing.translate(whole, language, Text("Whole", "x"), original=1, seen=0, by=marc())
    with django_assert_num_queries(2):
        lacks = lacking(Article.objects.all())
    assert [(one, [edition.language for edition in wanting]) for one, wanting in lacks] == [
        (article, ["es", "pl", "th"])
    ]


def test_live_articles_are_due_by_their_day() -> None:
    late, later, future, outdated = (builders.article(f"Article {number}") for number in range(4))
    writing.describe(later, review_by=date(2026, 3, 2), by=marc())
    writing.describe(late, review_by=date(2026, 3, 1), by=marc())
    writing.describe(future, review_by=date(2026, 3, 4), by=marc())
    writing.describe(outdated, review_by=date(2026, 3, 1), by=marc())
    publishing.outdate(outdated, "", by=marc())
    assert list(due_for_review(date(2026, 3, 3))) == [late, later]
