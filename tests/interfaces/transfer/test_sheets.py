import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from firstline.interfaces.transfer import reading, sheets
from firstline.interfaces.transfer.reading import FileRefused
from firstline.interfaces.transfer.sheets import NoSheet
from firstline.interfaces.transfer.sniffing import Form, guess, preview


def saved(folder, rows, name="rows.xlsx", title="One"):
    workbook = Workbook()
    page = workbook.active
    page.title = title
    for row in rows:
        page.append(row)
    second = workbook.create_sheet("Two")
    second.append(["only", "here"])
    workbook.save(folder / name)
    return folder / name


def refusal(path, sheet=""):
    with pytest.raises(NoSheet) as refused:
        list(sheets.records(path, sheet))
    return str(refused.value)


def repacked(path, change):
    """The same workbook with one part written anew."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change(parts).items():
            archive.writestr(name, content)
    return changed


def test_cells_become_what_a_person_would_write(tmp_path):
    path = saved(
        tmp_path,
        [
            ["text", "number", "time", "more"],
            ["=1+1", 5.0, datetime(2026, 5, 1, 13, 45), True],
            [None, None, None, None],
            ["ข้อความ", 0.5, date(2026, 5, 1), time(8, 30)],
            ["x", 48221234567.0],
        ],
    )
    assert list(sheets.records(path)) == [
        (1, ["text", "number", "time", "more"], ""),
        (2, ["=1+1", "5", "2026-05-01 13:45:00", "TRUE"], ""),
        (4, ["ข้อความ", "0.5", "2026-05-01", "08:30:00"], ""),
        (5, ["x", "48221234567", "", ""], ""),
    ]
    assert list(sheets.records(path, "Two")) == [(1, ["only", "here"], "")]
    assert refusal(path, "Three") == "there is no sheet Three; there are: One, Two."


def test_what_the_file_holds_counts_and_not_its_name(tmp_path):
    path = saved(tmp_path, [["a", "b"], ["1", "2"]], name="rows.csv")
    assert preview(path, guess(path)).rows == [["1", "2"]]
    text = tmp_path / "rows.xlsx"
    text.write_bytes("a;b\n1;é\n".encode("cp1252"))
    assert (guess(text).delimiter, preview(text, guess(text)).rows) == (";", [["1", "é"]])
    wide = tmp_path / "wide.csv"
    wide.write_bytes("a\tb\nż\tó\n".encode("utf-16"))
    assert (guess(wide), preview(wide, guess(wide)).rows) == (Form("utf-16", "\t"), [["ż", "ó"]])


def test_a_workbook_made_to_burst_is_not_unpacked(tmp_path):
    path = saved(tmp_path, [["a"], ["1"]])
    blank = b" " * 60_000_000
    sheet = "xl/worksheets/sheet1.xml"
    burst = repacked(path, lambda parts: {**parts, sheet: parts[sheet] + blank})
    assert refusal(burst) == "the spreadsheet unpacks to more than can be read; save it as CSV."
    held = repacked(path, lambda parts: {**parts, "xl/media/image.bin": blank + blank})
    assert refusal(held) == "the spreadsheet unpacks to more than can be read; save it as CSV."


def test_a_workbook_that_lies_or_is_broken_is_one_sentence(tmp_path):
    path = saved(tmp_path, [["a"], ["1"]])
    sheet = "xl/worksheets/sheet1.xml"
    wide = repacked(path, lambda parts: {**parts, sheet: parts[sheet].replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')})
    assert list(sheets.records(wide)) == [(1, ["a"], ""), (2, ["1"], "")]
    deep = repacked(path, lambda parts: {**parts, sheet: parts[sheet].replace(b'r="2"', b'r="99999999"')})
    assert refusal(deep) == "the sheet has more rows or columns than a spreadsheet can have."
    torn = repacked(path, lambda parts: {**parts, sheet: parts[sheet][:-40]})
    assert refusal(torn) == "the spreadsheet is damaged."
    other = repacked(path, lambda _parts: {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    assert refusal(other) == "neither CSV nor XLSX, but another kind of packed file."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(place=st.floats(0, 1), rest=st.binary(max_size=40))
def test_no_damage_to_a_workbook_is_more_than_a_sentence(tmp_path, place, rest):
    whole = saved(tmp_path, [["a", "b"], ["1", "2"]]).read_bytes()
    path = tmp_path / "damaged.xlsx"
    at = int(place * len(whole))
    path.write_bytes(b"PK\x03\x04" + whole[4:at] + rest + whole[at + len(rest) :])
    with suppress(FileRefused):
        assert all(problem == "" for _line, _cells, problem in reading.records(path, Form()))
