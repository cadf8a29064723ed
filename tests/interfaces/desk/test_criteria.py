"""Criteria in the desk: a manager writes a draft, puts it in use, or throws it away."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from firstline.reference.service_levels import criteria_tables as tables
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable
from tests import builders
from tests.casework.tickets.laying_down import ALWAYS, ask, put_in_use, rules
from tests.cast import dao, marc, rita

pytestmark = pytest.mark.django_db
FAX = ask("channel", "any_of", ["fax"])
MANY = ask("people_affected", "at_least", 50)
PAGE = "/criteria/priority/"


@pytest.fixture
def client():
    client = Client()
    client.force_login(marc())
    return client


def sent(decided, value="fax", **other):
    """The form of a row that asks for one channel."""
    return {
        "c0.mode": "all",
        "c0.0.field": "channel",
        "c0.0.is": "any_of",
        "c0.0.value": value,
        "priority": decided.pk,
        **other,
    }


def draft_row(condition=FAX, **facts):
    decided = {"condition": condition, "priority": builders.priority(), **facts}
    return rules("priority", decided).rows.get()


def positions():
    return list(CriteriaRow.objects.order_by("position").values_list("position", "priority__key"))


def told(answer):
    return [str(message) for message in answer.wsgi_request._messages]


def test_the_criteria_of_priorities_are_shown_first(client):
    assert client.get("/criteria/").url == PAGE
    assert client.get("/criteria/colour/").status_code == 404


def test_a_table_is_read_as_sentences(client):
    critical = builders.priority("critical", 2)
    put_in_use("priority", {"condition": FAX, "priority": critical, "because": {"en": "It came by fax"}})
    page = client.get(PAGE).context["page"]
    assert [(row.when, row.because, row.faults, row.idle) for row in page.rows] == [
        ("channel is fax", "It came by fax", [], None)
    ]
    assert (page.is_draft, [(one.table.state, one.who) for one in page.versions]) == (False, [("live", "Marc Petit")])


def test_a_draft_stands_beside_what_is_in_use_and_earlier_versions(client):
    put_in_use("priority", {"condition": FAX, "priority": builders.priority()})
    put_in_use("priority", {"condition": MANY, "priority": builders.priority()})
    answer = client.post(f"{PAGE}draft/")
    assert answer.url == PAGE
    page = client.get(PAGE).context["page"]
    assert ([one.table.state for one in page.versions], page.table.state) == (["draft", "live", "past"], "draft")
    shown = {
        version: client.get(f"{PAGE}?version={version}").context["page"] for version in ("live", page.tables[2].pk)
    }
    assert [one.rows[0].when for one in shown.values()] == ["people affected at least 50", "channel is fax"]
    assert client.get(f"{PAGE}?version=%00x").context["page"].table == page.table


def test_a_row_is_added_at_the_end(client):
    critical = builders.priority("critical", 2)
    assert client.get(f"{PAGE}rows/").status_code == 200
    answer = client.post(f"{PAGE}rows/", sent(critical, en="It came by fax", fr="Par télécopie"))
    row = CriteriaRow.objects.get()
    assert answer.url == f"{PAGE}#row-{row.pk}"
    assert (row.condition, row.priority, row.because) == (
        {"all": [FAX]},
        critical,
        {"en": "It came by fax", "fr": "Par télécopie"},
    )


def test_a_row_is_changed(client):
    row = draft_row()
    page = client.get(f"/criteria-rows/{row.pk}/").context["page"]
    planned = builders.priority("planned", 4)
    client.post(f"/criteria-rows/{row.pk}/", sent(planned, "email", seen=page.seen))
    row.refresh_from_db()
    assert (row.condition["all"][0]["value"], row.priority) == (["email"], planned)


def test_what_somebody_else_made_of_a_row_is_shown_before_it_is_gone_over(client):
    row = draft_row()
    seen, planned = tables.stamp(row), builders.priority("planned", 4)
    first = sent(planned, "email", seen=seen, en="First")
    client.post(f"/criteria-rows/{row.pk}/", first)
    other = Client()
    other.force_login(dao())
    second = sent(builders.priority(), "portal", seen=seen, en="Second")
    answer = other.post(f"/criteria-rows/{row.pk}/", second)
    page = answer.context["page"]
    assert (page.refused, page.theirs.when) == (
        "Somebody else has changed this row in the meantime.",
        "channel is e-mail",
    )
    assert 'value="Second"' in answer.content.decode()
    assert CriteriaRow.objects.get().because == {"en": "First"}
    other.post(f"/criteria-rows/{row.pk}/", {**second, "seen": page.seen})
    assert CriteriaRow.objects.get().because == {"en": "Second"}


def test_what_was_typed_for_a_row_that_is_gone_becomes_a_new_one(client):
    row = draft_row()
    address = f"/criteria-rows/{row.pk}/"
    tables.discard(row.table, by=dao())
    facts = sent(builders.priority(), "portal", kind="priority", en="Typed")
    page = client.post(address, facts).context["page"]
    assert page.refused.startswith("Somebody has removed this row in the meantime.")
    client.post(page.address, facts)
    assert CriteriaRow.objects.get().because == {"en": "Typed"}
    assert client.post("/criteria-rows/99999/", {**facts, "kind": "x"}).status_code == 404


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(client):
    cases = {
        "condition": sent(builders.priority(), "telex"),
        "line": sent(builders.priority(), []),
        "priority": {**sent(builders.priority()), "priority": ""},
        "reason": sent(builders.priority(), en="x" * 201),
    }
    pages = {name: client.post(f"{PAGE}rows/", facts).context["page"] for name, facts in cases.items()}
    assert "telex" in pages["condition"].refused
    assert pages["line"].editor.lines[0].error == "Choose at least one."
    assert pages["priority"].decision.errors["priority"] == ["This field is required."]
    assert "en" in pages["reason"].because.errors
    assert not CriteriaRow.objects.exists()


def test_a_row_is_moved_switched_off_and_removed(client):
    keys = [builders.priority(key, rank) for rank, key in enumerate(("a", "b", "c"), start=11)]
    table = rules("priority", *({"condition": FAX, "priority": key} for key in keys))
    first, second, third = table.rows.all()
    assert client.post(f"/criteria-rows/{third.pk}/position/", {"position": "1"}).url == PAGE
    assert positions() == [(1, "c"), (2, "a"), (3, "b")]
    client.post(f"/criteria-rows/{first.pk}/use/", {"is_on": "off"})
    first.refresh_from_db()
    assert first.is_on is False
    client.post(f"/criteria-rows/{second.pk}/removal/")
    assert positions() == [(1, "c"), (2, "a")]
    assert client.post(f"/criteria-rows/{second.pk}/removal/").status_code == 404


@pytest.mark.parametrize("position", ["", "-1", "x", "٣", "9" * 400, "99999"])
def test_a_place_that_is_none_breaks_nothing(client, position):
    row = draft_row()
    assert client.post(f"/criteria-rows/{row.pk}/position/", {"position": position}).status_code == 302
    assert CriteriaRow.objects.get().position == 1


def test_a_draft_is_put_in_use_as_it_was_seen(client):
    row = draft_row()
    seen = client.get(PAGE).context["page"].table.changed_at.isoformat()
    tables.switch_row(row, is_on=False, by=dao())
    start = f"/criteria/{row.table_id}/start/"
    assert told(client.post(start, {"seen": seen})) == [
        "The draft has changed since you looked at it. Look at it again first."
    ]
    seen = client.get(PAGE).context["page"].table.changed_at.isoformat()
    assert told(client.post(start, {"seen": seen}))[-1] == "The criteria are in use."
    assert CriteriaTable.objects.get().state == "live"
    assert "in use or thrown away" in told(client.post(start, {"seen": "no time"}))[-1]


def test_a_draft_is_thrown_away(client):
    row = draft_row()
    client.post(f"/criteria/{row.table_id}/discarding/")
    assert not CriteriaTable.objects.exists()


def test_doubts_stand_beside_their_rows(client):
    gone = builders.priority("gone", 9)
    rules("priority", {"condition": ALWAYS, "priority": builders.priority()}, {"condition": FAX, "priority": gone})
    gone.retired_at = datetime(2026, 1, 1, tzinfo=UTC)
    gone.save()
    answer = client.get(PAGE)
    assert [(row.faults, row.idle) for row in answer.context["page"].rows] == [([], None), (["gone is retired."], 1)]
    assert "Never decides: row 1 asks for no more" in answer.content.decode()


def test_a_row_of_criteria_in_use_is_not_written(client):
    table = put_in_use("priority", {"condition": FAX, "priority": builders.priority()})
    row = table.rows.get()
    page = client.post(f"/criteria-rows/{row.pk}/", sent(builders.priority(), "email")).context["page"]
    assert page.refused == "This draft is in use or thrown away by now. Begin a new one."
    assert CriteriaRow.objects.get().condition == FAX


def test_a_reader_sees_the_criteria_and_no_button(client):
    draft_row()
    client.force_login(rita())
    page = client.get(PAGE).content.decode()
    assert ("channel is fax" in page, "criteria-acts" in page, "/discarding/" in page) == (True, False, False)


def test_a_table_costs_no_more_queries_with_more_rows(client, django_assert_max_num_queries):
    codes = [builders.code(f"Code {number}") for number in range(8)]
    facts = [{"condition": ask("code", "any_of", [str(code.pk)]), "priority": builders.priority()} for code in codes]
    rules("priority", *facts)
    # session, person, tables, rows, the codes they name, the journal, the matrix, and what the frame asks
    with django_assert_max_num_queries(10):
        assert len(client.get(PAGE).context["page"].rows) == 8
