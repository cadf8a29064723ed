"""Articles in the desk: read in each language, begun, written, translated."""

from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from firstline.journal.models import Entry
from firstline.reference.knowledge import attaching, publishing, writing
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from tests import builders
from tests.cast import ana, marc
from tests.interfaces.desk.asking import page
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db


def write(client: Client, number: int, language: str, **sent: Any) -> HttpResponse:
    facts = {"title": "Fridges", "body": "New", "seen": "1", "original": "1", **sent}
    answer: HttpResponse = client.post(reverse("desk:article_text", args=[number, language]), facts)  # type: ignore[assignment]
    return answer


def test_an_article_is_read_in_the_language_asked_for(reader: Client) -> None:
    article = builders.article("Fridges", "**Free**", script="Madam", read_out=[("Depot", "555 0100")])
    writing.translate(article, "pl", Text("Lodówki", "Tak"), original=1, seen=0, by=None)
    publishing.publish(article, by=None)
    assert page(reader, "article", 1).context["page"].reading.html == "<p><strong>Free</strong></p>\n"
    assert page(reader, "article", 1, language="pl").context["page"].reading.title == "Lodówki"
    assert page(reader, "article", 1, language="odd").context["page"].reading.title == "Fridges"
    assert 'href="tel:555 0100"' in page(reader, "article", 1).content.decode()


def test_a_draft_is_seen_by_those_who_write_only(reader: Client, writer: Client) -> None:
    builders.article(is_published=False)
    assert reader.get(reverse("desk:article", args=[1])).status_code == HTTPStatus.NOT_FOUND
    assert page(writer, "article", 1).context["page"].reading.title == "How to dispose of a fridge"


@pytest.mark.parametrize("number", [99, 2**40])
def test_an_article_that_is_not_there_is_not_found(reader: Client, number: int) -> None:
    assert reader.get(reverse("desk:article", args=[number])).status_code == HTTPStatus.NOT_FOUND


def test_those_who_write_can_look_at_the_newest_text(reader: Client, writer: Client) -> None:
    article = builders.article("Fridges", "Old")
    writing.write(article, Text("Fridges", "New"), seen=1, by=None)
    shown = [page(client, "article", 1, show="newest").context["page"].reading.html for client in (reader, writer)]
    assert shown == ["<p>Old</p>\n", "<p>New</p>\n"]
    assert page(writer, "article", 1).context["page"].is_waiting is True


def test_links_inside_an_article_lead_to_pages_of_the_desk(reader: Client) -> None:
    code = builders.code("Pothole")
    builders.article("Roads", "[[A-1]] [[code:Pothole]]")
    html = page(reader, "article", 1).context["page"].reading.html
    assert [reverse("desk:article", args=[1]) in html, f"/catalogue/codes/{code.pk}/" in html] == [True, True]


def test_an_article_is_begun_with_a_title_and_attached_to_its_code(writer: Client) -> None:
    code = builders.code()
    facts = {"language": "fr", "audience": "customers", "title": "Frigos", "body": "Oui", "code": code.pk}
    answer = writer.post(reverse("desk:article_new"), facts)
    article = Article.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, "/articles/1/?language=fr")
    assert (article.source_language, article.audience, article.attachments.get().code) == ("fr", "customers", code)
    assert article.versions.get().written_by == marc()


def test_a_new_article_that_is_refused_keeps_what_was_typed(writer: Client) -> None:
    facts = {"language": "en", "audience": "staff", "title": " ", "body": "**typed**", "links": "Map: javascript:x"}
    answer = writer.post(reverse("desk:article_new"), facts)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["body"].value()) == (HTTPStatus.OK, ["title"], "**typed**")
    assert answer.context["preview"] == "<p><strong>typed</strong></p>\n"


def test_a_text_is_written_and_shown_as_the_newest(writer: Client) -> None:
    builders.article("Fridges", "Old")
    sent = {"read_out": "Depot: 555 0100\nNight: 24 h: 555 0101", "links": "Map: https://e.org/a:b\nhttps://e.org"}
    answer = write(writer, 1, "en", **sent)
    assert answer.headers["Location"] == "/articles/1/?language=en&show=newest"
    version = Article.objects.get().versions.order_by("-number")[0]
    assert (version.number, version.body) == (2, "New")
    assert version.read_out == [["Depot", "555 0100"], ["Night: 24 h", "555 0101"]]
    assert version.links == [["Map", "https://e.org/a:b"], ["", "https://e.org"]]
    form = page(writer, "article_text", 1, "en").context["editor"].form
    assert form["read_out"].value() == sent["read_out"]
    assert form["links"].value() == sent["links"]
    assert form["seen"].value() == 2


def test_two_writers_see_both_texts_and_nothing_is_lost(writer: Client) -> None:
    article = builders.article("Fridges", "The old depot")
    writing.write(article, Text("Fridges", "The green depot"), seen=1, by=ana())
    answer = write(writer, 1, "en", body="The blue depot")
    editor = answer.context["editor"]
    assert (answer.status_code, editor.form["body"].value(), editor.form["seen"].value()) == (
        HTTPStatus.OK,
        "The blue depot",
        "2",
    )
    told = [(piece.kind, piece.text) for change in editor.other_changes for piece in change.pieces]
    assert told == [("same", "The "), ("gone", "green"), ("new", "blue"), ("same", " depot")]
    write(writer, 1, "en", body="The blue depot", seen="2")
    assert [one.body for one in article.versions.all()] == ["The blue depot", "The green depot", "The old depot"]


