"""Taking measures: the times of many requests, what they cost the processor, and the same work in bare SQL."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstline.bench.measures import Measure
from firstline.bench.processes import clocks, spent
from firstline.bench.visitor import Answer, Visitor
from firstline.reference.staff.models import User

# Before each round, and how many rounds. They go in turn through all measures, because other work of a machine comes
# and goes in phases longer than one measure takes: of each measure the round counts that was disturbed least.
WARM_UP, ROUNDS = 5, 8
_NUMBERS = list(range(50_000))
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


def take_all(
    measures: Sequence[Measure], visitor: Visitor, bench: "Bench", requests: int, say: Callable[[str], None]
) -> list[Measured]:
    """Ask many times for each and time it; every answer must be a page or lead to one, else `Wrong`."""
    takings = [_Taking(measure, visitor, bench, requests) for measure in measures]
    for number in range(ROUNDS):
        say(f"round {number + 1} of {ROUNDS}")
        for taking in takings:
            bench.speeds.append(_fixed_work())
            taking.go_round()
    return [taking.result() for taking in takings]


def _fixed_work() -> float:
    """Milliseconds of processor time of a piece of work that is always the same: how fast the machine is just now."""
    began = time.thread_time()
    json.dumps(_NUMBERS)
    return (time.thread_time() - began) * 1000


def needed(requests: int) -> int:
    """How many subjects a measure uses up at most."""
    return ROUNDS * (WARM_UP + _size(requests)) + 2


def _size(requests: int) -> int:
    return max(1, requests // ROUNDS)


class _Taking:
    """One measure while it is taken: subjects it has yet to ask about, its answers, and what each round has cost."""

    def __init__(self, measure: Measure, visitor: Visitor, bench: "Bench", requests: int) -> None:
        self.measure, self.visitor, self.bench, self.size = measure, visitor, bench, _size(requests)
        self.subjects = islice(cycle(measure.subjects), needed(requests))
        self.answers: list[Answer] = []
        self.costs: list[tuple[float, float]] = []

    def go_round(self) -> None:
        self.visitor.come_back()
        self._ask(WARM_UP)
        before = self.bench.clocks()
        self.answers += self._ask(self.size)
        web, database = (spent(*pair) for pair in zip(before, self.bench.clocks(), strict=True))
        self.costs.append((web / self.size * 1000, database / self.size * 1000))

    def _ask(self, times: int) -> list[Answer]:
        return [_asked(self.measure, self.visitor, subject) for subject in islice(self.subjects, times)]

    def result(self) -> Measured:
        measure = self.measure
        p50, p95 = _percentiles([answer.seconds for answer in self.answers])
        web, database = min(self.costs, key=sum)
        return Measured(
            measure.name,
            p50,
            p95,
            bare=_bare(measure, self.bench.line, measure.subjects, len(self.answers)),
            processor=web + database,
            database=database,
            queries=self.bench.queries(measure, *islice(self.subjects, 2)),
            size=sum(len(answer.body) for answer in self.answers) // len(self.answers),
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
        self.speeds: list[float] = []

    def clocks(self) -> tuple[dict[Path, int], dict[Path, int]]:
        """Nanoseconds of processor time so far: of each thread of the web process, and of the database's server."""
        return clocks(self.web), clocks(self.database) if self.database else {}

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
