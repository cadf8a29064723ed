"""The right article in five languages, for what was said and for the code chosen."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from firstline.reference.knowledge import attaching, publishing, writing
from firstline.reference.knowledge.finding import Suggestion, best_for
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from firstline.search.terms import rebuild_terms
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db

FRIDGES = {
    "en": Text("Getting rid of a fridge", "The depot takes old refrigerators free of charge."),
    "fr": Text("Se débarrasser d'un réfrigérateur", "La déchetterie reprend gratuitement les vieux frigos."),
    "es": Text("Deshacerse de una nevera", "El punto limpio recoge neveras viejas sin coste."),
    "pl": Text("Jak pozbyć się lodówki", "Punkt zbiórki przyjmuje stare lodówki bezpłatnie."),
    "th": Text("การทิ้งตู้เย็นเก่า", "ศูนย์รับตู้เย็นเก่าโดยไม่คิดค่าใช้จ่าย"),
}
NOISE = {
    "en": Text("Noise at night", "Between ten and six it has to be quiet."),
    "fr": Text("Bruit la nuit", "Entre dix heures et six heures, silence."),
    "es": Text("Ruido de noche", "Entre las diez y las seis debe haber silencio."),
    "pl": Text("Hałas w nocy", "Między dziesiątą a szóstą obowiązuje cisza."),
    "th": Text("เสียงดังตอนกลางคืน", "ระหว่างสี่ทุ่มถึงหกโมงเช้าต้องเงียบ"),
}


def article(texts: dict[str, Text], **facts: Any) -> Article:
    language, *others = texts
    made = writing.start(language, texts[language], by=marc(), **facts)
    for other in others:
        writing.translate(made, other, texts[other], original=1, seen=0, by=marc())
    return publishing.publish(made, by=marc())


def found(words: str, language: str = "en", **how: Any) -> list[int]:
    return [one.article_id for one in best_for(words, language=language, **how)]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("my old fridge", "en"),
        ("fridgs", "en"),
        ("refrigerator", "en"),
        ("frigo", "fr"),
        ("refrigerateur", "fr"),
        ("vieille nevera", "es"),
        ("NEVERAS", "es"),
        ("stara lodówka", "pl"),
        ("lodowki", "pl"),
        ("ตู้เย็น", "th"),
        ("ทิ้งตู้เย็น", "th"),
    ],
)
def test_words_in_five_languages_find_it_first(words: str, language: str) -> None:
    fridges = article(FRIDGES)
    article(NOISE)
    rebuild_terms()
    best = best_for(words, language=language)[0]
    assert (best.article_id, best.language, best.is_other_language) == (fridges.pk, language, False)


def test_the_words_are_marked_in_the_title_and_in_what_is_shown_of_the_text() -> None:
    article(FRIDGES)
    assert best_for("fridge depot", language="en") == [
        Suggestion(
            article_id=Article.objects.get().pk,
            number=1,
            title="Getting rid of a <mark>fridge</mark>",
            snippet="The <mark>depot</mark> takes old refrigerators free of charge.",
            language="en",
            is_other_language=False,
            because="by the words",
            plain_title="Getting rid of a fridge",
        )
    ]
    assert best_for("ตู้เย็น", language="th")[0].title == "การทิ้ง<mark>ตู้เย็น</mark>เก่า"


def test_a_text_of_the_reader_comes_before_one_of_another_language() -> None:
    other = article({"fr": Text("Radio", "radio radio radio")})
    own = article({"en": Text("Something else", "There is a radio in it somewhere, among the other things.")})
    suggestions = best_for("radio", language="en")
    assert [(one.article_id, one.is_other_language) for one in suggestions] == [(own.pk, False), (other.pk, True)]


def test_what_was_found_in_another_language_is_shown_in_the_readers_own() -> None:
    fridges = article(FRIDGES)
    best = best_for("lodówka", language="en")[0]
    assert (best.article_id, best.language, best.title) == (fridges.pk, "en", "Getting rid of a fridge")


def test_articles_of_the_code_come_without_words_the_nearest_first() -> None:
    code = builders.code()
    targets = [code.category.provider.department, code.category.provider, code.category, code]
    articles = [builders.article(f"Article {number}") for number in range(4)]
    for one, target in zip(articles, targets, strict=True):
        attaching.attach(one, target, by=marc())
    builders.article("Unattached")
    suggestions = best_for("", code=code, language="en")
    assert [one.article_id for one in suggestions] == [one.pk for one in reversed(articles)]
    reasons = ["for this code", "for this category", "for this service provider", "for this department"]
    assert [one.because for one in suggestions] == reasons


def test_an_article_attached_twice_is_suggested_once_for_the_nearest_reason() -> None:
    code = builders.code()
    one = builders.article(code=code)
    attaching.attach(one, code.category, by=marc())
    assert [found.because for found in best_for("", code=code, language="en")] == ["for this code"]


def test_words_and_code_together_weigh_most() -> None:
    code = builders.code()
    attached = builders.article("Collecting ovens", code=code)
    named = builders.article("Fridges", "Everything about fridges")
    both = builders.article("Fridges and how they are collected", code=code)
    assert found("fridges", code=code) == [both.pk, attached.pk, named.pk] or found("fridges", code=code) == [
        both.pk,
        named.pk,
        attached.pk,
    ]


def test_only_what_is_published_and_holds_is_suggested() -> None:
    code = builders.code()
    builders.article("Fridge one", code=code, is_published=False)
    publishing.outdate(builders.article("Fridge two", code=code), "", by=marc())
    publishing.retire(builders.article("Fridge three", code=code), by=marc())
    live = builders.article("Fridge four", code=code)
    assert found("fridge", code=code) == [live.pk]


def test_the_text_that_is_read_is_searched_while_its_change_is_a_draft() -> None:
    one = builders.article("Fridges", "Old")
    writing.write(one, Text("Stoves", "New"), seen=1, by=marc())
    assert (found("fridges"), found("stoves")) == ([one.pk], [])


def test_customers_find_what_is_for_them() -> None:
    code = builders.code()
    builders.article("Fridges for staff", code=code)
    public = builders.article("Fridges for all", code=code, audience="customers")
    assert found("fridges", code=code, audience="customers") == [public.pk]


def test_at_most_so_many_are_suggested() -> None:
    for number in range(8):
        builders.article(f"Fridge {number}")
    assert [len(best_for("fridge", language="en", limit=limit)) for limit in (5, 1, 20)] == [5, 1, 8]


def test_what_shares_only_little_words_with_what_was_said_is_left_out() -> None:
    fridge = builders.article("Getting rid of a fridge", "The depot takes it.")
    builders.article("Noise at night", "Of what has to be quiet.")
    for number in range(6):
        builders.article(f"Page {number}", "What is there to be said of it.")
    rebuild_terms()
    said = "what is to be done of my old fridge"
    assert found(said)[0] == fridge.pk
    assert len(found(said)) == 5
    assert found(said, only_near=True) == [fridge.pk]


@pytest.mark.parametrize("words", ["", " ", "\x00", "\ud800", "!&|:*()'\\", "🐟", "\u200b", "zzzz", "а" * 10_000])
def test_odd_words_find_nothing_and_break_nothing(words: str) -> None:
    article(NOISE)
    assert best_for(words, language="en") == []


def test_five_suggestions_take_four_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    code = builders.code()
    for number in range(8):
        builders.article(f"Fridge {number}", "Mine is old", code=code)
    rebuild_terms()
    with django_assert_max_num_queries(4):
        assert len(best_for("my fridge is old", code=code, language="en")) == 5


class AnyWords(TestCase):
    @limits(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(words=st.text(max_size=60), as_typed=st.booleans())
    def test_any_words_are_answered(self, words: str, as_typed: bool) -> None:
        builders.article("Fridges", "x" + words.replace("\x00", "").encode(errors="ignore").decode())
        assert len(best_for(words, language="en", as_typed=as_typed)) <= 5