def test_a_translation_stands_beside_its_original_and_what_changed_since(writer: Client) -> None:
    article = builders.article("Fridges", "The old depot")
    write(writer, 1, "pl", title="Lodówki", body="Stary", seen="0")
    writing.write(article, Text("Fridges", "The new depot"), seen=1, by=None)
    editor = page(writer, "article_text", 1, "pl").context["editor"]
    assert (editor.original.body, editor.form["original"].value()) == ("The new depot", 2)
    told = [(piece.kind, piece.text) for change in editor.original_changes for piece in change.pieces]
    assert told == [("same", "The "), ("gone", "old"), ("new", "new"), ("same", " depot")]
    write(writer, 1, "pl", title="Lodówki", body="Stary", seen="1", original="2")
    assert page(writer, "article_text", 1, "pl").context["editor"].original_changes == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": "x" * 30_001}, "body"),
        ({"body": "a\x00b"}, "body"),
        ({"script": "x" * 1_000_001}, "script"),
        ({"read_out": "Depot: none"}, "read_out"),
        ({"links": "Map: javascript:alert(1)"}, "links"),
        ({"links": "no address"}, "links"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_what_was_typed_stays(
    writer: Client, sent: dict[str, str], field: str
) -> None:
    builders.article("Fridges", "Old")
    answer = write(writer, 1, "en", **sent)
    form = answer.context["editor"].form
    assert (answer.status_code, list(form.errors), form["title"].value()) == (
        HTTPStatus.OK,
        [field],
        sent.get("title", "Fridges"),
    )
    assert Article.objects.get().versions.count() == 1


def test_a_translation_of_a_version_there_is_not_is_refused_above_the_form(writer: Client) -> None:
    builders.article()
    answer = write(writer, 1, "pl", original="9")
    assert answer.context["editor"].form.errors == {"original": ["There is no such version of the original."]}


@pytest.mark.parametrize("name", ["article_text", "article_versions"])
def test_a_language_the_desk_does_not_speak_is_not_found(writer: Client, name: str) -> None:
    builders.article()
    assert writer.get(reverse(f"desk:{name}", args=[1, "xx"])).status_code == HTTPStatus.NOT_FOUND


def test_the_preview_is_what_will_be_read(writer: Client) -> None:
    answer = writer.post(reverse("desk:article_preview"), {"body": "**Free** <script>x</script>"})
    assert "<strong>Free</strong> &lt;script&gt;" in answer.content.decode()
    refused = writer.post(reverse("desk:article_preview"), {"body": "a\x00"})
    assert "character that cannot be stored" in refused.content.decode()


def test_for_whom_and_until_when_save_themselves(writer: Client) -> None:
    builders.article()
    url = reverse("desk:article_fields", args=[1])
    writer.post(url, {"field": "audience", "value": "customers", "seen": "0"})
    writer.post(url, {"field": "review_by", "value": "2027-01-31", "seen": "0"})
    article = Article.objects.get()
    assert (article.audience, str(article.review_by)) == ("customers", "2027-01-31")
    refused = writer.post(url, {"field": "audience", "value": "nobody", "seen": "0"})
    assert (refused.status_code, Article.objects.get().audience) == (HTTPStatus.OK, "customers")
    writer.post(url, {"audience": "staff", "review_by": ""})
    assert (Article.objects.get().audience, Article.objects.get().review_by) == ("staff", None)
    assert writer.post(url, {"audience": "odd"}).context["page"].facts.errors != {}


def test_articles_and_codes_are_offered_as_links(writer: Client) -> None:
    builders.code("Fridge pick-up")
    attaching.attach(builders.article("Fridges"), builders.code("Fridge pick-up"), by=None)
    options = page(writer, "article_references", q="frid").context["options"]
    assert [option.value for option in options] == ["[[A-1]]", "[[code:Fridge pick-up]]"]


def test_reading_an_article_takes_few_queries(reader: Client, django_assert_max_num_queries: Any) -> None:
    builders.article("Fridges", "[[A-1]] [[code:Appliance pick-up]]", code=builders.code())
    page(reader, "article", 1)
    with django_assert_max_num_queries(11):
        page(reader, "article", 1)


def test_what_happened_to_an_article_is_told(writer: Client) -> None:
    article = builders.article("Fridges", code=builders.code())
    publishing.outdate(article, "The depot moved", by=marc())
    writing.describe(article, audience="customers", by=marc())
    told = page(writer, "article", 1).context["page"].history
    assert [(one.what, one.named, one.changes) for one in told] == [
        ("Changed", "", [("for", "staff", "customers")]),
        ("Marked as outdated", "The depot moved", []),
        ("Published", "English", []),
        ("Attached", "Appliance pick-up", []),
        ("Begun", "English", []),
    ]
    assert Entry.objects.filter(subject_kind="article").count() == 5


def test_a_retired_article_says_so_and_what_answers_the_same_instead() -> None:
    old, new = builders.article("How to dispose of a fridge"), builders.article("Where a fridge goes today")
    publishing.retire(old, by=None)
    for reader, status in ((ana(), 410), (marc(), 200)):
        answer = sign_in(reader).get(f"/articles/{old.number}/")
        assert answer.status_code == status
    page = sign_in(ana()).get(f"/articles/{old.number}/").content.decode()
    assert "This article was retired" in page
    assert f'href="/articles/{new.number}/"' in page
    assert "The depot takes fridges" not in page
    draft = builders.article("Never published", is_published=False)
    publishing.retire(draft, by=None)
    assert [sign_in(ana()).get(f"/articles/{number}/").status_code for number in (draft.number, 10**12)] == [404, 404]
