import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.casework.contacts.models import Contact
from firstline.journal.versions import Conflict, change


def test_a_change_counts_up_and_says_which_columns_to_save():
    row = Contact(words="")
    assert change(row, {"words": "no water"}, seen=1) == ["words", "version", "changed_in"]
    assert (row.words, row.version, row.changed_in) == ("no water", 2, {"words": 2})


def test_the_same_value_again_changes_nothing():
    row = Contact(words="no water")
    assert (change(row, {"words": "no water"}, seen=1), row.version) == ([], 1)


def test_two_writers_of_different_fields_do_not_disturb_each_other():
    row = Contact()
    change(row, {"words": "no water"}, seen=1)
    change(row, {"note": "angry"}, seen=1)
    assert (row.words, row.note, row.version) == ("no water", "angry", 3)


def test_the_second_writer_of_one_field_gets_both_values():
    row = Contact()
    change(row, {"words": "no water"}, seen=1)
    with pytest.raises(Conflict) as conflict:
        change(row, {"words": "brown water"}, seen=1)
    assert (conflict.value.field, conflict.value.theirs, conflict.value.mine) == ("words", "no water", "brown water")
    assert (conflict.value.version, row.words) == (2, "no water")


def test_with_the_version_of_the_conflict_the_second_writer_may_choose():
    row = Contact()
    change(row, {"words": "no water"}, seen=1)
    change(row, {"words": "brown water"}, seen=2)
    assert row.words == "brown water"


@given(
    st.lists(
        st.tuples(st.sampled_from(["words", "note", "wanted"]), st.text(max_size=5), st.integers(0, 6)), max_size=12
    )
)
def test_no_value_is_ever_overwritten_by_somebody_who_had_not_seen_it(writes):
    row = Contact()
    for field, value, back in writes:
        seen = max(row.version - back, 1)
        last_change, standing = row.changed_in.get(field, 0), getattr(row, field)
        try:
            change(row, {field: value}, seen=seen)
        except Conflict:
            assert last_change > seen
            assert getattr(row, field) == standing
        else:
            assert getattr(row, field) == value
            assert standing == value or last_change <= seen
