"""The managers' to-do list of articles, and the screen of the search that has to come first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from firstline.casework.contacts import closing, looking_up
from firstline.casework.contacts.models import Contact, Kind, Outcome
from firstline.journal.models import Entry
from firstline.reference.catalogue.models import CodeUse
from firstline.reference.handling.models import KindHandling
from firstline.reference.knowledge.models import Article
from tests import builders
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db
TO_DO, FIRST = "/articles/to-do/", "/articles/search-first/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(marc())
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_nothing_is_lacking_it_says_so(desk: Client) -> None:
    assert "Nothing is lacking" in page(desk, TO_DO)


def test_each_line_leads_to_what_can_be_done(desk: Client) -> None:
    contact = builders.contact()
    looking_up.search(contact, "bacs à compost", found=0, language="fr", by=ana())
    code = builders.code("Bed bugs")
    CodeUse.objects.create(code=code, tickets=7)
    article = builders.article("Ferry times")
    looking_up.not_helpful(contact, article.versions.get(is_current=True), "<b>Out of date</b>", by=ana())
    Article.objects.update(review_by=timezone.localdate() - timedelta(days=1))
    shown = page(desk, TO_DO)
    expected = (
        "/articles/new/?title=bacs+%C3%A0+compost&amp;language=fr",
        "/articles/?q=bacs+%C3%A0+compost",
        f"/articles/new/?code={code.pk}",
        "1 time not helpful",
        "“&lt;b&gt;Out of date&lt;/b&gt;”",
        "Due for review",
        "Thai</span> <b>missing</b>",
    )
    assert [text for text in expected if text not in shown] == []


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    desk: Client, django_assert_max_num_queries
) -> None:
    for number in range(6):
        looking_up.search(builders.contact(), f"word{number}", found=0, language="en", by=ana())
        CodeUse.objects.create(code=builders.code(f"Code {number}"), tickets=7)
        version = builders.article(f"Article {number}").versions.get(is_current=True)
        looking_up.not_helpful(builders.contact(), version, "Wrong", by=ana())
    with django_assert_max_num_queries(18):
        page(desk, TO_DO)


def test_a_search_is_demanded_of_a_kind_by_one_tick(desk: Client) -> None:
    url = f"{FIRST}information/"
    saved = desk.post(url, {"field": "search_before_answer", "value": "on", "seen": ""})
    assert 'data-state="saved"' in saved.content.decode()
    assert KindHandling.objects.get().search_before_answer is True
    desk.post(url, {"field": "search_before_answer", "seen": ""})
    assert KindHandling.objects.get().search_before_answer is False
    assert Entry.objects.filter(verb="kind_handling.changed", actor_id=marc().pk).count() == 2


def test_without_script_all_ticks_of_a_kind_come_at_once(desk: Client) -> None:
    answer = desk.post(f"{FIRST}action/", {"search_before_ticket": "on", "search_before_work_order": "on"})
    row = KindHandling.objects.get()
    assert (answer["Location"], row.search_before_answer, row.search_before_ticket, row.search_before_work_order) == (
        FIRST,
        False,
        True,
        True,
    )


def test_a_kind_or_a_demand_that_does_not_exist_is_refused(desk: Client) -> None:
    assert desk.post(f"{FIRST}nothing/", {"field": "search_before_answer"}).status_code == 404
    refused = desk.post(f"{FIRST}action/", {"field": "kind", "value": "x"})
    assert 'data-state="refused"' in refused.content.decode()


def test_what_was_demanded_done_and_skipped_stands_there_with_reasons(desk: Client) -> None:
    code = builders.handled_code("Lamp", search_before_answer=True)
    contact = builders.contact(kind=Kind.INFORMATION, words="When?", answer="Now.", code=code)
    looking_up.skip(contact, "The line is full", by=ana())
    closing.close(contact, Outcome.ANSWERED, by=ana())
    assert Contact.objects.get().outcome == Outcome.ANSWERED
    shown = page(desk, f"{FIRST}?days=7")
    expected = ("The line is full", "Ana Silva", "information request", "before an answer", ">Lamp<")
    assert [text for text in expected if text not in shown] == []
    assert page(desk, f"{FIRST}?days=nonsense").count('aria-current="page"') >= 1


def test_a_code_demands_a_search_by_one_tick_on_its_page(desk: Client) -> None:
    code = builders.handled_code("Lamp")
    sent = {"field": "search_before_ticket", "value": "on", "seen": ""}
    assert 'data-state="saved"' in desk.post(f"/catalogue/codes/{code.pk}/handling/", sent).content.decode()
    code.handling.refresh_from_db()
    assert code.handling.search_before_ticket is True
