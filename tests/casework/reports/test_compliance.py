"""Compliance of a week, to the figure, from the journal alone."""

from datetime import timedelta

import pytest

from firstline.casework.contacts import closing
from firstline.casework.contacts.models import Contact
from firstline.casework.guidance import following
from firstline.casework.guidance.models import Answer, Run
from firstline.casework.reports import compliance
from firstline.casework.reports.compliance import Act, Due, Figure, Period
from firstline.casework.tickets import opening
from firstline.casework.tickets.models import Ticket
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.procedures.models import Procedure, ProcedureVersion
from firstline.reference.staff.models import User
from tests import builders
from tests.builders import NOON
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db

WEEK = Period(NOON - timedelta(days=1), NOON + timedelta(days=6))
MINUTE = timedelta(minutes=1)


def asked() -> Contact:
    return builders.contact(kind="information", words="When?", answer="Tuesday")


def follow(version: ProcedureVersion, contact: Contact, *, by: User, code: int | None = None) -> Run:
    return following.start(version, contact, facts={"code": code}, by=by, at=NOON)


def questions() -> ProcedureVersion:
    steps = [builders.step("which", required=True), builders.step("said", "confirm", required=True)]
    return builders.procedure(*steps, key="questions", kind="information")


def pick_up(code: ProblemCode) -> ProcedureVersion:
    return builders.procedure(
        builders.step("where", required=True), builders.step("open", "do"), key="pick-up", code=code
    )


def a_week() -> tuple[ProcedureVersion, ProcedureVersion]:
    """Four questions, of which three are followed; two tickets, of which one is; and what is not counted."""
    code = builders.handled_code()
    first, second = questions(), pick_up(code)
    for number, (by, seconds) in enumerate([(ana(), 30), (ana(), 50), (tomek(), 100)]):
        contact = asked()
        run, at = follow(first, contact, by=by), NOON + timedelta(seconds=seconds)
        if number == 1:
            following.go_to(run, "said", facts={}, by=by, at=NOON)
            following.answer(run, "said", True, facts={}, seen=0, by=by, at=at)
        else:
            following.answer(run, "which", "x", facts={}, seen=0, by=by, at=at)
            following.skip(run, "said", "hung up", facts={}, by=by, at=at + MINUTE)
        closing.close(contact, "answered", by=by, at=NOON + timedelta(hours=1))
    closing.close(asked(), "answered", by=ana(), at=NOON)
    closing.close(asked(), "abandoned", by=ana(), at=NOON)
    closing.close(asked(), "answered", by=ana(), at=WEEK.until)
    contact = builders.problem(code=code)
    run = follow(second, contact, by=ana(), code=code.pk)
    following.answer(run, "where", "here", facts={"code": code.pk}, seen=0, by=ana(), at=NOON + MINUTE)
    ticket = opening.open_ticket(contact, by=ana(), at=NOON + 2 * MINUTE)
    outcome = {"ticket": ticket.pk, "number": ticket.number}
    following.record_done(run, "open", outcome, facts={}, by=ana(), at=NOON + 2 * MINUTE)
    closing.close(contact, "ticketed", by=ana(), at=NOON + 3 * MINUTE)
    opening.open_ticket(builders.problem(code=code), by=tomek(), at=NOON)
    return first, second


def counted(figure: Figure) -> tuple[int, int, float | None]:
    return figure.count, figure.of, figure.percent


def test_a_week_to_the_figure() -> None:
    first, second = a_week()
    # Nothing but the journal is asked.
    Answer.objects.all().delete()
    due, done = compliance.dues(WEEK), compliance.acts(WEEK)
    lines = {line.key: line for line in compliance.lines(due, done, "procedure")}
    assert list(lines) == [first.procedure_id, second.procedure_id]
    one, other = lines.values()
    assert [counted(figure) for figure in (one.followed, one.not_followed, one.finished)] == [
        (3, 4, 75.0),
        (1, 4, 25.0),
        (2, 4, 50.0),
    ]
    assert [counted(figure) for figure in (one.skipped, one.in_turn, one.out_of_turn)] == [
        (2, 5, 40.0),
        (4, 5, 80.0),
        (1, 5, 20.0),
    ]
    assert [counted(figure) for figure in (other.followed, other.finished, other.skipped, other.in_turn)] == [
        (1, 2, 50.0),
        (1, 2, 50.0),
        (0, 1, 0.0),
        (2, 2, 100.0),
    ]


def test_the_same_by_analyst_code_and_version() -> None:
    first, _second = a_week()
    due, done = compliance.dues(WEEK), compliance.acts(WEEK)

    def shares(by: str) -> list[tuple[object, int, int]]:
        return [(line.key, line.followed.count, line.followed.of) for line in compliance.lines(due, done, by)]

    assert shares("analyst") == [(ana().pk, 3, 4), (tomek().pk, 1, 2)]
    assert shares("code") == [(builders.code().pk, 1, 2), (None, 3, 4)]
    of_first = [row for row in due if row.procedure == first.procedure_id]
    lines = compliance.lines(of_first, [], "version")
    assert [(line.key, line.followed.count, line.followed.of) for line in lines] == [(1, 3, 3), (None, 0, 1)]


