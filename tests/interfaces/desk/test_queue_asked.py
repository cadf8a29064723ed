"""The queue limited in the one vocabulary of conditions: in its address, its chips and its form."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.tickets.promised import FOR_LIST
from firstline.casework.tickets.searching import index_ticket
from firstline.criteria.vocabulary import Operator
from firstline.reference.customers.accounts import create_account
from tests import builders
from tests.cast import sofia
from tests.interfaces.desk.test_bad_input import HARD

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def numbers(client, query):
    return sorted(row.number for row in client.get(f"/queue/?{query}").context["page"].rows)


def chips(client, query):
    return [(chip.label, chip.text, chip.without) for chip in client.get(f"/queue/?{query}").context["chips"]]


def test_each_word_of_the_vocabulary_limits_the_list(client):
    mill = create_account("Harbour Mill", by=None)
    builders.ticket(number=1, impact=1, people_affected=70, whole_site_down=True, channel="fax")
    builders.ticket(number=2, impact=2, people_affected=5, whole_site_down=False, place="Quay 4", account=mill)
    builders.ticket(number=3, customer=builders.customer("Carla"), channel="email")
    index_ticket(builders.ticket(number=4, title="Giant hogweed", words="It itches"))
    found = {
        query: numbers(client, query)
        for query in (
            "impact=1&impact=2",
            "people_affected=50",
            "people_affected.at_most=50",
            "whole_site_down=yes",
            "whole_site_down.known=1",
            "place=quay",
            f"account={mill.pk}",
            "customer.known=1",
            "channel.none_of=fax&channel.none_of=email",
            "words=hogweed",
            "impact=1&people_affected=90",
        )
    }
    assert list(found.values()) == [[1, 2], [1], [2], [1], [1, 2], [2], [2], [3], [2, 4], [4], []]


def test_what_is_late_or_due_soon_is_listed(client):
    now = timezone.now()
    for number, minutes in ((1, -5), (2, 10), (3, 600)):
        builders.ticket(number=number, opened_at=now, resolve_by=now + timedelta(minutes=minutes))
    assert [numbers(client, f"resolve={standing}") for standing in ("late", "soon", "in_time")] == [[1], [2], [3]]
    assert numbers(client, "resolve=late&resolve=soon") == [1, 2]


def test_each_limit_is_a_chip_in_words_that_can_be_taken_off(client):
    mill = create_account("Harbour Mill", by=None)
    assert chips(client, f"state=waiting&impact=1&impact=2&people_affected=50&account={mill.pk}&resolve=late") == [
        ("State", "waiting for the customer", f"impact=1&impact=2&people_affected=50&account={mill.pk}&resolve=late"),
        ("Impact", "high", f"state=waiting&impact=2&people_affected=50&account={mill.pk}&resolve=late"),
        ("Impact", "medium", f"state=waiting&impact=1&people_affected=50&account={mill.pk}&resolve=late"),
        ("People affected", "at least 50", f"state=waiting&impact=1&impact=2&account={mill.pk}&resolve=late"),
        ("Account", "Harbour Mill", "state=waiting&impact=1&impact=2&people_affected=50&resolve=late"),
        ("Resolution", "late", f"state=waiting&impact=1&impact=2&people_affected=50&account={mill.pk}"),
    ]


def test_a_kept_view_holds_them_and_is_counted(client):
    builders.ticket(impact=1)
    builders.ticket()
    client.post("/queue/views/", {"name": "Bad ones", "query": "impact=1&colour=red"})
    kept = client.get("/queue/?impact=1").context["views"][-1]
    assert (kept.query, kept.count, kept.is_current) == ("impact=1", "1", True)


def test_the_form_shows_what_is_chosen_and_keeps_what_it_does_not_show(client):
    carla = builders.customer("Carla")
    query = f"impact=1&people_affected=50&resolve=late&customer={carla.pk}&place=quay&code={builders.code().pk}"
    form = client.get(f"/queue/filters/?{query}").context["form"]
    assert {name: form.initial[name] for name in ("impact", "people_affected", "resolve", "respond")} == {
        "impact": ["1"],
        "people_affected": "50",
        "resolve": "late",
        "respond": "",
    }
    assert [(name, value, text) for name, _label, value, text in form.searched] == [
        ("customer", str(carla.pk), "Carla"),
        ("account", "", ""),
        ("code", "", ""),
    ]
    assert form.kept == [("code", str(builders.code().pk)), ("place", "quay")]


def test_what_is_typed_without_script_is_looked_up(client):
    code = builders.handled_code("Pothole")
    builders.ticket(number=1, code=code)
    builders.ticket(number=2)
    answer = client.get("/queue/?code_text=potho&code=&customer_text=&people_affected=&resolve=")
    assert answer.url == f"/queue/?code={code.pk}"
    assert numbers(client, f"code={code.pk}") == [1]


def test_what_was_typed_and_fits_nothing_is_told(client):
    builders.ticket(number=1)
    answer = client.get("/queue/?customer_text=Nobody+at+all&customer=")
    assert (answer.context["not_found"], [row.number for row in answer.context["page"].rows]) == (
        ["Nobody at all"],
        [1],
    )
    assert "Nothing fits “Nobody at all”" in answer.content.decode()


def test_nonsense_is_left_out_of_the_address(client):
    nonsense = (
        "people_affected=many&people_affected.near=3&colour=red&whole_site_down=perhaps&time=25:00&impact=&point=1"
    )
    assert client.get(f"/queue/?{nonsense}").context["filters"].address() == ""


def test_such_a_list_costs_no_more_queries(client, django_assert_max_num_queries):
    for _ in range(20):
        builders.ticket(impact=1, people_affected=60)
    with django_assert_max_num_queries(8):
        client.get("/queue/?impact=1&people_affected=50&resolve.none_of=late")


NAMES = st.builds(
    "{}{}".format,
    st.sampled_from([field.name for field in FOR_LIST.fields]),
    st.one_of(st.just(""), st.sampled_from([f".{operator}" for operator in Operator]), st.sampled_from([".", "_text"])),
)
VALUES = st.one_of(
    st.sampled_from([text[:3000] for text in HARD]),
    st.sampled_from(["1", "0", "9" * 30, "yes", "late", "08:00", "42.5", "telephone"]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=12),
)


class AnyAddress(TestCase):
    @given(st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3), max_size=6))
    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    def test_any_address_gets_an_answer(self, asked):
        self.client.force_login(sofia())
        assert self.client.get("/queue/", asked).status_code in (200, 302)
        assert self.client.get("/queue/filters/", asked).status_code == 200
