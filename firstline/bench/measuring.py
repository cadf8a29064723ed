"""Taking one measure: the times of many requests, what they cost the processor, and the same work in bare SQL."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstline.bench.measures import Measure
from firstline.bench.processes import processor_seconds
from firstline.bench.visitor import Answer, Visitor
from firstline.reference.staff.models import User

WARM_UP = 10
# Of so many rounds the one counts whose processor time other work of the machine has disturbed least.
ROUNDS = 5
_BESIDE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")


@dataclass(frozen=True)
class Measured:
    """One line of the report: milliseconds, and processor milliseconds per request of application plus database."""

    name: str
    p50: float
    p95: float
    bare: float
    processor: float
    database: float
    queries: int
    size: int
    budget: float | None
    most_queries: int | None

    @property
    def ratio(self) -> float:
        return self.p50 / self.bare if self.bare else 0.0

    @property
    def verdict(self) -> str:
        """Whether the budgets are kept; empty where there is none."""
        if self.budget is None and self.most_queries is None:
            return ""
        over = (self.budget or self.processor) < self.processor or (self.most_queries or self.queries) < self.queries
        return "over" if over else "ok"


class Wrong(Exception):
    """A request was not answered as it should be, so that there is nothing to measure."""


def take(measure: Measure, visitor: Visitor, bench: "Bench", requests: int) -> Measured:
    """Ask many times and time it; every answer must be a page or lead to one."""
    visitor.come_back()
    subjects = list(islice(cycle(measure.subjects), WARM_UP + requests + 2))
    for subject in subjects[:WARM_UP]:
        _asked(measure, visitor, subject)
    answers, costs = [], []
    size = max(1, requests // ROUNDS)
    for start in range(WARM_UP, WARM_UP + requests - size + 1, size):
        before = bench.processor()
        answers += [_asked(measure, visitor, subject) for subject in subjects[start : start + size]]
        after = bench.processor()
        costs.append([(now - then) / size * 1000 for now, then in zip(after, before, strict=True)])
    p50, p95 = _percentiles([answer.seconds for answer in answers])
    web, database = min(costs, key=sum)
    return Measured(
        measure.name,
        p50,
        p95,
        bare=_bare(measure, bench.line, measure.subjects, requests),
        processor=web + database,
        database=database,
        queries=bench.queries(measure, *subjects[-2:]),
        size=sum(len(answer.body) for answer in answers) // len(answers),
        budget=measure.budget,
        most_queries=measure.most_queries,
    )


def _asked(measure: Measure, visitor: Visitor, subject: Any) -> Answer:
    answer: Answer = measure.ask(visitor, subject)
    if answer.status not in (200, 204, 302, 303) or "/login" in answer.location:
        raise Wrong(f"{measure.name}: {subject!r} was answered with {answer.status} {answer.location}")
    return answer


def _bare(measure: Measure, line: "psycopg.Connection[Any]", subjects: Sequence[Any], requests: int) -> float:
    times = []
    for subject in islice(cycle(subjects), WARM_UP + requests):
        began = time.perf_counter()
        with line.transaction(), line.cursor() as cursor:
            measure.work(cursor, subject)
        times.append(time.perf_counter() - began)
    return _percentiles(times[WARM_UP:])[0]


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th of a hundred, in milliseconds."""
    cuts = quantiles(seconds, n=20, method="inclusive")
    return cuts[9] * 1000, cuts[18] * 1000


class Bench:
    """What every measure is taken with."""

    def __init__(self, web: int, database: int | None, line: "psycopg.Connection[Any]", by: User) -> None:
        self.web, self.database, self.line, self.by = web, database, line, by

    def processor(self) -> tuple[float, float]:
        """Seconds of processor time so far: of the web process, and of the database's server."""
        return processor_seconds(self.web), processor_seconds(self.database) if self.database else 0.0

    def queries(self, measure: Measure, before: Any, subject: Any) -> int:
        """How many statements one request needs that follows another, transactions' own not counted."""
        inside = _Inside(self.by)
        measure.ask(inside, before)
        with CaptureQueriesContext(connection) as captured:
            measure.ask(inside, subject)
        return sum(not query["sql"].startswith(_BESIDE) for query in captured.captured_queries)


class _Inside:
    """Somebody signed in who asks within this process."""

    def __init__(self, by: User) -> None:
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(by)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Any:
        parts = urlsplit(path)
        return self.client.get(parts.path, query_params=None, headers=headers or {}, QUERY_STRING=parts.query)

    def post(self, path: str, facts: dict[str, str], headers: dict[str, str] | None = None) -> Any:
        return self.client.post(path, facts, headers=headers or {})
