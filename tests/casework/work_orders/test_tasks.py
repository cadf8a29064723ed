from datetime import timedelta

import pytest

from firstline.casework.work_orders import progress
from firstline.casework.work_orders.holding import Finished
from firstline.casework.work_orders.models import Task
from firstline.casework.work_orders.raising import raise_for
from firstline.casework.work_orders.tasks import add_task, tick, untick
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def test_a_ticked_task_knows_who_when_and_what_came_of_it():
    order = raise_for(builders.ticket(), by=ana())
    done = tick(order.tasks.first(), " 80 kg ", by=tomek(), at=builders.NOON)
    assert (done.done_by, done.done_at, done.result) == (tomek(), builders.NOON, "80 kg")
    last = history_of(order).last()
    assert (last.verb, last.facts) == ("task.ticked", {"task": "Load the appliance", "text": "80 kg"})


def test_ticked_again_it_keeps_who_and_when_and_takes_the_new_result():
    task = raise_for(builders.ticket(), by=ana()).tasks.first()
    tick(task, "80 kg", by=tomek(), at=builders.NOON)
    again = tick(task, "90 kg", by=ana(), at=builders.NOON + timedelta(hours=1))
    assert (again.done_by, again.done_at, again.result) == (tomek(), builders.NOON, "90 kg")


def test_ticked_back_it_is_open_and_the_journal_keeps_the_result():
    order = raise_for(builders.ticket(), by=ana())
    task = tick(order.tasks.first(), "80 kg", by=tomek())
    assert (untick(task, by=tomek()).done_at, untick_twice(task)) == (None, True)
    assert history_of(order).last().facts == {"task": "Load the appliance", "text": "80 kg"}


def untick_twice(task):
    with pytest.raises(Refused):
        untick(task, by=tomek())
    return True


def test_tasks_of_a_finished_order_stay_as_they_are():
    order = raise_for(builders.ticket(), by=ana())
    task = order.tasks.first()
    progress.complete(order, "Collected.", by=tomek())
    with pytest.raises(Finished):
        tick(task, "", by=tomek())
    with pytest.raises(Finished):
        add_task(order, "One more", by=tomek())


def test_a_plain_order_gets_its_tasks_one_after_another():
    order = builders.work_order()
    add_task(order, "Look", by=ana())
    add_task(order, "Mend", by=ana())
    assert [(task.position, task.text) for task in order.tasks.all()] == [(1, "Look"), (2, "Mend")]


def test_an_empty_task_and_a_two_hundred_and_first_are_refused():
    order = builders.work_order()
    with pytest.raises(Refused):
        add_task(order, " ", by=ana())
    Task.objects.bulk_create(Task(order=order, position=number, text="again") for number in range(1, 201))
    with pytest.raises(Refused):
        add_task(order, "too much", by=ana())
