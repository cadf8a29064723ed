"""Every text is a version; nobody overwrites another's unseen; nothing odd gets in."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.knowledge import writing
from firstline.reference.knowledge.models import Article, ArticleVersion
from firstline.reference.knowledge.wording import Text
from tests import builders
from tests.builders import NOON
from tests.cast import marc, sofia

pytestmark = pytest.mark.django_db

FRIDGES = Text("Fridges", "The depot takes them.", "Madam, sir", [("Depot", "+48 22 1")], [("Map", "https://e.org/m")])


def started(text: Text = FRIDGES) -> Article:
    return writing.start("en", text, by=marc(), at=NOON)


def verbs() -> list[str]:
    return list(Entry.objects.filter(subject_kind="article").order_by("id").values_list("verb", flat=True))


def test_an_article_begins_as_a_draft_with_a_number_and_its_first_version() -> None:
    article = started()
    version = article.versions.get()
    assert (article.number, str(article), article.state, article.is_live) == (1, "A-1", "draft", False)
    assert (version.number, version.language, version.title, version.body) == (1, "en", "Fridges", FRIDGES.body)
    assert (version.words, version.script) == ("The depot takes them.", "Madam, sir")
    assert (version.read_out, version.links) == ([["Depot", "+48 22 1"]], [["Map", "https://e.org/m"]])
    assert (version.written_by, version.written_at, version.is_current) == (marc(), NOON, False)
    assert verbs() == ["article.started"]


def test_numbers_have_no_gaps() -> None:
    started()
    with pytest.raises(Refused):
        started(Text(""))
    assert started().number == 2


def test_each_text_is_a_version_of_its_own_and_all_are_kept() -> None:
    article = started()
    writing.write(article, Text("Fridges", "Second"), seen=1, by=sofia(), at=NOON)
    writing.write(article, Text("Fridges", "Third"), seen=2, by=marc(), at=NOON)
    bodies = list(article.versions.order_by("number").values_list("number", "body"))
    assert bodies == [(1, FRIDGES.body), (2, "Second"), (3, "Third")]
    assert verbs() == ["article.started", "article.written", "article.written"]


def test_the_same_text_again_is_no_version() -> None:
    article = started()
    writing.write(article, FRIDGES, seen=1, by=marc())
    assert (article.versions.count(), verbs()) == (1, ["article.started"])


def test_two_who_write_at_once_both_see_it_and_both_texts_are_kept() -> None:
    article = started()
    writing.write(article, Text("Fridges", "Sofia's"), seen=1, by=sofia(), at=NOON)
    with pytest.raises(Conflict) as conflict:
        writing.write(article, Text("Fridges", "Marc's"), seen=1, by=marc(), at=NOON)
    raised = conflict.value
    assert (raised.theirs.body, raised.mine.body, raised.version) == ("Sofia's", "Marc's", 2)
    writing.write(article, raised.mine, seen=raised.version, by=marc(), at=NOON)
    assert [version.body for version in article.versions.all()] == ["Marc's", "Sofia's", FRIDGES.body]


def test_two_who_write_the_same_at_once_do_not_disturb_each_other() -> None:
    article = started()
    wanted = Text("Fridges", "The same")
    writing.write(article, wanted, seen=1, by=sofia())
    assert writing.write(article, wanted, seen=1, by=marc()).number == 2


def test_a_translation_knows_the_version_it_translates() -> None:
    article = started()
    first = article.versions.get()
    writing.write(article, Text("Fridges", "Second"), seen=1, by=marc())
    lodowki = writing.translate(article, "pl", Text("Lodówki", "Tak"), original=1, seen=0, by=marc())
    assert (lodowki.number, lodowki.language, lodowki.based_on) == (1, "pl", first)


def test_that_a_translation_still_holds_is_a_version_of_the_same_text() -> None:
    article = started()
    writing.translate(article, "pl", Text("Lodówki", "Tak"), original=1, seen=0, by=marc())
    second = writing.write(article, Text("Fridges", "Second"), seen=1, by=marc())
    still = writing.translate(article, "pl", Text("Lodówki", "Tak"), original=2, seen=1, by=marc())
    assert (still.number, still.body, still.based_on) == (2, "Tak", second)


def test_two_who_translate_at_once_conflict_as_well() -> None:
    article = started()
    writing.translate(article, "pl", Text("Lodówki", "Tak"), original=1, seen=0, by=marc())
    with pytest.raises(Conflict):
        writing.translate(article, "pl", Text("Lodówki", "Nie"), original=1, seen=0, by=sofia())


@pytest.mark.parametrize(("language", "original"), [("en", 1), ("pl", 2), ("xx", 1), ("", 1)])
def test_a_translation_is_in_another_language_of_a_version_there_is(language: str, original: int) -> None:
    article = started()
    with pytest.raises(Refused):
        writing.translate(article, language, FRIDGES, original=original, seen=0, by=marc())


def test_an_older_text_is_brought_back_as_a_new_version() -> None:
    article = started()
    first = article.versions.get()
    writing.write(article, Text("Ovens", "Second"), seen=1, by=marc())
    back = writing.bring_back(first, by=sofia(), at=NOON)
    assert (back.number, back.title, back.read_out) == (3, "Fridges", [["Depot", "+48 22 1"]])
    assert article.versions.count() == 3


def test_bringing_back_what_is_there_changes_nothing() -> None:
    version = started().versions.get()
    assert writing.bring_back(version, by=marc()) == version


def test_a_change_of_a_published_article_is_a_draft_and_the_old_text_is_still_read() -> None:
    article = builders.article("Fridges", "Old")
    writing.write(article, Text("Fridges", "New"), seen=1, by=marc(), at=NOON)
    article.refresh_from_db()
    assert (article.state, article.is_live, article.state_by) == ("draft", True, marc())
    assert [version.body for version in article.versions.filter(is_current=True)] == ["Old"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (Text(""), "title"),
        (Text("  \n"), "title"),
        (Text("x" * 201), "title"),
        (Text("a\x00b"), "title"),
        (Text("x", "\ud800"), "body"),
        (Text("x", "y" * 30_001), "body"),
        (Text("x", "y", "z" * 20_001), "script"),
        (Text("x", read_out=[("Depot", "none")]), "read_out"),
        (Text("x", read_out=[("Depot", "1" * 61)]), "read_out"),
        (Text("x", read_out=[("D", "1")] * 31), "read_out"),
        (Text("x", links=[("Map", "javascript:alert(1)")]), "links"),
        (Text("x", links=[("Map", "data:text/html,x")]), "links"),
        (Text("x", links=[("Map", "//e.org")]), "links"),
        (Text("x", links=[("Map", "https://e.org/a b")]), "links"),
        (Text("x", links=[("Map", "https://[")]), "links"),
        (Text("x", links=[("Map", "https:")]), "links"),
        (Text("x", links=[("M" * 121, "https://e.org")]), "links"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_to_blame(text: Text, field: str) -> None:
    with pytest.raises(Refused) as refused:
        started(text)
    assert (refused.value.field, Article.objects.count()) == (field, 0)


def test_empty_lines_of_numbers_and_links_are_left_out() -> None:
    version = started(Text("x", read_out=[("", " "), ("Depot", "1")], links=[("", "")])).versions.get()
    assert (version.read_out, version.links) == ([["Depot", "1"]], [])


def test_who_it_is_for_and_when_it_is_looked_through_can_be_changed() -> None:
    article = writing.describe(started(), audience="customers", review_by=date(2027, 1, 1), by=marc())
    assert (article.audience, article.review_by) == ("customers", date(2027, 1, 1))
    assert Entry.objects.get(verb="article.changed").facts == {
        "changes": [
            {"field": "audience", "was": "staff", "now": "customers"},
            {"field": "review_by", "was": None, "now": "2027-01-01"},
        ]
    }


def test_describing_it_as_it_is_changes_nothing() -> None:
    writing.describe(started(), audience="staff", by=marc())
    assert verbs() == ["article.started"]


@pytest.mark.parametrize("facts", [{"audience": "nobody"}, {"review_by": "tomorrow"}])
def test_an_audience_or_a_day_that_is_none_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        writing.describe(started(), by=marc(), **facts)


def test_an_article_is_written_in_a_language_of_the_desk_for_an_audience_there_is() -> None:
    with pytest.raises(Refused):
        writing.start("de", FRIDGES, by=marc())
    with pytest.raises(Refused):
        writing.start("en", FRIDGES, audience="nobody", by=marc())


class AnyText(TestCase):
    @limits(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(title=st.text(max_size=40), body=st.text(max_size=400), label=st.text(max_size=20))
    def test_any_text_is_kept_to_the_letter_or_refused(self, title: str, body: str, label: str) -> None:
        try:
            article = writing.start("th", Text(title, body, read_out=[(label, "1")]), by=None)
        except Refused:
            return
        version = ArticleVersion.objects.get(article=article)
        kept = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        assert (version.title, version.body) == (" ".join(title.split()), kept)