def test_every_figure_opens_its_rows() -> None:
    a_week()
    due = compliance.dues(WEEK)
    line = compliance.line(due, compliance.acts(WEEK))
    missed = {(row.kind, row.ident) for row in line.not_followed.rows}
    last_ticket = Ticket.objects.latest("pk")
    unfollowed = Contact.objects.filter(outcome="answered", closed_at=NOON).get()
    assert missed == {("contact", unfollowed.pk), ("ticket", last_ticket.pk)}
    jumped = [(row.kind, row.ident, row.step) for row in line.out_of_turn.rows if isinstance(row, Act)]
    assert [(kind, step) for kind, _ident, step in jumped] == [("contact", "said")]


def test_the_reasons_for_skipping_and_the_time_each_step_took() -> None:
    first, second = a_week()
    done = compliance.acts(WEEK)
    assert [(one.procedure, one.step, one.reason, len(one.rows)) for one in compliance.skips(done)] == [
        (first.procedure_id, "said", "hung up", 2)
    ]
    assert [(one.procedure, one.step, one.median, one.longest, len(one.rows)) for one in compliance.times(done)] == [
        (first.procedure_id, "which", 65.0, 100, 2),
        (second.procedure_id, "open", 60, 60, 1),
        (second.procedure_id, "where", 60, 60, 1),
        (first.procedure_id, "said", 50, 50, 1),
    ]


def test_a_contact_that_is_closed_again_counts_once_and_not_where_it_ends_with_a_ticket() -> None:
    questions()
    contact = asked()
    closing.close(contact, "answered", by=ana(), at=NOON)
    closing.reopen(contact, "more", by=ana())
    closing.close(contact, "answered", by=ana(), at=NOON)
    assert [(row.kind, row.ident) for row in compliance.dues(WEEK)] == [("contact", contact.pk)]
    closing.reopen(contact, "and somebody is to come", by=ana())
    Contact.objects.filter(pk=contact.pk).update(code=builders.handled_code())
    ticket = opening.open_ticket(contact, by=ana(), at=NOON)
    closing.close(contact, "ticketed", by=ana(), at=NOON)
    assert [(row.kind, row.ident) for row in compliance.dues(WEEK)] == [("ticket", ticket.pk)]


def test_a_run_of_one_ticket_does_not_count_for_another_of_the_same_contact() -> None:
    code = builders.handled_code()
    version, contact = pick_up(code), builders.problem(code=code)
    run = following.start(version, contact, facts={}, by=ana(), at=NOON)
    following.answer(run, "where", "here", facts={}, seen=0, by=ana(), at=NOON)
    untied = opening.open_ticket(contact, by=ana(), at=NOON)
    assert [row.run for row in compliance.dues(WEEK)] == [run.pk]
    following.tie(run, untied, facts={}, by=ana(), at=NOON)
    Contact.objects.filter(pk=contact.pk).update(code=code, words="Another")
    other = opening.open_ticket(contact, by=ana(), at=NOON)
    assert {row.ident: row.run for row in compliance.dues(WEEK)} == {untied.pk: run.pk, other.pk: None}


def test_a_run_without_a_step_is_not_followed_and_a_correction_counts_once() -> None:
    version = questions()
    contact = asked()
    run = follow(version, contact, by=ana())
    closing.close(contact, "answered", by=ana(), at=NOON)
    assert [row.run for row in compliance.dues(WEEK)] == [None]
    following.answer(run, "which", "x", facts={}, seen=0, by=ana(), at=NOON)
    following.answer(run, "which", "y", facts={}, seen=1, by=ana(), at=NOON)
    following.answer(run, "said", True, facts={}, seen=0, by=ana(), at=NOON)
    (row,) = compliance.dues(WEEK)
    assert (row.run, row.is_finished) == (run.pk, True)
    assert [one.step for one in compliance.acts(WEEK)] == ["which", "said"]


def test_a_run_that_somebody_declared_finished_is_finished() -> None:
    version = builders.procedure(builders.step("which"), builders.step("more"), kind="information")
    contact = asked()
    run = follow(version, contact, by=ana())
    following.answer(run, "which", "x", facts={}, seen=0, by=ana(), at=NOON)
    following.finish(run, facts={}, by=ana(), at=NOON)
    closing.close(contact, "answered", by=ana(), at=NOON)
    assert [row.is_finished for row in compliance.dues(WEEK)] == [True]


def test_an_empty_week_has_no_percentages() -> None:
    line = compliance.line([], [])
    assert (line.followed.percent, compliance.lines([], [], "code"), Procedure.objects.count()) == (None, [], 0)
    assert Due("contact", 1, NOON, 1, None, None).run is None
