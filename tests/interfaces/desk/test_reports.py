"""The screens of reports: what the address asks, what is refused, and the rows behind a figure."""

from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.contacts.models import Channel
from firstline.casework.reports import kept
from firstline.casework.reports.registry import REPORTS
from tests import builders
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db
MARCH = {"from": "2026-03-01", "to": "2026-03-31", "zone": "UTC"}


@pytest.fixture
def client():
    kept.forget()
    signed_in = Client()
    signed_in.force_login(ana())
    return signed_in


def address(name="volume", page="report", **facts):
    return f"{reverse(f'desk:{page}', args=[name])}?{urlencode({**MARCH, **facts}, doseq=True)}"


def read(client, *args, **facts):
    answer = client.get(address(*args, **facts))
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def figures(page):
    """What the headlines say."""
    part = page.partition('<dl class="report-heads">')[2].partition("</dl>")[0]
    return [piece.partition("</a>")[0].rpartition(">")[2] for piece in part.split("<dd>")[1:]]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_can_be_read_with_and_without_rows(client, report):
    assert escape(str(report.counted)) in read(client, report.name)
    builders.ticket(contact=builders.contact(), latitude=51.0, longitude=-1.4)
    assert escape(str(report.title)) in read(client, report.name)
    assert "Nothing was counted" in read(client, report.name, **{"from": "1999-01-01", "to": "1999-01-31"})


def test_the_list_of_reports_names_each_and_brings_its_picture(client):
    page = client.get(reverse("desk:reports")).content.decode()
    assert [str(report.title) in page for report in REPORTS] == [True] * len(REPORTS)
    builders.contact()
    assert "<svg" in read(client, "volume", "report_card")


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"from": "2026-04-01"}, "The period ends before it begins."),
        ({"from": "1990-01-01", "to": "2039-12-31"}, "A report covers 10 years at most."),
        ({"zone": "Middle/Earth"}, "This time zone is not known."),
        ({"step": "hour"}, "That would be more than 400 steps: choose a longer one."),
        ({"from": ""}, "Say from which day on."),
        ({"to": ""}, "Say up to which day."),
        ({"from": "0001-01-01"}, "A day from 1980 to 2099 is needed."),
    ],
)
def test_a_period_that_makes_no_sense_is_said_beside_its_field(client, facts, text):
    page = read(client, "volume", **facts)
    assert (page.count(escape(text)), "report-heads" in page) == (1, False)


def test_what_was_typed_stays(client):
    assert 'value="Middle/Earth"' in read(client, "volume", zone="Middle/Earth")


def test_limits_have_the_words_of_the_queue(client):
    rank = builders.priority().rank
    builders.ticket(contact=builders.contact(channel=Channel.FAX))
    builders.contact(channel=Channel.FAX)
    builders.contact()
    limits = [{}, {"channel": "fax"}, {"channel": "fax", "priority": rank}, {"assignee": "none"}, {"assignee": "me"}]
    assert [figures(read(client, "volume", **one))[0] for one in limits] == ["3", "2", "1", "1", "0"]


def test_the_rows_of_a_figure_are_those_it_counts(client):
    fax, other = builders.contact(channel=Channel.FAX), builders.contact()
    page = read(client, "volume", "report_rows", of="contacts", by="channel", **{"is": "fax"})
    found = [reverse("desk:contact", args=[contact.number]) in page for contact in (fax, other)]
    assert (found, 'class="count">1<' in page) == ([True, False], True)


def test_rows_are_read_page_by_page(client):
    numbers = {builders.contact().number for _ in range(60)}
    seen, url = [], address("volume", "report_rows", of="contacts")
    while url:
        page = client.get(url).content.decode()
        seen += [int(piece.partition('"')[0]) for piece in page.split('id="contact-')[1:]]
        more = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        url = more and f"{reverse('desk:report_rows', args=['volume'])}{more}"
    assert (len(seen), set(seen)) == (60, numbers)


def test_a_figure_or_report_that_does_not_exist_is_not_found(client):
    wrong = [{"of": "x"}, {"of": "contacts", "by": "x", "is": "1"}, {"of": "contacts", "mark": "x"}, {}]
    answers = [client.get(address("volume", "report_rows", **one)).status_code for one in wrong]
    assert (answers, client.get(address("nothing")).status_code) == ([404] * 4, 404)


def test_nobody_counts_departments_they_may_not_see(client):
    code = builders.handled_code()
    contact = builders.contact(
        code=builders.code("Noise", builders.category("Pets", builders.provider("Vets", builders.department("Parks"))))
    )
    builders.contact(code=code)
    manager = marc()
    manager.departments.set([code.category.provider.department])
    client.force_login(manager)
    page = read(client, "volume", "report_rows", of="contacts")
    assert (figures(read(client, "volume"))[0], reverse("desk:contact", args=[contact.number]) in page) == ("1", False)


def test_a_report_costs_few_queries(client, django_assert_max_num_queries):
    for _ in range(3):
        builders.ticket(contact=builders.contact())
    client.get(address())
    kept.forget()
    with django_assert_max_num_queries(45):
        client.get(address())


def test_limits_are_chosen_in_the_form_of_the_queue(client):
    page = read(client, "volume", "report_filters", channel="fax")
    assert (
        f'action="{reverse("desk:report", args=["volume"])}"' in page,
        'name="from" value="2026-03-01"' in page,
    ) == (
        True,
        True,
    )


class AnyAddress(TestCase):
    """Nothing that an address may hold is answered with an error."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.dictionaries(
            st.sampled_from(["from", "to", "zone", "step", "attribute", "of", "by", "is", "mark", "after", "channel"]),
            st.one_of(
                st.text(max_size=20), st.sampled_from(["2026-03-01", "contacts", "hour", "step", "1-13", "cell"])
            ),
        )
    )
    def test_odd_addresses_are_answered(self, facts):
        client = Client()
        client.force_login(ana())
        for page in ("report", "report_rows", "report_card"):
            url = f"{reverse(f'desk:{page}', args=['volume'])}?{urlencode(facts, errors='replace')}"
            assert client.get(url).status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
