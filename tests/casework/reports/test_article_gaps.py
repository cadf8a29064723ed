"""What the knowledge base lacks."""

from datetime import timedelta

import pytest

from firstline.casework.contacts import looking_up
from firstline.casework.reports.article_gaps import codes_without_article, not_helpful, searches_in_vain
from firstline.reference.catalogue.models import CodeUse
from firstline.reference.knowledge import attaching, publishing, writing
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from tests import builders
from tests.builders import NOON
from tests.cast import ana

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def search(query: str, found: int = 0, *, minute: int = 0, language: str = "en") -> None:
    contact = builders.contact()
    looking_up.search(contact, query, found=found, language=language, by=ana(), at=NOON + minute * MINUTE)


def in_vain() -> list[tuple[str, int, list[str]]]:
    return [(one.words, one.times, one.languages) for one in searches_in_vain(since=NOON)]


def test_searches_without_a_result_are_counted_by_their_words_however_they_are_spelt() -> None:
    search("Déchets verts", language="fr")
    search("dechets  VERTS", minute=1)
    search("ตู้เย็น", language="th")
    search("fridge", found=3)
    search("stove", minute=-1)
    assert in_vain() == [("dechets VERTS", 2, ["en", "fr"]), ("ตู้เย็น", 1, ["th"])]
    assert searches_in_vain(since=NOON)[0].last_at == NOON + MINUTE


def test_words_that_find_something_now_are_off_the_list_and_come_back_when_they_do_not() -> None:
    search("ferry")
    search("ferry", found=1, minute=1)
    assert in_vain() == []
    search("ferry", minute=2)
    assert in_vain() == [("ferry", 2, ["en"])]


def test_what_does_not_help_stands_there_with_its_reasons_until_a_new_text_is_published() -> None:
    article = builders.article("Ferry times")
    version = article.versions.get(is_current=True)
    for reason in ("Out of date", "Wrong", "Out of date"):
        looking_up.not_helpful(builders.contact(), version, reason, by=ana(), at=NOON)
    looking_up.answer_by(builders.contact(), version, by=ana(), at=NOON)
    found = not_helpful(since=NOON)
    assert [(one.version, one.times, one.reasons, one.answered) for one in found] == [
        (version, 3, ["Out of date", "Wrong"], 1)
    ]
    writing.write(article, Text("Ferry times", "From nine."), seen=1, by=None)
    publishing.publish(Article.objects.get(), by=None)
    assert not_helpful(since=NOON) == []


def test_codes_often_used_without_an_article_for_them_or_their_category() -> None:
    covered, by_category, ticketed, asked, seldom = (
        builders.code(name, of=builders.category(name)) for name in ("Fridge", "Lamp", "Bins", "Ferry", "Dam")
    )
    for code in (covered, by_category, ticketed):
        CodeUse.objects.create(code=code, tickets=5)
    for number, code in enumerate((asked, asked, asked, asked, seldom)):
        closed = NOON + number * MINUTE
        builders.contact(code=code, kind="information", closed_at=closed, outcome="answered")
    builders.article("Fridge", code=covered)
    attaching.attach(builders.article("Lamps"), by_category.category, by=None)
    attaching.attach(builders.article("Bins, a draft", is_published=False), ticketed, by=None)
    found = codes_without_article(since=NOON)
    assert [(one.code, one.times) for one in found] == [(ticketed, 5), (asked, 4)]
