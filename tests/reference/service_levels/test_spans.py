from datetime import UTC, datetime

import pytest

from firstline.journal.refusal import Refused
from firstline.reference.service_levels.spans import Span, read
from firstline.reference.service_levels.working_time import Hours, WorkingTime

OFFICE = WorkingTime(Hours("UTC", (((9 * 3600, 17 * 3600),),) * 5 + ((), ())))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "span", "written", "words"),
    [
        ("30m", Span(30, "m"), "30m", "30 working minutes"),
        (" 4 H ", Span(240, "m"), "4h", "4 working hours"),
        ("60m", Span(60, "m"), "1h", "1 working hour"),
        ("2d", Span(2, "d"), "2d", "2 working days"),
    ],
)
def test_a_span_is_read_written_and_told(text, span, written, words):
    assert (read(text), str(span), span.words()) == (span, written, words)


def test_no_text_is_no_promise():
    assert read("  ") is None


@pytest.mark.parametrize("text", ["soon", "4", "-4h", "0m", "1831d", "99999999m", "4 h 30", "๔h", "4h\x00"])
def test_what_is_no_span_is_refused(text):
    with pytest.raises(Refused):
        read(text)


def test_minutes_are_working_minutes_and_days_working_days():
    friday = at("2026-03-06T16:00")
    assert Span(120, "m").due(friday, OFFICE) == at("2026-03-09T10:00")
    assert Span(1, "d").due(friday, OFFICE) == at("2026-03-09T16:00")


def test_a_pause_moves_both_on_by_the_working_time_it_took():
    start = at("2026-03-09T10:00")
    pauses = [(at("2026-03-09T12:00"), at("2026-03-09T14:00")), (at("2026-03-12T09:00"), None)]
    assert Span(240, "m").due(start, OFFICE, pauses) == at("2026-03-09T16:00")
    assert Span(1, "d").due(start, OFFICE, pauses) == at("2026-03-10T12:00")
