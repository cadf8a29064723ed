"""What a code carries, its questions, and standard work orders with their tasks."""

from datetime import timedelta

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.handling import questions, standard_orders
from firstline.reference.handling.carrying import carry
from firstline.reference.handling.models import Handling, Question, StandardWorkOrder
from firstline.reference.handling.shipping import ship
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=1)


def test_what_a_code_carries_is_laid_down_piece_by_piece() -> None:
    code, centre = builders.code(), builders.centre()
    carry(code, centre=centre, tier=2, by=marc())
    carry(code, requires_location=True, permanent_turnaround=48 * HOURS, by=marc())
    carry(code, requires_location=True, by=marc())
    handling = Handling.objects.get(code=code)
    assert (handling.centre, handling.tier, handling.requires_location) == (centre, 2, True)
    changes = [
        {"field": "requires_location", "was": False, "now": True},
        {"field": "permanent_turnaround", "was": None, "now": 2880},
    ]
    assert [entry.facts for entry in Entry.objects.order_by("id")][1:] == [{"changes": changes}]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"tier": 0}, "tier"),
        ({"tier": 4}, "tier"),
        ({"temporary_turnaround": timedelta(0)}, "temporary_turnaround"),
        ({"permanent_turnaround": timedelta(days=4000)}, "permanent_turnaround"),
        ({"temporary_turnaround": 3 * HOURS, "permanent_turnaround": 2 * HOURS}, "temporary_turnaround"),
    ],
)
def test_what_cannot_be_carried_is_refused(facts: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        carry(builders.code(), by=marc(), **facts)  # type: ignore[arg-type]
    assert (refused.value.field, Handling.objects.count()) == (field, 0)


def test_a_tier_must_be_one_of_the_centre() -> None:
    with pytest.raises(Refused, match="no such tier"):
        carry(builders.code(), centre=builders.centre(tiers=1), tier=2, by=marc())


def test_questions_are_asked_in_their_order() -> None:
    code = builders.code()
    first, second, third = (
        questions.add_question(code, "text", {"en": text}, by=marc()) for text in ("What?", "Where?", "Since when?")
    )
    questions.move_question(third, 1, by=marc())
    questions.remove_question(first, by=marc())
    assert [str(question) for question in code.questions.all()] == ["Since when?", "Where?"]
    questions.move_question(third, 99, by=marc())
    assert [str(question) for question in code.questions.all()] == ["Where?", "Since when?"]
    assert Question.objects.get(pk=second.pk).position == 1


def test_a_choice_needs_two_answers_and_other_kinds_keep_none() -> None:
    code = builders.code()
    with pytest.raises(Refused) as refused:
        questions.add_question(code, "choice", {"en": "Colour?"}, choices=[{"en": "Red"}, {"en": " "}], by=marc())
    assert refused.value.field == "choices"
    choices = [{"en": "Red", "fr": "Rouge"}, {"en": "Blue"}]
    question = questions.add_question(code, "choice", {"en": "Colour?"}, choices=choices, by=marc())
    assert question.choices == choices
    changed = questions.change_question(question, "yes_no", {"en": "Red?"}, choices=choices, required=False, by=marc())
    assert (changed.kind, changed.choices, changed.required) == ("yes_no", [], False)


@pytest.mark.parametrize(("kind", "texts"), [("song", {"en": "What?"}), ("text", {}), ("text", {"en": "x" * 501})])
def test_a_question_needs_a_kind_and_a_text(kind: str, texts: dict[str, str]) -> None:
    with pytest.raises(Refused):
        questions.add_question(builders.code(), kind, texts, by=marc())
    assert Question.objects.count() == 0


def test_a_standard_work_order_with_its_tasks() -> None:
    order = standard_orders.create_standard_work_order(
        {"en": "Fill a hole"}, 2 * HOURS, crew=builders.crew(), by=marc()
    )
    load, fill = (standard_orders.add_task(order, {"en": text}, by=marc()) for text in ("Load", "Fill"))
    standard_orders.move_task(fill, 1, by=marc())
    standard_orders.rename_task(load, "fr", "Charger", by=marc())
    assert [(task.label, task.position) for task in order.tasks.all()] == [("Fill", 1), ("Load", 2)]
    standard_orders.remove_task(fill, by=marc())
    standard_orders.instruct(order, "en", "Close the lane first.", by=marc())
    standard_orders.rename_standard_work_order(order, "fr", "Boucher un trou", by=marc())
    order = standard_orders.change_standard_work_order(order, near_metres=50, by=marc())
    assert (order.instructions, order.near_metres) == ({"en": "Close the lane first."}, 50)
    assert order.labels == {"en": "Fill a hole", "fr": "Boucher un trou"}
    assert standard_orders.retire_standard_work_order(order, by=marc(), at=builders.NOON).retired_at == builders.NOON
    assert standard_orders.restore_standard_work_order(order, by=marc()).retired_at is None


@pytest.mark.parametrize("duration", [timedelta(0), -HOURS, timedelta(days=366)])
def test_a_job_takes_some_time_and_at_most_a_year(duration: timedelta) -> None:
    with pytest.raises(Refused) as refused:
        standard_orders.create_standard_work_order({"en": "Fill"}, duration, by=marc())
    assert (refused.value.field, StandardWorkOrder.objects.count()) == ("duration", 0)


def test_a_fresh_installation_is_shipped_priorities_and_a_catch_all_once() -> None:
    ship()
    entries = Entry.objects.count()
    ship()
    assert (Priority.objects.count(), SupportCentre.objects.filter(is_catch_all=True).count()) == (4, 1)
    assert Entry.objects.count() == entries
