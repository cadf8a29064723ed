"""The matrix of impact and urgency is laid down, switched off, and remembered."""

from datetime import UTC, datetime

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import matrix
from firstline.reference.service_levels.laid_down import current
from tests.builders import priority
from tests.cast import marc

pytestmark = pytest.mark.django_db


def nine():
    ranked = [priority(key, rank) for rank, key in enumerate(("a", "b", "c", "d"), start=1)]
    return matrix.by_sum(ranked), ranked


def test_the_usual_matrix_is_proposed_where_there_never_was_one():
    cells, _ranked = nine()
    assert (matrix.proposed(), matrix.stamp()) == (cells, "off")


def test_the_matrix_decides_once_it_is_laid_down():
    cells, ranked = nine()
    matrix.lay_down(cells, by=marc())
    assert [current().by_matrix(*cell).key for cell in ((1, 1), (1, 2), (3, 3))] == ["a", "b", "d"]
    assert matrix.stamp() == "-".join(str(cells[cell].pk) for cell in sorted(cells))
    assert Entry.objects.get(verb="matrix.laid_down").facts["1 x 2"] == ranked[1].key


def test_what_was_laid_down_last_is_proposed_again_after_it_was_switched_off():
    cells, ranked = nine()
    own = {**cells, (3, 3): ranked[0]}
    matrix.lay_down(own, by=marc())
    matrix.lay_down({}, by=marc())
    assert (matrix.proposed(), matrix.stamp(), current().by_matrix(3, 3)) == (own, "off", None)


def test_a_retired_priority_is_not_proposed():
    cells, ranked = nine()
    matrix.lay_down(dict.fromkeys(cells, ranked[3]), by=marc())
    ranked[3].retired_at = datetime(2026, 1, 1, tzinfo=UTC)
    ranked[3].save()
    assert ranked[3] not in matrix.proposed().values()


def test_the_second_of_two_managers_is_told():
    cells, ranked = nine()
    seen = matrix.stamp()
    matrix.lay_down(cells, by=marc(), seen=seen)
    with pytest.raises(Refused, match="Somebody else has changed the matrix"):
        matrix.lay_down(dict.fromkeys(cells, ranked[0]), by=marc(), seen=seen)


def test_a_matrix_has_nine_cells():
    cells, _ranked = nine()
    del cells[1, 1]
    with pytest.raises(Refused, match="nine cells"):
        matrix.lay_down(cells, by=marc())
