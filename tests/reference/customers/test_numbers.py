"""Numbers in any spelling mean one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.reference.customers import numbers

SPELLINGS = [
    ("+37410123456", "AM"),
    ("+374 10 123456", "US"),
    ("(010) 123456", "AM"),
    ("tel:+374-10-123456", "US"),
    ("011 374 10 123456", "US"),
    ("00 374 10 123456", "PL"),
    ("00374/10.12.34-56", "PL"),
    ("+374‑10‑123456", "US"),
    ("\u202a+374 10 123456\u202c", "US"),
    ("+374\u00a010\u00a0123456", "US"),
    ("（010）１２３４５６", "AM"),
    ("๐๑๐ ๑๒๓๔๕๖", "AM"),
    ("٠١٠ ١٢٣٤٥٦", "AM"),
    ("010 123456 x12", "AM"),
    ("+37410123456;ext=12", "US"),
]


@pytest.mark.parametrize(("text", "region"), SPELLINGS)
def test_every_spelling_is_stored_as_one(text: str, region: str) -> None:
    assert numbers.normal(text, region) == "+37410123456"


@pytest.mark.parametrize(
    ("text", "region", "stored"),
    [
        ("12345", "US", "12345"),
        ("253-1234", "US", "2531234"),
        ("650 253 1234", "US", "+16502531234"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("999", "GB", "999"),
        ("0", "US", "0"),
        ("nobody", "US", ""),
        ("", "US", ""),
        ("5" * 59, "US", "5" * 59),
    ],
)
def test_what_cannot_be_a_whole_number_keeps_its_digits(text: str, region: str, stored: str) -> None:
    assert numbers.normal(text, region) == stored


def test_a_number_dialled_from_abroad_is_read_as_international_in_any_region() -> None:
    assert "+37410123456" in numbers.readings("0037410123456", "US")
    assert "+37410123456" in numbers.readings("37410123456", "US")
    assert "+37410123456" in numbers.readings("011 374 10 123456", "AM")


def test_a_trunk_prefix_that_its_country_would_keep_is_also_left_out() -> None:
    assert "+385611234" in numbers.readings("061 12 34", "HR")


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("010 123456", True),
        ("tel:+374-10-123456", True),
        ("1234", True),
        ("010 123456 ext. 7", True),
        ("123", False),
        ("12 Main Street", False),
        ("A-4711", False),
        ("", False),
        ("+", False),
    ],
)
def test_a_number_is_told_from_other_words(text: str, is_number: bool) -> None:
    assert numbers.looks_like_number(text) == is_number


def test_codes_are_compared_without_separators_and_case() -> None:
    assert numbers.normal_code(" ac-00 12/b ") == "AC0012B"
    assert numbers.normal_code("ａｃ０１") == "AC01"


def test_a_stored_number_is_shown_as_people_write_it() -> None:
    assert numbers.international("+37410123456") == "+374 10 123456"
    assert numbers.international("12345") == "12345"


@given(st.text(), st.sampled_from(["US", "AM", "TH", "GB", "ZZ", "", "nonsense"]))
def test_any_text_at_all_is_read_without_an_error(text: str, region: str) -> None:
    stored = numbers.normal(text, region)
    assert stored.isascii()
    assert numbers.readings(text, region)[:1] == ([stored] if stored else [])
    assert all(len(ending) >= 4 for ending in numbers.endings(text, region))
    numbers.local_parts(text, region)
    numbers.looks_like_number(text)


@given(st.text(alphabet="+0123456789 -()./xX#*;=ext", max_size=40))
def test_a_stored_international_number_is_read_as_itself_everywhere(text: str) -> None:
    stored = numbers.normal(text, "US")
    if stored.startswith("+"):
        assert {numbers.normal(stored, region) for region in ("US", "AM", "ZZ")} == {stored}
