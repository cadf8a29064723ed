"""What reports cost over all the tickets there are: the first time, and again while nothing happens."""

import gc
import time
from datetime import timedelta

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from firstline.bench.promises import Figure
from firstline.casework.reports import kept
from firstline.casework.reports.asked import Asked
from firstline.casework.reports.period import period
from firstline.casework.reports.registry import REPORTS
from firstline.casework.reports.report import Report
from firstline.casework.tickets.models import Ticket

FIRST_SECONDS, AGAIN_MILLISECONDS = 1.5, 150
EARLIEST_DAYS = 3650
# Every fifth customer says how a ticket was solved, and every third of these in words.
_RATE = """
INSERT INTO tickets_rating (ticket_id, score, words, at, by_id)
SELECT id, 1 + number / 5 % 5, CASE WHEN number % 3 = 0 THEN 'Thank you' ELSE '' END, resolved_at, NULL
FROM tickets_ticket WHERE resolved_at IS NOT NULL AND number % 5 = 0 ON CONFLICT DO NOTHING
"""


def all_figures() -> list[Figure]:
    """Every figure of every report over the whole time in which there are tickets, all departments."""
    with connection.cursor() as cursor:
        cursor.execute(_RATE)
        cursor.execute("ANALYZE tickets_rating")
    asked, found = _whole_time(), []
    for report in REPORTS:
        kept.forget()
        # What this process has left lying about is not swept up in the middle of a report.
        gc.collect()
        first, again = (_seconds(report, asked) for _ in range(2))
        found.append(Figure(f"report {report.name}, first", first, "s", FIRST_SECONDS))
        found.append(Figure(f"report {report.name}, again", again * 1000, "ms", AGAIN_MILLISECONDS))
    return found


def _whole_time() -> Asked:
    now = timezone.now()
    opened_at = Ticket.objects.aggregate(first=Min("opened_at"))["first"] or now
    first = max(opened_at.date(), now.date() - timedelta(days=EARLIEST_DAYS))
    return Asked(period(first, now.date(), "UTC"), now=now)


def _seconds(report: Report, asked: Asked) -> float:
    began = time.perf_counter()
    answer = report.answer(asked)
    answer.figures()
    for headline in report.headlines:
        if headline.is_measured:
            answer.middles(headline.scan)
    return time.perf_counter() - began
