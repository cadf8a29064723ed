"""The knowledge base beside a contact and a ticket."""

import pytest
from django.test import Client

from firstline.casework.contacts.models import Act, Contact, Kind, LookUp
from firstline.casework.tickets import opening
from firstline.reference.knowledge.models import Article
from tests import builders
from tests.cast import ana, rita, tomek

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(ana())
    return client


def ferry(**text: object) -> Article:
    return builders.article(
        "Ferry times",
        "The **ferry** goes on weekdays.",
        script="The ferry goes at nine.",
        read_out=[("Harbour office", "+1 617 555 0100")],
        links=[("Timetable", "https://example.org/ferry")],
        **text,
    )


def page(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, url: str, **sent: object) -> str:
    answer = client.post(url, sent, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def acts() -> list[tuple[str, str, str]]:
    return [(one.act, one.query, one.reason) for one in LookUp.objects.all()]


def test_the_articles_that_fit_the_words_stand_beside_the_contact(desk: Client) -> None:
    ferry()
    contact = builders.contact(words="When does the ferry go?")
    shown = page(desk, f"/contacts/{contact.number}/")
    assert "<mark>Ferry</mark> times" in shown
    assert f'hx-post="/contacts/{contact.number}/articles/1/opening/"' in shown
    assert shown.count('data-key="alt+k"') == 1
    assert LookUp.objects.count() == 0


def test_those_of_another_language_say_so(desk: Client) -> None:
    builders.article("Ferry : horaires", "Le ferry part à neuf heures.", language="fr")
    contact = builders.contact(words="ferry")
    assert '<span class="badge">French</span>' in page(desk, f"/contacts/{contact.number}/know/")


def test_an_article_opens_beside_the_form_with_script_numbers_and_links(desk: Client) -> None:
    ferry()
    contact = builders.contact(words="ferry")
    shown = send(desk, f"/contacts/{contact.number}/articles/1/opening/", query="ferry")
    expected = (
        "The ferry goes at nine.",
        'href="tel:+16175550100"',
        "https://example.org/ferry",
        "<strong>ferry</strong>",
    )
    assert [text in shown for text in expected] == [True] * 4
    assert acts() == [(Act.OPENED, "ferry", "")]


def test_it_opens_in_the_customers_language_and_can_be_read_in_others(desk: Client) -> None:
    builders.article("Horaires", "Neuf heures.", language="fr")
    contact = builders.contact(words="ferry", language="th")
    assert 'lang="fr"' in send(desk, f"/contacts/{contact.number}/articles/1/opening/")
    assert 'lang="fr"' in page(desk, f"/contacts/{contact.number}/articles/1/?language=xx", **HTMX)


def test_a_search_as_one_types_is_not_kept_and_one_by_hand_is(desk: Client) -> None:
    ferry()
    contact = builders.contact()
    assert "1 article found" in page(desk, f"/contacts/{contact.number}/articles/?q=fer", **HTMX)
    assert acts() == []
    assert "1 article found" in send(desk, f"/contacts/{contact.number}/searches/", q="ferry")
    assert "0 articles found" in send(desk, f"/contacts/{contact.number}/searches/", q="submarine")
    assert list(LookUp.objects.values_list("query", "found", "language")) == [
        ("ferry", 1, "en"),
        ("submarine", 0, "en"),
    ]


@pytest.mark.parametrize("query", ["a", "& | !", "'\"<:*>", "x" * 10_000, "ไทย", "🦊", "\u200b", "\x00", "\ud800", ""])
def test_any_query_gets_an_answer(desk: Client, query: str) -> None:
    url, typed = f"/contacts/{builders.contact().number}/", query.encode(errors="ignore").decode()
    assert desk.get(f"{url}articles/", {"q": typed}).status_code == 200
    assert desk.post(f"{url}searches/", {"q": typed}, headers=HTMX).status_code == 200
    assert desk.post(f"{url}searches/", {"q": typed}).status_code == 200


def test_answered_by_an_article_the_script_stands_as_the_answer(desk: Client) -> None:
    ferry()
    contact = builders.contact(words="ferry")
    shown = send(desk, f"/contacts/{contact.number}/articles/1/answer/", language="en")
    assert "The ferry goes at nine.</textarea>" in shown
    held = Contact.objects.get()
    assert (held.answer, held.kind, acts()) == (
        "The ferry goes at nine.",
        Kind.INFORMATION,
        [(Act.ANSWERED_BY, "", "")],
    )


def test_read_out_and_not_helpful_are_kept_with_the_reason(desk: Client) -> None:
    ferry()
    contact = builders.contact()
    article = f"/contacts/{contact.number}/articles/1/"
    assert "Recorded: read out." in send(desk, f"{article}reading-out/", language="en")
    assert "Say in a few words why it does not help." in send(desk, f"{article}not-helpful/", reason=" ")
    too_long = send(desk, f"{article}not-helpful/", reason="x" * 501)
    assert ("At most 500 characters." in too_long, "x" * 501 in too_long) == (True, True)
    assert "Thank you" in send(desk, f"{article}not-helpful/", reason="Out of date")
    assert acts() == [(Act.READ_OUT, "", ""), (Act.NOT_HELPFUL, "", "Out of date")]


def test_a_search_that_is_owed_is_asked_for_and_can_be_skipped_with_a_reason(desk: Client) -> None:
    code = builders.handled_code("Lamp", search_before_ticket=True)
    contact = builders.problem(code=code)
    url = f"/contacts/{contact.number}/"
    assert "Search the articles first: before a ticket." in page(desk, url)
    refused = send(desk, f"{url}tickets/")
    assert '<a class="chip" href="#id_article_search"' in refused
    assert "Search the articles first" in send(desk, f"{url}searches/skipping/", reason="")
    assert "Search the articles first" not in send(desk, f"{url}searches/skipping/", reason="The line is full")
    send(desk, f"{url}tickets/")
    assert Contact.objects.get().tickets.count() == 1


def test_without_script_every_act_leads_to_a_page(desk: Client) -> None:
    ferry()
    contact = builders.contact(words="ferry")
    url = f"/contacts/{contact.number}/"
    assert "Ferry" in page(desk, f"{url}articles/")
    assert "1 article found" in desk.post(f"{url}searches/", {"q": "ferry"}).content.decode()
    assert "The ferry goes at nine." in desk.post(f"{url}articles/1/opening/").content.decode()
    assert "The ferry goes at nine." in page(desk, f"{url}articles/1/")
    assert desk.post(f"{url}articles/1/answer/")["Location"] == url
    assert desk.post(f"{url}searches/skipping/", {"reason": "full"})["Location"] == url


def test_what_was_looked_up_stands_in_the_record_and_its_history(desk: Client) -> None:
    ferry()
    contact = builders.contact(words="ferry")
    url = f"/contacts/{contact.number}/"
    send(desk, f"{url}searches/", q="ferry")
    send(desk, f"{url}articles/1/opening/")
    send(desk, f"{url}articles/1/answer/")
    desk.post(f"{url}closing/", {"outcome": "answered"})
    record = page(desk, url)
    expected = (
        "searched the articles for “ferry”: 1 found",
        "Looked up: 3",
        "answered by article",
    )
    assert [text in record for text in expected] == [True] * 3


def test_a_ticket_has_the_knowledge_base_beside_it_and_keeps_its_look_ups(client: Client) -> None:
    client.force_login(tomek())
    ferry()
    code = builders.handled_code("Ferry", search_before_work_order=True)
    contact = builders.problem(words="The ferry is late", code=code)
    ticket = opening.open_ticket(contact, by=ana())
    opening_more = builders.problem(number=99, words="x", code=builders.handled_code("Other"))
    opening.open_ticket(opening_more, by=ana())
    url = f"/tickets/{ticket.number}/"
    side = page(client, f"{url}articles/", **HTMX)
    assert ("Search the articles first: before a work order." in side, "<mark>Ferry</mark>" in side) == (True, True)
    assert "Search the articles first" in client.post(f"{url}work-orders/", headers=HTMX).content.decode()
    send(client, f"{url}searches/", q="ferry")
    send(client, f"{url}articles/1/opening/")
    assert [(one.act, one.contact, one.problem) for one in LookUp.objects.all()] == [
        (Act.SEARCHED, contact, 0),
        (Act.OPENED, contact, 0),
    ]
    assert client.post(f"{url}work-orders/", headers=HTMX).status_code == 200
    assert ticket.links.count() == 1


def test_on_a_ticket_the_search_is_skipped_for_a_reason_too(desk: Client) -> None:
    code = builders.handled_code("Ferry", search_before_work_order=True)
    ticket = opening.open_ticket(builders.problem(code=code), by=ana())
    skipping = f"/tickets/{ticket.number}/searches/skipping/"
    refused = send(desk, skipping, reason=" ")
    assert ("Say why the search is skipped." in refused, "Search the articles first" in refused) == (True, True)
    assert "Search the articles first" not in send(desk, skipping, reason="The crew waits")
    assert desk.post(skipping, {"reason": "full"})["Location"] == f"/tickets/{ticket.number}/articles/"
    assert desk.post(f"/tickets/{ticket.number}/work-orders/", headers=HTMX).status_code == 200
    assert ticket.links.count() == 1


def test_a_ticket_from_no_contact_shows_articles_and_keeps_nothing(desk: Client) -> None:
    ferry()
    ticket = builders.ticket(words="The ferry is late")
    url = f"/tickets/{ticket.number}/"
    assert f'href="{url}articles/1/"' in page(desk, f"{url}articles/")
    assert "The ferry goes at nine." in page(desk, f"{url}articles/1/")
    assert desk.post(f"{url}searches/", {"q": "ferry"}).status_code == 403


def test_who_may_only_read_reads_articles_and_records_nothing(client: Client) -> None:
    client.force_login(rita())
    ferry()
    contact = builders.contact(words="ferry")
    assert "The ferry goes at nine." in page(client, f"/contacts/{contact.number}/articles/1/")
    assert client.post(f"/contacts/{contact.number}/articles/1/opening/").status_code == 403
    assert acts() == []


@pytest.mark.parametrize("number", [0, 7, 2**31, 2**70])
def test_an_article_that_is_not_there_is_a_404(desk: Client, number: int) -> None:
    contact = builders.contact()
    builders.article("Draft", is_published=False)
    assert desk.get(f"/contacts/{contact.number}/articles/{number}/").status_code == 404
    assert desk.post(f"/contacts/{contact.number}/articles/1/opening/").status_code == 404


def test_the_right_column_asks_a_bounded_number_of_queries(desk: Client, django_assert_max_num_queries) -> None:
    code = builders.handled_code("Ferry")
    for number in range(8):
        builders.article(f"Ferry times {number}", code=code)
    contact = builders.problem(words="When does the ferry go?", code=code)
    with django_assert_max_num_queries(24):
        page(desk, f"/contacts/{contact.number}/know/", **HTMX)
