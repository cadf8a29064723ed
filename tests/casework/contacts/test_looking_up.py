"""What was searched, opened, read out and answered by is kept on the contact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.contacts import closing, looking_up, reception
from firstline.casework.contacts.editing import Closed
from firstline.casework.contacts.models import Act, Contact, Kind, LookUp, Outcome
from firstline.casework.tickets import opening
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.knowledge.models import ArticleVersion
from tests import builders
from tests.builders import NOON
from tests.cast import ana

pytestmark = pytest.mark.django_db


def text(**words: str) -> ArticleVersion:
    return builders.article(**words).versions.get(is_current=True)


def kept(contact: Contact) -> list[tuple[str, int]]:
    return list(contact.look_ups.values_list("act", "problem"))


def entries(contact: Contact) -> list[tuple[str, dict[str, object]]]:
    return list(Entry.objects.filter(subject_kind="contact", subject_id=contact.pk).values_list("verb", "facts"))


def test_a_search_by_hand_is_kept_with_how_much_it_found() -> None:
    contact = builders.contact()
    looking_up.search(contact, "  Ferry\x00 Times ", found=0, language="en", by=ana(), at=NOON)
    one = LookUp.objects.get()
    assert (one.act, one.query, one.folded, one.found, one.language, one.by, one.at) == (
        Act.SEARCHED,
        "Ferry Times",
        "ferry times",
        0,
        "en",
        ana(),
        NOON,
    )
    assert entries(contact) == [("contact.searched", {"query": "Ferry Times", "found": 0})]


def test_the_same_words_again_at_once_are_one_search() -> None:
    contact = builders.contact()
    for query in ("ferry", "ferry", "bus", "ferry"):
        looking_up.search(contact, query, found=1, language="en", by=ana())
    assert [one.query for one in contact.look_ups.all()] == ["ferry", "bus", "ferry"]
    assert len(entries(contact)) == 3


@pytest.mark.parametrize("query", ["", "  ", "\x00", "\ud800"])
def test_a_search_for_nothing_is_refused(query: str) -> None:
    contact = builders.contact()
    with pytest.raises(Refused, match=r"Type what to search for\."):
        looking_up.search(contact, query, found=0, language="en", by=ana())
    assert kept(contact) == []


def test_what_was_opened_and_read_out_is_kept_with_its_version() -> None:
    contact, version = builders.contact(), text(title="Ferry times")
    looking_up.open_article(contact, version, query="ferry", by=ana(), at=NOON)
    looking_up.read_out(contact, version, by=ana(), at=NOON)
    assert [(one.act, one.version, one.query) for one in contact.look_ups.all()] == [
        (Act.OPENED, version, "ferry"),
        (Act.READ_OUT, version, ""),
    ]
    facts = {"article": version.article.number, "title": "Ferry times", "version": 1, "language": "en"}
    assert entries(contact) == [
        ("contact.article_opened", {**facts, "query": "ferry"}),
        ("contact.article_read_out", facts),
    ]


def test_answered_by_an_article_its_script_is_the_answer_of_an_information_request() -> None:
    contact, version = builders.contact(words="When?"), text(script="The ferry goes at nine.")
    held = looking_up.answer_by(contact, version, by=ana(), at=NOON)
    assert (held.answer, held.kind) == ("The ferry goes at nine.", Kind.INFORMATION)
    assert entries(contact)[0][1]["filled"] == ["answer", "kind"]
    closing.close(held, Outcome.ANSWERED, by=ana())
    assert Contact.objects.get().outcome == Outcome.ANSWERED


def test_an_answer_that_stands_already_stays() -> None:
    contact = builders.contact(kind=Kind.ACTION, answer="As I said")
    held = looking_up.answer_by(contact, text(script="The ferry goes at nine."), by=ana())
    assert (held.answer, held.kind, kept(contact)) == ("As I said", Kind.ACTION, [(Act.ANSWERED_BY, 0)])


def test_answering_by_the_same_article_again_changes_nothing() -> None:
    contact, version = builders.contact(), text()
    looking_up.answer_by(contact, version, by=ana())
    looking_up.answer_by(contact, version, by=ana())
    assert (kept(contact), len(entries(contact))) == ([(Act.ANSWERED_BY, 0)], 1)


def test_an_article_without_a_script_answers_by_its_text() -> None:
    held = looking_up.answer_by(builders.contact(), text(body="It is **free**."), by=ana())
    assert held.answer == "It is free."


def test_a_comment_is_not_answered() -> None:
    contact = builders.contact(kind=Kind.COMMENT)
    with pytest.raises(Refused, match=r"A comment is recorded, not answered\."):
        looking_up.answer_by(contact, text(), by=ana())


def test_what_does_not_help_and_what_is_skipped_needs_a_reason() -> None:
    contact, version = builders.contact(), text()
    for reason in ("", " \x00 ", "x" * 501):
        with pytest.raises(Refused):
            looking_up.not_helpful(contact, version, reason, by=ana())
        with pytest.raises(Refused):
            looking_up.skip(contact, reason, by=ana())
    assert kept(contact) == []
    looking_up.not_helpful(contact, version, "Out of date", by=ana())
    looking_up.skip(contact, "The line is full", by=ana())
    assert [(one.act, one.reason) for one in contact.look_ups.all()] == [
        (Act.NOT_HELPFUL, "Out of date"),
        (Act.SKIPPED, "The line is full"),
    ]


def test_each_problem_of_a_contact_has_look_ups_of_its_own() -> None:
    contact = builders.problem()
    looking_up.search(contact, "fridge", found=1, language="en", by=ana())
    opening.open_ticket(contact, by=ana())
    looking_up.search(contact, "fridge", found=1, language="en", by=ana())
    looking_up.read_out(contact, text(), problem=0, by=ana())
    assert kept(contact) == [(Act.SEARCHED, 0), (Act.SEARCHED, 1), (Act.READ_OUT, 0)]


def test_a_closed_contact_takes_look_ups_only_for_one_of_its_tickets() -> None:
    contact = builders.contact()
    reception.end_call(contact, by=ana())
    closing.close(contact, Outcome.ABANDONED, by=ana())
    with pytest.raises(Closed):
        looking_up.search(contact, "fridge", found=1, language="en", by=ana())
    looking_up.search(contact, "fridge", found=1, language="en", by=ana(), problem=0)
    assert kept(contact) == [(Act.SEARCHED, 0)]


class AnyQuery(TestCase):
    @given(st.text(max_size=400))
    def test_any_query_is_kept_or_refused(self, query: str) -> None:
        contact = builders.contact(number=1)
        try:
            one = looking_up.search(contact, query, found=0, language="th", by=None)
        except Refused:
            assert not looking_up.tidy(query)
        else:
            assert LookUp.objects.get().query == one.query == looking_up.tidy(query)[: looking_up.LONGEST_QUERY]
