"""Two people at one procedure in the same moment: real commits, real locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from firstline.casework.guidance import following
from firstline.casework.guidance.models import Run
from firstline.journal.models import Entry
from firstline.journal.versions import Conflict
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in the same moment, each on a connection of its own; gives what each returned, or its conflict."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait()
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_two_who_start_a_procedure_follow_the_same_run() -> None:
    version, contact = builders.procedure(builders.step("a")), builders.contact()
    people = [ana(), tomek()]
    found = at_once(*(lambda by=by: following.start(version, contact, facts={}, by=by) for by in people))
    assert found[0] == found[1]
    assert (Run.objects.count(), Entry.objects.filter(verb="run.started").count()) == (1, 1)


def test_two_who_answer_a_step_differently_are_both_told() -> None:
    run = following.start(builders.procedure(builders.step("a")), builders.contact(), facts={}, by=ana())
    said = [(ana(), "yes"), (tomek(), "no")]
    found = at_once(
        *(lambda by=by, text=text: following.answer(run, "a", text, facts={}, seen=0, by=by) for by, text in said)
    )
    kept = run.answers.get().value
    (conflict,) = [one for one in found if isinstance(one, Conflict)]
    assert {conflict.theirs, conflict.mine} == {"yes", "no"}
    assert conflict.theirs == kept
