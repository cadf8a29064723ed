import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.interfaces.transfer import reading
from firstline.interfaces.transfer.reading import FileRefused
from tests.interfaces.transfer.files import FIRST, HEADING, MAPPING, SECOND, csv, mapping


def lines(path, how):
    return [(row.line, row.problem) for row in reading.rows(path, how)]


def refusal(path, how):
    with pytest.raises(FileRefused) as refused:
        list(reading.rows(path, how))
    return str(refused.value)


def test_rows_come_with_the_line_they_begin_on(tmp_path):
    path = csv(tmp_path, FIRST, SECOND.replace("Filled", '"Filled\nand closed"'), "", FIRST)
    assert lines(path, mapping(tmp_path)) == [(2, ""), (3, ""), (6, "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_makes_no_difference(tmp_path, encoding):
    path = csv(tmp_path, FIRST, encoding=encoding)
    assert [row.cells["id"] for row in reading.rows(path, mapping(tmp_path))] == ["1"]


def test_a_row_with_too_many_or_too_few_cells_is_an_error_of_that_row(tmp_path):
    path = csv(tmp_path, FIRST + ",more", "1,2", SECOND)
    assert lines(path, mapping(tmp_path)) == [
        (2, "the row has 15 cells, the heading 14."),
        (3, "the row has 2 cells, the heading 14."),
        (4, ""),
    ]


def test_a_cell_of_ten_million_characters_is_an_error_of_its_row(tmp_path):
    path = csv(tmp_path, FIRST.replace("Deep hole", "x" * 10_000_000), SECOND)
    assert lines(path, mapping(tmp_path)) == [
        (2, "column title holds 10000000 characters; 1000000 are the most."),
        (3, ""),
    ]


def test_a_nul_is_an_error_of_its_row(tmp_path):
    path = csv(tmp_path, FIRST.replace("Deep", "De\x00ep"), SECOND)
    assert lines(path, mapping(tmp_path)) == [(2, "column title holds a NUL character."), (3, "")]


def test_a_misplaced_quotation_mark_is_an_error_of_its_row(tmp_path):
    path = csv(tmp_path, FIRST.replace("Deep hole", '"Deep"hole'), SECOND)
    assert lines(path, mapping(tmp_path)) == [(2, "a quotation mark is misplaced (lines 2 to 2 are one row)."), (3, "")]


def test_a_quotation_mark_that_is_never_closed_refuses_the_file(tmp_path):
    path = csv(tmp_path, FIRST, SECOND.replace("Filled", '"Filled'), FIRST)
    assert refusal(path, mapping(tmp_path)) == (
        "rows.csv, line 3: a quotation mark is opened in this row and never closed."
    )


def test_a_line_without_end_refuses_the_file(tmp_path):
    path = csv(tmp_path, FIRST, "x" * 16_000_001)
    assert refusal(path, mapping(tmp_path)) == "rows.csv, line 3: the line does not end; this is not a CSV file."


def test_another_encoding_refuses_the_file_with_the_place(tmp_path):
    path = csv(tmp_path, FIRST, SECOND.replace("Filled", "Réparé"), encoding="latin-1")
    assert refusal(path, mapping(tmp_path)) == (
        "rows.csv, line 3, character 101: not UTF-8 text (byte 0xe9). If the file has another encoding, name it in the "
        'mapping: encoding = "latin-1".'
    )


def test_a_lone_surrogate_is_no_text(tmp_path):
    path = csv(tmp_path, FIRST.replace("Deep", "\ud800"))
    assert refusal(path, mapping(tmp_path)).startswith("rows.csv, line 2, character 23: not UTF-8 text (byte 0xed).")


def test_another_encoding_is_read_when_the_mapping_names_it(tmp_path):
    path = csv(tmp_path, FIRST.replace("Deep hole", "Pozo más"), encoding="latin-1")
    how = mapping(tmp_path, 'encoding = "latin-1"\n' + MAPPING)
    assert [row.cells["title"] for row in reading.rows(path, how)] == ["Pozo más"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "rows.csv: the spreadsheet is damaged."),
        (b"%PDF-1.7", "rows.csv is neither CSV nor XLSX but PDF; save it as CSV in UTF-8."),
        ("id,dept\n".encode("utf-16"), 'rows.csv is UTF-16 text; name that in the mapping: encoding = "utf-16".'),
        (b"a\x00b\x01\n", "rows.csv, line 1: not a CSV file, but binary data."),
        (b"", "rows.csv, line 1: the file has no heading."),
        (b"\n\nid\n", "rows.csv, line 1: the file has no heading."),
    ],
)
def test_what_is_no_csv_file_is_named(tmp_path, content, sentence):
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    assert refusal(path, mapping(tmp_path)) == sentence


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    assert refusal(tmp_path / "none.csv", mapping(tmp_path)) == "none.csv: No such file or directory"


def test_missing_columns_are_named_with_those_that_are_there(tmp_path):
    path = csv(tmp_path, "1;2", heading="id;dept")
    assert refusal(path, mapping(tmp_path)) == (
        "rows.csv, line 1: there is no column id, dept, problem, team, title, place, lat, lon, via, state, opened, "
        "closed, result, area. The file has: id;dept."
    )


def test_a_column_that_stands_there_twice_is_refused(tmp_path):
    path = csv(tmp_path, FIRST + ",x", heading=HEADING + ",id")
    assert refusal(path, mapping(tmp_path)) == "rows.csv, line 1: the column id stands there more than once."


@given(st.binary(max_size=400))
def test_no_content_of_a_file_is_more_than_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("odd") / "rows.csv"
    path.write_bytes(HEADING.encode() + b"\n" + content)
    how = mapping(path.parent)
    with suppress(FileRefused):
        assert all(row.line > 1 for row in reading.rows(path, how))


def test_memory_does_not_grow_with_the_file(tmp_path):
    how = mapping(tmp_path)
    peaks = []
    for count in (2_000, 20_000):
        path = csv(tmp_path, *[FIRST] * count)
        tracemalloc.start()
        assert sum(1 for _row in reading.rows(path, how)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
