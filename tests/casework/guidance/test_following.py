"""Following a procedure: what is due, answering, skipping, jumping, and the end."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.guidance import following
from firstline.casework.guidance.models import Run
from firstline.casework.guidance.reading import NotAnAnswer
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.procedures import drafts, publishing, writing
from firstline.reference.procedures.models import ProcedureVersion
from tests import builders
from tests.builders import NOON
from tests.cast import ana, marc, tomek

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LEAKS = {"field": "answer.leaks", "is": "is", "value": True}


def leak() -> ProcedureVersion:
    steps = [
        builders.step("leaks", answer_type="yes_no", required=True, then="bye"),
        builders.step("tap", required=True),
        builders.step("bye", "say"),
    ]
    version = builders.procedure(*steps)
    builders.branch(steps[0], "tap", LEAKS)
    return version


def started(version: ProcedureVersion | None = None) -> Run:
    return following.start(version or leak(), builders.contact(), facts={"code": 7}, by=ana(), at=NOON)


def due(run: Run) -> str | None:
    step = following.next_step(run, {})
    return step.key if step else None


def answer(run: Run, key: str, value: object, *, seen: int = 0, minutes: int = 1) -> Run:
    return following.answer(run, key, value, facts={"code": 7}, seen=seen, by=ana(), at=NOON + minutes * MINUTE)


def entries(run: Run) -> list[tuple[str, dict[str, object]]]:
    return [(entry.verb.removeprefix("run."), entry.facts) for entry in history_of(run)]


def test_the_steps_come_one_after_the_other_to_the_end() -> None:
    run = started()
    seen = [due(run)]
    for number, (key, value) in enumerate([("leaks", True), ("tap", "shut"), ("bye", True)], start=1):
        run = answer(run, key, value, minutes=number)
        seen.append(due(run))
    assert seen == ["leaks", "tap", "bye", None]
    assert run.finished_at == NOON + 3 * MINUTE
    assert [(verb, facts.get("step"), facts.get("seconds"), facts.get("finished")) for verb, facts in entries(run)] == [
        ("started", None, None, None),
        ("answered", "leaks", 60, None),
        ("answered", "tap", 60, None),
        ("answered", "bye", 60, True),
    ]


def test_the_entries_stand_in_the_history_of_the_contact() -> None:
    contact = builders.contact()
    run = following.start(leak(), contact, facts={}, by=ana())
    following.leave(run, "wrong one", facts={}, by=ana())
    assert [entry.verb for entry in history_of(contact)] == ["run.started", "run.left"]


def test_a_second_start_goes_on_with_the_first_and_another_procedure_runs_beside_it() -> None:
    contact, version = builders.contact(), leak()
    first = following.start(version, contact, facts={}, by=ana())
    assert following.start(version, contact, facts={}, by=tomek()) == first
    other = following.start(builders.procedure(builders.step("a"), key="other"), contact, facts={}, by=ana())
    assert following.running(contact) == [other, first]
    following.leave(other, "done elsewhere", facts={}, by=ana())
    assert (following.running(contact), following.of_subject(contact)) == ([first], [other, first])


def test_a_second_problem_of_a_contact_is_followed_anew_when_the_first_has_its_ticket() -> None:
    contact, version = builders.contact(), leak()
    first = following.start(version, contact, facts={}, by=ana())
    ticket = builders.ticket()
    following.tie(first, ticket, facts={}, by=ana())
    second = following.start(version, contact, facts={}, by=ana())
    assert following.running(contact) == [second, first]
    assert following.start(version, contact, facts={}, by=ana()) == second
    assert following.start(version, ticket, facts={}, by=ana()) == first


def test_a_draft_is_not_followed() -> None:
    with pytest.raises(Refused):
        started(builders.procedure(builders.step("a"), state="draft"))


def test_only_contacts_and_tickets_have_procedures() -> None:
    with pytest.raises(ValueError, match="customer"):
        following.running(builders.customer())


def test_a_version_published_meanwhile_does_not_change_a_run() -> None:
    run = started()
    new = drafts.draft(run.version.procedure, by=marc())
    new.steps.filter(key="tap").delete()
    publishing.withdraw(run.version, by=marc())
    ProcedureVersion.objects.filter(pk=new.pk).update(state="published", published_at=NOON)
    writing.retire(run.version.procedure, by=marc())
    run = answer(Run.objects.get(pk=run.pk), "leaks", True)
    assert (due(run), run.version.number) == ("tap", 1)


def test_an_answer_is_corrected_and_the_way_with_it() -> None:
    run = answer(answer(started(), "leaks", True), "leaks", False, seen=1, minutes=3)
    assert due(run) == "bye"
    assert [(row.step_key, row.value, row.version, row.seconds) for row in run.answers.all()] == [
        ("leaks", False, 2, 60)
    ]
    assert entries(run)[-1][1]["again"] is True


def test_the_same_answer_again_is_not_written_twice() -> None:
    run = answer(answer(started(), "leaks", True), "leaks", True)
    assert [verb for verb, _facts in entries(run)] == ["started", "answered"]


def test_two_who_answer_one_step_see_both_answers() -> None:
    run = started()
    answer(run, "leaks", True)
    with pytest.raises(Conflict) as conflict:
        answer(run, "leaks", False)
    assert (conflict.value.theirs, conflict.value.mine, conflict.value.version) == (True, False, 1)


def test_after_the_end_a_correction_may_open_it_again() -> None:
    run = answer(answer(started(), "leaks", False), "bye", True)
    assert run.finished_at == NOON + MINUTE
    run = answer(run, "leaks", True, seen=1)
    assert (run.finished_at, due(run)) == (None, "tap")


def test_a_required_step_is_skipped_only_with_a_reason() -> None:
    run = started()
    with pytest.raises(Refused) as refusal:
        following.skip(run, "leaks", "  ", facts={}, by=ana())
    assert refusal.value.field == "reason"
    run = following.skip(run, "leaks", "the caller hung up", facts={}, by=ana())
    run = following.skip(run, "leaks", "the caller hung up", facts={}, by=ana())
    assert due(run) == "bye"
    run = following.skip(run, "bye", "", facts={}, by=ana())
    verb, facts = entries(run)[1]
    assert (verb, facts["text"], facts["required"]) == ("skipped", "the caller hung up", True)
    assert (len(entries(run)), run.finished_at is None) == (3, False)


def test_a_jump_is_recorded_and_what_is_required_is_asked_in_the_end() -> None:
    run = following.go_to(started(), "bye", facts={}, by=ana())
    run = following.go_to(run, "bye", facts={}, by=ana())
    assert due(run) == "bye"
    run = answer(run, "bye", True)
    assert due(run) == "leaks"
    run = answer(run, "leaks", False)
    assert [(verb, facts.get("expected"), facts.get("in_turn")) for verb, facts in entries(run)] == [
        ("started", None, None),
        ("jumped", "leaks", None),
        ("answered", None, False),
        ("answered", None, True),
    ]


def test_a_jump_back_shows_a_step_that_is_answered() -> None:
    run = following.go_to(answer(started(), "leaks", False), "leaks", facts={}, by=ana())
    assert due(run) == "leaks"
    assert due(answer(run, "leaks", True, seen=1)) == "tap"


def test_something_done_is_recorded_and_a_ticket_ties_the_run_to_it() -> None:
    steps = [builders.step("open", "do"), builders.step("what")]
    run, ticket = started(builders.procedure(*steps)), builders.ticket()
    with pytest.raises(NotAnAnswer):
        answer(run, "open", True)
    with pytest.raises(NotAnAnswer):
        following.record_done(run, "what", {}, facts={}, by=ana())
    outcome = {"ticket": ticket.pk, "number": ticket.number}
    for _ in range(2):
        run = following.record_done(run, "open", outcome, facts={}, by=ana())
    assert (run.ticket_id, due(run), following.running(ticket)) == (ticket.pk, "what", [run])
    assert [entry.verb for entry in history_of(ticket)] == ["run.step_done"]


def test_a_run_is_tied_to_one_ticket() -> None:
    run, ticket = started(), builders.ticket()
    for _ in range(2):
        run = following.tie(run, ticket, facts={}, by=ana())
    with pytest.raises(Refused):
        following.tie(run, builders.ticket(), facts={}, by=ana())
    assert [entry.verb for entry in history_of(ticket)] == ["run.tied"]


def test_a_run_is_left_with_a_reason_and_then_stays_as_it_is() -> None:
    run = started()
    with pytest.raises(Refused):
        following.leave(run, "", facts={}, by=ana())
    run = following.leave(run, "another problem", facts={}, by=ana())
    with pytest.raises(Refused):
        answer(run, "leaks", True)
    assert following.progress(run, {}).due is None


def test_a_run_is_finished_when_nothing_required_is_open() -> None:
    run = started()
    with pytest.raises(Refused, match="Leaks"):
        following.finish(run, facts={}, by=ana())
    run = following.finish(answer(run, "leaks", False), facts={}, by=ana())
    assert (run.is_open, entries(run)[-1][0]) == (False, "finished")


def test_the_journal_shows_a_choice_in_every_language() -> None:
    labels = {"en": "Wheel", "pl": "Koło"}
    step = builders.step("size", answer_type="choice", choices=[{"key": "wheel", "labels": labels}])
    run = answer(started(builders.procedure(step)), "size", "wheel")
    facts = entries(run)[-1][1]
    assert (facts["value"], facts["shown"]) == ("wheel", labels)


def test_a_step_that_the_version_does_not_have_is_refused() -> None:
    with pytest.raises(Refused):
        answer(started(), "nothing", True)


def test_progress_counts_the_steps_on_the_way() -> None:
    run = started()
    shown = following.progress(run, {})
    assert ([step.key for step in shown.steps], shown.number, shown.count) == (["leaks", "bye"], 1, 2)
    shown = following.progress(answer(run, "leaks", True), {})
    assert ([step.key for step in shown.steps], shown.number, shown.count) == (["leaks", "tap", "bye"], 2, 3)
    assert [(key, row.value) for key, row in shown.answers.items()] == [("leaks", True)]
    shown = following.progress(following.go_to(run, "tap", facts={}, by=ana()), {})
    assert (shown.number, shown.due.key if shown.due else "") == (2, "tap")


def test_what_was_known_when_it_was_followed_counts_when_it_is_cleared() -> None:
    steps = [builders.step("a"), builders.step("deep"), builders.step("bye", "say")]
    version = builders.procedure(*steps)
    builders.branch(steps[0], "bye", {"field": "code", "is": "any_of", "value": ["7"]})
    run = answer(started(version), "a", "x")
    assert due(run) == "bye"
    assert following.next_step(run, {"code": 8}).key == "deep"  # type: ignore[union-attr]


def test_the_next_step_costs_two_queries_at_most(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    run = started()
    due(run)
    run = Run.objects.select_related("version").get(pk=run.pk)
    with django_assert_num_queries(1):
        assert due(run) == "leaks"
    contact = run.contact_id
    with django_assert_num_queries(2):
        (loaded,) = Run.objects.filter(contact_id=contact).open().with_answers()
        assert due(loaded) == "leaks"
