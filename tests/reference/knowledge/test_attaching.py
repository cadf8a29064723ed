"""An article belongs to a code, or to everything below a category, provider or department."""

import pytest

from firstline.journal.models import Entry
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.knowledge import publishing
from firstline.reference.knowledge.attaching import Target, attach, detach
from firstline.reference.knowledge.models import Article, Attachment
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def targets() -> dict[str, Target]:
    code = builders.code()
    category = code.category
    return {
        "problem_code": code,
        "service_category": category,
        "service_provider": category.provider,
        "department": category.provider.department,
    }


@pytest.mark.parametrize("kind", ["problem_code", "service_category", "service_provider", "department"])
def test_an_article_is_attached_once_and_taken_off_again(kind: str) -> None:
    article, target = builders.article(), targets()[kind]
    attachment = attach(article, target, by=marc())
    assert attach(article, target, by=marc()) == attachment
    assert (attachment.target, str(attachment)) == (target, target.label)
    assert Article.objects.attached_below(builders.department().pk).get() == article
    detach(attachment, by=marc())
    detach(attachment, by=marc())
    assert (Attachment.objects.count(), Article.objects.attached_below(builders.department().pk).count()) == (0, 0)
    told = Entry.objects.filter(verb__in=["article.attached", "article.detached"]).order_by("id")
    facts = {"kind": kind, "id": target.pk, "labels": target.labels}
    assert [(entry.verb, entry.facts) for entry in told] == [("article.attached", facts), ("article.detached", facts)]


def test_a_code_is_found_by_the_title_of_its_article_while_that_is_live() -> None:
    code = builders.code()
    article = builders.article("How to part with a freezer", code=code)
    assert [(one.code, one.because) for one in find_codes("freezer", "en")] == [(code, "How to part with a freezer")]
    publishing.outdate(article, "", by=marc())
    assert find_codes("freezer", "en") == []
    publishing.publish(article, by=marc())
    assert [one.code for one in find_codes("freez", "pl")] == [code]
    detach(Attachment.objects.get(), by=marc())
    assert find_codes("freezer", "en") == []


def test_codes_with_several_articles_are_found_by_each() -> None:
    code = builders.code()
    builders.article("Freezers", code=code)
    builders.article("Refrigerateurs", language="fr", code=code)
    assert [len(find_codes(word, "en")) for word in ("freezers", "refrigerateurs")] == [1, 1]
