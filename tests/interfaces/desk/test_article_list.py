"""The list of articles: searched as one types, narrowed, page by page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firstline.reference.knowledge import publishing, writing
from firstline.reference.knowledge.wording import Text
from firstline.search.terms import rebuild_terms
from tests import builders
from tests.interfaces.desk.asking import page

pytestmark = pytest.mark.django_db


def numbers(client: Client, **sent: Any) -> list[int]:
    return [row.article.number for row in page(client, "articles", **sent).context["page"].rows]


def test_articles_are_found_while_one_types_with_the_words_marked(reader: Client) -> None:
    builders.article("Getting rid of a fridge", "The depot takes it.")
    builders.article("Noise at night")
    row = page(reader, "articles", q="the depo").context["page"].rows[0]
    assert (row.article.number, row.title, row.text) == (
        1,
        "Getting rid of a fridge",
        "The <mark>depot</mark> takes it.",
    )
    assert page(reader, "articles", q="ตู้").context["page"].rows == []


def test_only_the_rows_are_sent_while_one_types(reader: Client) -> None:
    builders.article()
    part = reader.get(
        reverse("desk:articles"), {"q": "fridge"}, headers={"HX-Request": "true", "HX-Target": "articles"}
    )
    assert part.content.decode().strip().startswith('<div id="articles">')


def test_who_writes_is_offered_to_write_what_was_not_found(reader: Client, writer: Client) -> None:
    offer = reverse("desk:article_new") + "?title=lost%20cat"
    assert offer in page(writer, "articles", q="lost cat").content.decode()
    assert offer not in page(reader, "articles", q="lost cat").content.decode()
    form = page(writer, "article_new", title="lost cat").context["form"]
    assert form["title"].value() == "lost cat"


def test_drafts_are_listed_for_those_who_write_and_retired_ones_when_asked_for(reader: Client, writer: Client) -> None:
    builders.article("Fridge one", is_published=False)
    builders.article("Fridge two")
    publishing.outdate(builders.article("Fridge three"), "", by=None)
    publishing.retire(builders.article("Fridge four"), by=None)
    assert (numbers(reader), numbers(writer)) == ([3, 2], [3, 2, 1])
    assert (numbers(reader, q="fridge"), sorted(numbers(writer, q="fridge"))) == ([2], [1, 2, 3])
    assert [numbers(writer, state=state) for state in ("draft", "published", "outdated", "retired")] == [
        [1],
        [2],
        [3],
        [4],
    ]
    assert numbers(reader, q="fridge", state="outdated") == [3]


def test_the_list_is_narrowed_by_language_department_and_attachment(writer: Client) -> None:
    code = builders.code()
    one = builders.article("One", code=code)
    two = builders.article("Deux", language="fr")
    writing.translate(one, "fr", Text("Un", "Oui"), original=1, seen=0, by=None)
    department = code.category.provider.department.pk
    assert numbers(writer, language="fr") == [two.number, one.number]
    assert numbers(writer, language="en") == [one.number]
    assert numbers(writer, language="-en") == [two.number]
    assert numbers(writer, department=department) == [one.number]
    assert [numbers(writer, attached=attached) for attached in ("yes", "no")] == [[one.number], [two.number]]
    assert numbers(writer, language="xx", department="nothing", state="odd") == [2, 1]


def test_the_list_goes_on_page_by_page(reader: Client) -> None:
    for number in range(52):
        builders.article(f"Article {number}")
    first = page(reader, "articles")
    assert (len(first.context["page"].rows), first.context["page"].next_after) == (50, 3)
    assert numbers(reader, after="3") == [2, 1]
    assert len(numbers(reader, after="odd")) == 50


def test_a_list_of_fifty_takes_few_queries(reader: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        builders.article(f"Fridge {number}", code=builders.code(f"Code {number}"))
    rebuild_terms()
    page(reader, "articles")
    with django_assert_max_num_queries(11):
        assert len(numbers(reader, q="fridge depot")) == 12
