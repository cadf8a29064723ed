"""Draft, in review, published, outdated; who did it and when; and what is read meanwhile."""

from collections.abc import Callable

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.knowledge import publishing, writing
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from tests import builders
from tests.builders import NOON
from tests.cast import marc, sofia

pytestmark = pytest.mark.django_db


def draft(body: str = "The depot takes them.") -> Article:
    return writing.start("en", Text("Fridges", body), by=marc(), at=NOON)


def current(article: Article) -> dict[str, str]:
    return dict(article.versions.filter(is_current=True).values_list("language", "body"))


def test_a_draft_goes_into_review_back_and_is_published() -> None:
    article = publishing.submit(draft(), by=marc(), at=NOON)
    assert (article.state, article.state_by) == ("review", marc())
    article = publishing.send_back(article, "Where is the depot?", by=sofia(), at=NOON)
    assert (article.state, article.state_by) == ("draft", sofia())
    publishing.submit(article, by=marc(), at=NOON)
    article = publishing.publish(article, by=sofia(), at=NOON)
    assert (article.state, article.state_by, article.state_at, article.live_at) == ("published", sofia(), NOON, NOON)
    assert list(Entry.objects.order_by("id").values_list("verb", "actor_name", "facts")) == [
        ("article.started", "Marc Petit", {"language": "en", "title": "Fridges"}),
        ("article.submitted", "Marc Petit", {}),
        ("article.sent_back", "Sofía Ruiz", {"text": "Where is the depot?"}),
        ("article.submitted", "Marc Petit", {}),
        ("article.published", "Sofía Ruiz", {"languages": ["en"]}),
    ]


def test_publishing_lets_the_newest_text_of_every_language_be_read() -> None:
    article = publishing.publish(draft("Old"), by=marc(), at=NOON)
    writing.write(article, Text("Fridges", "New"), seen=1, by=marc())
    writing.translate(article, "pl", Text("Lodówki", "Nowe"), original=2, seen=0, by=marc())
    assert current(article) == {"en": "Old"}
    article = publishing.publish(article, by=marc())
    assert (current(article), article.live_at) == ({"en": "New", "pl": "Nowe"}, NOON)
    assert [bool(version.published_at) for version in article.versions.order_by("id")] == [True, True, True]


def test_only_some_languages_can_be_published_and_the_rest_stays_a_draft() -> None:
    article = publishing.publish(draft(), by=marc())
    writing.translate(article, "pl", Text("Lodówki", "Nowe"), original=1, seen=0, by=marc())
    writing.translate(article, "fr", Text("Frigos", "Neuf"), original=1, seen=0, by=marc())
    article = publishing.publish(article, languages=["pl"], by=marc())
    assert (sorted(current(article)), article.state) == (["en", "pl"], "draft")
    article = publishing.publish(article, by=marc())
    assert (sorted(current(article)), article.state) == (["en", "fr", "pl"], "published")


def test_the_first_language_is_published_first() -> None:
    article = draft()
    writing.translate(article, "pl", Text("Lodówki", "Nowe"), original=1, seen=0, by=marc())
    with pytest.raises(Refused):
        publishing.publish(article, languages=["pl"], by=marc())


@pytest.mark.parametrize("languages", [[], ["th"]])
def test_publishing_nothing_is_refused(languages: list[str]) -> None:
    with pytest.raises(Refused):
        publishing.publish(draft(), languages=languages, by=marc())


def test_an_article_that_says_nothing_is_not_published() -> None:
    with pytest.raises(Refused):
        publishing.publish(draft(" "), by=marc())


def test_a_script_alone_is_enough() -> None:
    article = writing.start("en", Text("Fridges", script="Madam, sir"), by=marc())
    assert publishing.publish(article, by=marc()).state == "published"


def test_an_outdated_article_is_no_longer_live_until_it_is_published_again() -> None:
    article = publishing.outdate(builders.article(), "The depot moved.", by=marc(), at=NOON)
    assert (article.state, article.is_live, len(current(article))) == ("outdated", False, 1)
    assert Entry.objects.get(verb="article.outdated").facts == {"text": "The depot moved."}
    article = publishing.publish(article, by=marc(), at=NOON)
    assert (article.state, article.is_live) == ("published", True)


def test_writing_in_an_outdated_article_does_not_make_it_live() -> None:
    article = publishing.outdate(builders.article(), "", by=marc())
    writing.write(article, Text("Fridges", "New"), seen=1, by=marc())
    article.refresh_from_db()
    assert (article.state, article.is_live) == ("outdated", False)


def test_a_retired_article_is_no_longer_live_and_comes_back_as_it_was() -> None:
    article = publishing.retire(builders.article(), by=marc(), at=NOON)
    publishing.retire(article, by=marc())
    assert (article.is_live, article.retired_at) == (False, NOON)
    article = publishing.restore(article, by=marc())
    publishing.restore(article, by=marc())
    assert (article.is_live, article.state) == (True, "published")
    assert Entry.objects.filter(verb__in=["article.retired", "article.restored"]).count() == 2


Act = Callable[[Article], Article]
ACTS: dict[str, Act] = {
    "submit": lambda article: publishing.submit(article, by=marc()),
    "send back": lambda article: publishing.send_back(article, "No", by=marc()),
    "publish": lambda article: publishing.publish(article, by=marc()),
    "outdate": lambda article: publishing.outdate(article, "Old", by=marc()),
}
MAKE: dict[str, Callable[[], Article]] = {
    "draft": draft,
    "review": lambda: publishing.submit(draft(), by=marc()),
    "published": builders.article,
    "outdated": lambda: publishing.outdate(builders.article(), "Old", by=marc()),
    "retired": lambda: publishing.retire(draft(), by=marc()),
}
ALLOWED = {
    ("draft", "submit"),
    ("draft", "publish"),
    ("review", "send back"),
    ("review", "publish"),
    ("published", "outdate"),
    ("outdated", "publish"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", MAKE)
def test_each_state_allows_these_moves_and_no_others(state: str, act: str) -> None:
    article = MAKE[state]()
    if (state, act) in ALLOWED:
        ACTS[act](article)
    else:
        with pytest.raises(Refused):
            ACTS[act](article)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "a\x00", "\ud800"])
def test_sending_back_needs_a_reason_that_can_be_kept(reason: str) -> None:
    article = publishing.submit(draft(), by=marc())
    with pytest.raises(Refused):
        publishing.send_back(article, reason, by=sofia())
