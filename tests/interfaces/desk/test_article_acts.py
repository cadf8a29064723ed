"""The life of an article in the desk: published, sent back, outdated, compared, brought back, attached."""

from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from firstline.interfaces.desk.anything import find_anything
from firstline.reference.knowledge import publishing, writing
from firstline.reference.knowledge.models import Article, Attachment
from firstline.reference.knowledge.wording import Text
from firstline.reference.staff.keeping import change_user
from tests import builders
from tests.cast import ana, marc
from tests.interfaces.desk.test_access import signed_in

pytestmark = pytest.mark.django_db


def act(client: Client, name: str, *args: object, **sent: Any) -> HttpResponse:
    answer: HttpResponse = client.post(reverse(f"desk:article_{name}", args=args or [1]), sent)  # type: ignore[assignment]
    return answer


def state() -> str:
    return Article.objects.get().state


def test_an_article_goes_through_all_its_states(writer: Client) -> None:
    builders.article(is_published=False)
    seen = []
    for name, sent in (
        ("submission", {}),
        ("sending_back", {"reason": "Where?"}),
        ("submission", {}),
        ("publication", {"language": ["en", "odd"]}),
        ("outdating", {}),
        ("publication", {}),
    ):
        assert act(writer, name, **sent).status_code == HTTPStatus.FOUND
        seen.append(state())
    assert seen == ["review", "draft", "review", "published", "outdated", "published"]


def test_what_cannot_be_done_now_is_said_above_the_page(writer: Client) -> None:
    builders.article()
    answer = act(writer, "submission")
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told == ["This cannot be done while the article is published."]


@pytest.mark.parametrize("reason", ["", " ", "x" * 2001, "a\x00b"])
def test_sending_back_without_a_reason_is_said_beside_the_field(writer: Client, reason: str) -> None:
    publishing.submit(builders.article(is_published=False), by=None)
    answer = act(writer, "sending_back", reason=reason)
    assert (answer.status_code, state()) == (HTTPStatus.OK, "review")
    form = answer.context["page"].reason  # type: ignore[attr-defined]
    assert (list(form.errors), form["reason"].value()) == (["reason"], reason)
    assert "data-open-now" in answer.content.decode()


def test_an_article_is_retired_and_used_again(writer: Client) -> None:
    builders.article()
    act(writer, "retirement")
    assert Article.objects.get().is_live is False
    act(writer, "restoration")
    assert Article.objects.get().is_live is True


def test_only_moves_that_are_possible_are_offered(writer: Client) -> None:
    def moves() -> set[str]:
        page = writer.get(reverse("desk:article", args=[1])).context["page"]
        return set(page.moves)

    article = builders.article(is_published=False)
    assert moves() == {"review", "published"}
    publishing.submit(article, by=None)
    assert moves() == {"draft", "published"}
    publishing.publish(article, by=None)
    assert moves() == {"outdated"}
    writing.write(article, Text("New", "New"), seen=1, by=None)
    assert moves() == {"review", "published", "outdated"}
    publishing.outdate(article, "", by=None)
    assert moves() == {"published"}
    assert signed_in(ana()).get(reverse("desk:article", args=[1])).context["page"].moves == {}


def test_versions_are_compared_word_by_word(writer: Client) -> None:
    article = builders.article("Fridges", "The old depot")
    writing.write(article, Text("Fridges", "The new depot"), seen=1, by=marc())
    writing.write(article, Text("Fridges", "The new depot, open", read_out=[("Depot", "1")]), seen=2, by=marc())
    url = reverse("desk:article_versions", args=[1, "en"])
    page = writer.get(url).context["page"]
    assert (page.left.number, page.right.number, [one.label for one in page.differences]) == (
        2,
        3,
        ["Text", "Numbers to read out"],
    )
    page = writer.get(url, {"old": "1", "new": "2"}).context["page"]
    told = [(piece.kind, piece.text) for one in page.differences for piece in one.pieces]
    assert told == [("same", "The "), ("gone", "old"), ("new", "new"), ("same", " depot")]
    odd = writer.get(url, {"old": "odd", "new": "99"}).context["page"]
    assert (odd.left.number, odd.right.number) == (2, 3)


