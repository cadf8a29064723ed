import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.language.marking import cut_out, find_marks, is_one_slip


def marked(text, query, **options):
    return [text[start:end] for start, end in find_marks(text, query, **options)]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("The printers on floor 2", "printing floor", ["printers", "floor"]),
        ("Łódź, ul. Żeromskiego 12", "lodz zeromskiego", ["Łódź", "Żeromskiego"]),
        ("ไฟถนนดับทั้งซอย", "ไฟดับ", ["ไฟ", "ดับ"]),
        ("ถนนไฟดับทั้งซอย", "ไฟดับ", ["ไฟดับ"]),
        ("See WO-123/45.", "wo12345", ["WO-123/45"]),
        ("The printer is broken", "pirnter", ["printer"]),
        ("The printer, not the pointer", "printer", ["printer"]),
        ("The cat on the mat", "the cat", ["cat"]),
        ("The cat on the mat", "the", ["The", "the"]),
        ("The cat", "dog", []),
        ("The cat", "?!", []),
    ],
)
def test_words_asked_for_are_found_in_a_text(text, query, found):
    assert marked(text, query) == found


def test_as_one_types_the_last_word_is_a_beginning():
    assert marked("Kowalska, Anna; Kowalik, Jan", "anna kow", as_typed=True) == ["Kowalska", "Anna", "Kowalik"]
    assert marked("Kowalska, Anna", "kow anna") == ["Anna"]


@given(st.text(), st.text(), st.booleans())
def test_marks_of_any_text_stand_apart_and_in_order(text, query, as_typed):
    ends = [0]
    for start, end in find_marks(text, query, as_typed=as_typed):
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)


@pytest.mark.parametrize(
    ("one", "two", "is_slip"),
    [
        ("printer", "pirnter", True),
        ("printer", "prnter", True),
        ("printer", "printers", True),
        ("printer", "pranter", True),
        ("printer", "printer", False),
        ("printer", "pribtre", False),
        ("ab", "cd", False),
        ("ab", "abcd", False),
    ],
)
def test_one_slip_is_one_letter_or_one_swap(one, two, is_slip):
    assert is_one_slip(one, two) == is_slip
    assert is_one_slip(two, one) == is_slip


TEXT = "Nothing to see here at all. " * 20 + "The water main burst near the school. " + "More of nothing. " * 20


def test_an_excerpt_is_cut_between_words_where_most_is_marked():
    part = cut_out(TEXT, find_marks(TEXT, "water main burst"), 80)
    assert [part.text[start:end] for start, end in part.marks] == ["water", "main", "burst"]
    assert (part.cut_before, part.cut_after) == (True, True)
    assert part.text in TEXT
    assert len(part.text) <= 120


def test_an_excerpt_of_a_short_text_is_the_text():
    assert cut_out("The cat", [(4, 7)], 200) == ("The cat", [(4, 7)], False, False)


def test_an_excerpt_of_thai_is_cut_between_words():
    text = "ไฟถนนดับทั้งซอยตั้งแต่เมื่อคืนนี้" * 20 + "ประปา" + "ไฟถนนดับทั้งซอยตั้งแต่เมื่อคืนนี้" * 20
    part = cut_out(text, find_marks(text, "ประปา"), 60)
    assert [part.text[start:end] for start, end in part.marks] == ["ประปา"]


@given(st.text("ab ก.", max_size=400), st.text("abก", max_size=3), st.integers(10, 100))
def test_an_excerpt_of_any_text_keeps_its_marks(text, query, length):
    marks = find_marks(text, query)
    part = cut_out(text, marks, length)
    assert part.text in text
    assert bool(part.marks) == bool(marks)
