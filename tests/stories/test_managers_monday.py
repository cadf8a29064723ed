"""The manager's Monday: how much came in, what was late and why, who wrote what, and what has to be written."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from firstline.casework.contacts import looking_up
from firstline.casework.contacts.models import Kind
from firstline.casework.reports import kept
from firstline.casework.tickets.models import State
from tests import builders
from tests.cast import ana, marc
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/reports/[^"]+/rows/[^"]+)"[^>]*>([^<]+)</a>')


@pytest.fixture
def manager() -> Client:
    kept.forget()
    return sign_in(marc())


def last_week() -> list[int]:
    """Three calls, of which two became tickets, one solved too late; a complaint; and a search for nothing."""
    at = timezone.now() - timedelta(days=4)
    first, second, third = (
        builders.contact(kind=kind, started_at=at, taken_by=ana()) for kind in (Kind.ACTION, Kind.ACTION, Kind.COMMENT)
    )
    third.tone = "complaint"
    third.save(update_fields=["tone"])
    late = {"state": State.RESOLVED, "resolved_at": at + timedelta(hours=5), "resolve_by": at + timedelta(hours=4)}
    tickets = [builders.ticket(contact=first, opened_at=at, **late), builders.ticket(contact=second, opened_at=at)]
    looking_up.search(second, "parking for mopeds", found=0, language="en", by=ana(), at=at)
    return [ticket.number for ticket in tickets]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def headline(text: str, name: str) -> tuple[str, str]:
    """What a headline says, and the address of its rows."""
    part = text.partition(f"<dt>{name}</dt>")[2]
    found = LINK.search(part)
    assert found, name
    return found[2], html.unescape(found[1])


def test_each_figure_of_monday_leads_to_what_it_counts(manager: Client) -> None:
    late, fine = last_week()
    assert "Contact volume" in page(manager, "/reports/")
    said, rows = headline(page(manager, "/reports/volume/"), "Contacts")
    assert (said, page(manager, rows).count("<tr data-row")) == ("3", 3)
    targets = page(manager, "/reports/targets/")
    assert headline(targets, "Resolved in time")[0] == "0 %"
    missed = next(html.unescape(address) for address, count in LINK.findall(targets) if "mark=missed" in address)
    assert [f"/tickets/{number}/" in page(manager, missed) for number in (late, fine)] == [True, False]
    complaints, rows = headline(page(manager, "/reports/comments/"), "Complaints")
    assert (complaints, page(manager, rows).count("<tr data-row")) == ("100 %", 1)
    knowledge = page(manager, "/reports/knowledge/")
    assert (headline(knowledge, "In vain")[0], "parking" in knowledge) == ("100 %", True)
    assert "parking for mopeds" in page(manager, "/articles/to-do/")


def test_persons_are_shown_to_those_who_plan_and_left_out_where_they_wish(manager: Client) -> None:
    last_week()
    texts = [page(manager, f"/reports/workload/{asked}") for asked in ("", "?persons=no")]
    assert [(ana().name in text, 'name="persons"' in text) for text in texts] == [(True, True), (False, True)]
    rows = f"/reports/workload/rows/?of=contacts&by=taken_by&is={ana().pk}"
    assert [manager.get(f"{rows}{more}").status_code for more in ("", "&persons=no")] == [200, 404]
    analyst = sign_in(ana())
    own = analyst.get("/reports/workload/?persons=").content.decode().partition("report-panels")[2]
    assert ("By person" in own or "by person" in own, analyst.get(rows).status_code) == (False, 404)
