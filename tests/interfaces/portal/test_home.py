"""Finding help: articles for customers alone, in five languages, small and quick."""

import pytest
from django.conf import settings
from django.test import Client

from firstline.interfaces.portal.sheet import sheet
from firstline.reference.knowledge import publishing, writing
from firstline.reference.knowledge.wording import Text
from firstline.search.terms import rebuild_terms
from tests import builders
from tests.interfaces.portal.telephone import Telephone

pytestmark = pytest.mark.django_db
LIMIT = 40 * 1024


def test_customers_find_and_read_what_is_for_them_and_nothing_else() -> None:
    public = builders.article(title="How to dispose of a fridge", audience="customers", script="SECRET script")
    builders.article(title="Fridge SECRET for staff")
    draft = builders.article(title="Fridge SECRET draft", audience="customers", is_published=False)
    rebuild_terms()
    phone = Telephone()
    phone.open("", q="fridge")
    assert (f"/help/en/articles/{public.number}/" in phone.page, "SECRET" in phone.page) == (True, False)
    phone.open("")
    assert ("How to dispose of a fridge" in phone.page, "SECRET" in phone.page) == (True, False)
    phone.open(f"articles/{public.number}/")
    assert ("The depot takes fridges" in phone.page, "SECRET" in phone.page) == (True, False)
    for number in (public.number + 1, draft.number, 10**30):
        assert phone.open(f"articles/{number}/").status_code == 404


def test_a_text_is_read_in_the_language_of_the_address_where_it_is_there() -> None:
    article = builders.article(audience="customers")
    text = Text("Se défaire d'un frigo", "Au dépôt.")
    writing.translate(article, "fr", text, original=1, seen=None, by=None, at=builders.NOON)
    publishing.publish(article, by=None, at=builders.NOON)
    phone = Telephone("fr")
    phone.open(f"articles/{article.number}/")
    assert "<h1>Se défaire d'un frigo</h1>" in phone.page
    phone.language = "th"
    phone.open(f"articles/{article.number}/")
    assert 'lang="en"' in phone.page


@pytest.mark.parametrize(
    "words", ["\x00", "x" * 10_000, "'; drop table", "ตู้เย็น", "\ud800".encode(errors="replace").decode(), "%s %(x)s"]
)
def test_any_words_may_be_searched(words: str) -> None:
    assert Telephone().open("", q=words).status_code == 200


def test_the_door_leads_to_the_language_of_the_browser() -> None:
    for asked, language in (("fr-CH, en;q=0.5", "fr"), ("th", "th"), ("de", "en"), ("", "en"), ("\x00;;q=x", "en")):
        answer = Client().get("/help/", headers={"Accept-Language": asked})
        assert (answer.status_code, answer["Location"]) == (302, f"/help/{language}/")
    assert Client().get("/help/de/").status_code == 404


def test_each_page_is_small_and_leads_to_itself_in_every_language() -> None:
    for number in range(12):
        builders.article(title=f"Article number {number} for customers", audience="customers")
    rebuild_terms()
    looks = len(sheet().body)
    for path in ("", "?q=article", "tell/", "follow/"):
        for language, _name in settings.LANGUAGES:
            answer = Client().get(f"/help/{language}/{path}")
            assert (answer.status_code, answer["Content-Language"]) == (200, language)
            assert f'href="/help/fr/{path}"' in answer.content.decode()
            assert len(answer.content) + looks < LIMIT


def test_the_sheet_is_kept_for_good_under_its_own_address() -> None:
    answer = Client().get(f"/help/look-{sheet().digest}.css")
    assert (answer.status_code, "immutable" in answer["Cache-Control"]) == (200, True)
    assert "no-store" in Client().get("/help/look-old.css")["Cache-Control"]


def test_pages_need_few_questions(django_assert_max_num_queries) -> None:
    builders.article(audience="customers")
    for path, most in (("", 2), ("?q=fridge", 6), ("tell/", 0), ("follow/", 0)):
        with django_assert_max_num_queries(most):
            assert Client().get(f"/help/en/{path}").status_code == 200