def test_a_single_version_has_nothing_to_be_compared_with_and_no_version_offers_to_translate(writer: Client) -> None:
    builders.article()
    page = writer.get(reverse("desk:article_versions", args=[1, "en"])).context["page"]
    assert (page.left, page.differences) == (None, [])
    answer = writer.get(reverse("desk:article_versions", args=[1, "pl"]))
    assert (answer.context["page"].right, answer.context["page"].languages) == (None, [("en", "English")])
    assert reverse("desk:article_text", args=[1, "pl"]) in answer.content.decode()


def test_an_older_version_is_brought_back(writer: Client) -> None:
    article = builders.article("Fridges", "Old")
    writing.write(article, Text("Fridges", "New"), seen=1, by=marc())
    assert act(writer, "version_return", 1, "en", 1).status_code == HTTPStatus.FOUND
    assert [one.body for one in article.versions.all()] == ["Old", "New", "Old"]
    assert act(writer, "version_return", 1, "en", 2**40).status_code == HTTPStatus.NOT_FOUND


def test_an_article_is_attached_to_what_was_chosen_or_to_what_the_text_finds(writer: Client) -> None:
    code = builders.code()
    category = code.category
    builders.article()
    act(writer, "attachments", target=f"codes:{code.pk}", target_text="Appliance pick-up")
    act(writer, "attachments", target_text="bulky")
    assert [one.target for one in Attachment.objects.order_by("pk")] == [code, category]
    removal = reverse("desk:attachment_removal", args=[Attachment.objects.order_by("pk")[0].pk])
    assert writer.post(removal).status_code == HTTPStatus.FOUND
    assert [one.target for one in Attachment.objects.all()] == [category]
    assert writer.post(removal).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("target", ["", "codes:x", "codes:99", "odd:1", f"codes:{10**30}", "codes:²"])
def test_what_is_nothing_to_attach_to_is_said(writer: Client, target: str) -> None:
    builders.article()
    answer = act(writer, "attachments", target=target)
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told == ["Choose a code, category, service provider or department from the list."]


def test_who_is_limited_to_departments_attaches_within_them(writer: Client) -> None:
    other = builders.department("Parks")
    change_user(marc(), departments=[other], by=None)
    attached = builders.article(code=builders.code())
    department = builders.department()
    act(writer, "attachments", target=f"departments:{department.pk}")
    removal = reverse("desk:attachment_removal", args=[attached.attachments.get().pk])
    assert writer.post(removal).status_code == HTTPStatus.NOT_FOUND
    assert Attachment.objects.count() == 1


def test_all_levels_of_the_catalogue_are_offered(writer: Client) -> None:
    builders.code("Street lamp out", builders.category("Street lamps", builders.provider("Street lighting")))
    options = writer.get(reverse("desk:article_targets"), {"q": "street"}).context["options"]
    told = [(option.value.partition(":")[0], option.text, option.more) for option in options]
    assert told == [
        ("providers", "Street lighting", "Public works"),
        ("categories", "Street lamps", "Street lighting"),
        ("codes", "Street lamp out", "Public works › Street lighting › Street lamps"),
    ]
    assert writer.get(reverse("desk:article_targets")).context["options"] == []


def test_ctrl_k_finds_articles_by_words_and_by_number() -> None:
    builders.article("Getting rid of a fridge", "The depot takes it.")
    by_words = next(group for group in find_anything("depot", ana()) if group.title == "Articles")
    assert [(line.url, line.text, line.more) for line in by_words.lines] == [
        ("/articles/1/", "A-1 Getting rid of a fridge", "The <mark>depot</mark> takes it.")
    ]
    by_number = next(group for group in find_anything("a-1", ana()) if group.title == "By number")
    assert [(line.url, line.text) for line in by_number.lines] == [("/articles/1/", "A-1 Getting rid of a fridge")]
    assert find_anything("a999999999999999999", ana()) == []


def test_ctrl_k_shows_drafts_to_those_who_write_only() -> None:
    builders.article(is_published=False)
    assert [group.title for group in find_anything("a1", ana())] == []
    assert [group.title for group in find_anything("a1", marc())] == ["By number"]
