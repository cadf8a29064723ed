"""A procedure is changed while a call runs on the version before; and a week's compliance, to the figure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firstline.casework.contacts import closing
from firstline.casework.contacts.models import Contact
from firstline.casework.guidance import following
from firstline.casework.guidance.models import Run
from firstline.reference.procedures.models import ProcedureVersion
from tests import builders
from tests.cast import ana, marc, sofia
from tests.stories.desk import Caller, sign_in, telephone_rings

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def press(call: Caller, act: str, step: str, **sent: object) -> str:
    run = Run.objects.filter(contact_id=call.contact.pk).open().first()
    version = ProcedureVersion.objects.in_use().get()
    which = {"run": run.pk} if run else {"version": version.pk}
    sent = {"step": step, "read": 0, "contact_seen": call.contact.version, **which, **sent}
    return call.client.post(f"{call.address}procedure/{act}/", sent, headers={"HX-Request": "true"}).content.decode()


def test_a_call_goes_on_with_the_version_it_began_with_and_the_next_one_gets_the_new() -> None:
    first = builders.procedure(builders.step("what"), builders.step("floor"), kind="action")
    manager, analyst = sign_in(marc()), sign_in(ana())
    call = telephone_rings(analyst)
    call.press("kind/", kind="action")
    assert "Floor?" in press(call, "answers", "what", value="A fridge")

    manager.post(f"/procedures/{first.procedure_id}/draft/")
    draft = ProcedureVersion.objects.get(state="draft")
    manager.post(f"/procedure-steps/{draft.steps.get(key='floor').pk}/removal/")
    manager.post(f"/procedure-versions/{draft.pk}/steps/", {"act": "say", "title": "We come on Monday"})
    said = draft.steps.get(act="say")
    manager.post(
        f"/procedure-steps/{said.pk}/",
        {"act": "say", "then": "next", "seen": 1, "title.en": "Monday", "say.en": "Monday!"},
    )
    manager.post(f"/procedure-versions/{draft.pk}/publication/")
    assert ProcedureVersion.objects.in_use().get() == draft

    assert "Floor?" in call.screen()
    press(call, "answers", "floor", value="The third")
    run = Run.objects.get()
    assert (run.version, run.finished_at is not None) == (first, True)

    second = telephone_rings(analyst)
    second.press("kind/", kind="action")
    press(second, "answers", "what", value="A stove")
    assert "Monday!" in second.screen()
    assert {run.version for run in Run.objects.all()} == {first, draft}


def follow(version: ProcedureVersion, day: int, *, skips: bool = False, jumps: bool = False, seconds: int = 20) -> None:
    """One call of the week: two steps of three, or all, and the contact closed."""
    at, by = MONDAY + timedelta(days=day), ana()
    contact = builders.contact(kind="information", words="When?", answer="At nine.", started_at=at)
    act: dict[str, Any] = {"facts": {"kind": "information"}, "by": by}
    run = following.start(version, contact, at=at, **act)
    if jumps:
        following.go_to(run, "second", at=at + timedelta(seconds=5), **act)
        following.answer(run, "second", "b", seen=0, at=at + timedelta(seconds=5 + seconds), **act)
    if skips:
        following.skip(run, "first", "In a hurry", at=at + timedelta(seconds=60), **act)
    else:
        following.answer(run, "first", "a", seen=0, at=at + timedelta(seconds=60 + seconds), **act)
    if not jumps:
        following.answer(run, "second", "b", seen=0, at=at + timedelta(seconds=60 + 2 * seconds), **act)
    closing.close(contact, "answered", by=by, at=at + timedelta(minutes=10))


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_compliance_of_a_week_is_right_to_the_figure_and_each_figure_opens_its_rows() -> None:
    version = builders.procedure(builders.step("first", required=True), builders.step("second"), kind="information")
    follow(version, 0)
    follow(version, 1, skips=True)
    follow(version, 2, jumps=True)
    follow(version, 9)
    idle = builders.contact(kind="information", words="When?", answer="At nine.", started_at=MONDAY)
    closing.close(idle, "answered", by=ana(), at=MONDAY + timedelta(days=3))

    client, week = sign_in(sofia()), "since=2026-03-02&until=2026-03-08"
    for by in ("procedure", "analyst", "version", "code"):
        shown = page(client, f"/procedures/compliance/?{week}&by={by}")
        total = shown.partition('<tr class="total">')[2].partition("</tr>")[0]
        assert [figure in total for figure in (">3/4<", ">1/4<", ">3/4<", ">1/3<", ">1/6<")] == [True] * 5
    assert "In a hurry" in shown
    rows = page(client, f"/procedures/compliance/rows/?{week}&figure=not_followed")
    assert f'href="/contacts/{idle.number}/"' in rows
    assert rows.count("data-row") == 1
    assert page(client, f"/procedures/compliance/rows/?{week}&figure=skipped").count("data-row") == 1
    assert page(client, f"/procedures/compliance/rows/?{week}&figure=followed").count("data-row") == 3
    reasons = page(client, f"/procedures/compliance/rows/?{week}&figure=skip&step=first&reason=In+a+hurry")
    assert reasons.count("data-row") == 1
    assert page(client, f"/procedures/compliance/rows/?{week}&figure=time&step=second").count("data-row") == 3
    assert Contact.objects.count() == 5


@pytest.mark.parametrize("asked", ["since=x&until=9999-99-99", "since=0001-01-01", "by=king&code=%00", "version=9" * 9])
def test_an_address_that_makes_no_sense_shows_the_last_days(asked: str) -> None:
    page(sign_in(sofia()), f"/procedures/compliance/?{asked}")
    page(sign_in(sofia()), f"/procedures/compliance/rows/?figure=king&{asked}")
