import pytest

from firstline.casework.work_orders.holding import Finished
from firstline.casework.work_orders.models import State
from firstline.casework.work_orders.writing import write
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.search.querying import query
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def test_a_field_is_written_counted_and_found():
    order = builders.work_order()
    written = write(order, "instructions", "Bring a trolley", seen=1, by=ana())
    assert (written.instructions, written.version) == ("Bring a trolley", 2)
    assert history_of(order).last().facts == {"field": "instructions", "was": "", "now": "Bring a trolley"}
    assert [hit.object_id for hit in query("trolley", kinds=["work_order"])] == [order.pk]


def test_the_second_writer_of_a_field_sees_both_values():
    order = builders.work_order()
    write(order, "title", "Collect a freezer", seen=1, by=ana())
    with pytest.raises(Conflict) as conflict:
        write(order, "title", "Collect a fridge", seen=1, by=tomek())
    assert (conflict.value.theirs, conflict.value.mine) == ("Collect a freezer", "Collect a fridge")


def test_two_writers_of_two_fields_do_not_disturb_each_other():
    order = builders.work_order()
    write(order, "title", "Collect a freezer", seen=1, by=ana())
    assert write(order, "place", "Back door", seen=1, by=tomek()).version == 3


def test_the_same_value_again_is_no_entry():
    order = builders.work_order(place="Back door")
    write(order, "place", "Back door", seen=1, by=ana())
    assert history_of(order).count() == 0


def test_a_location_brings_its_point_and_goes_with_it():
    order, place = builders.work_order(), builders.location(latitude=1.5, longitude=2.5)
    placed = write(order, "location", place, seen=1, by=ana())
    assert (placed.latitude, placed.longitude) == (1.5, 2.5)
    assert write(order, "location", None, seen=2, by=ana()).latitude is None


def test_other_fields_an_empty_title_and_finished_orders_are_refused():
    with pytest.raises(Refused):
        write(builders.work_order(), "state", "completed", seen=1, by=ana())
    with pytest.raises(Refused) as refused:
        write(builders.work_order(), "title", "", seen=1, by=ana())
    assert refused.value.field == "title"
    with pytest.raises(Finished):
        write(builders.work_order(state=State.COMPLETED), "title", "Late", seen=1, by=ana())
