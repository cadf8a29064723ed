"""Whether procedures were followed (P4): who should have, what was skipped, in which order, how long each step took.

From the journal alone. A contact that ends with an answer or a comment, and every ticket that is opened, says in its
entry which procedure was due; the entries of runs say what was done. Every figure holds the rows it counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, TypeVar

from firstline.journal.models import Entry

# A run may have begun before what it was due for fell into the period.
BEFORE = timedelta(days=7)
ENDS = ("contact.closed", "ticket.opened")
DONE = ("run.answered", "run.skipped", "run.step_done")
RUN_VERBS = ("run.started", *DONE, "run.tied", "run.finished")
# A contact that ended with a ticket is counted by its tickets.
TICKETED = "ticketed"
BATCH = 5000


@dataclass(frozen=True)
class Period:
    """From `since` up to, but without, `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Due:
    """A contact or ticket for which a procedure was due, and the run of it, if there was one with at least one step.

    `kind` is "contact" or "ticket"; `procedure`, `code`, `analyst` and `run` are keys; `version` is a number.
    """

    kind: str
    ident: int
    at: datetime
    procedure: int
    code: int | None
    analyst: int | None
    run: int | None = None
    version: int | None = None
    is_finished: bool = False


@dataclass(frozen=True)
class Act:
    """What became of one step: it was answered, carried out, or skipped. `title` is a text per language."""

    run: int
    at: datetime
    procedure: int
    version: int
    code: int | None
    analyst: int | None
    contact: int | None
    ticket: int | None
    step: str
    title: Mapping[str, str]
    is_required: bool
    is_skipped: bool
    reason: str
    in_turn: bool
    seconds: int

    @property
    def kind(self) -> str:
        return "ticket" if self.ticket else "contact"

    @property
    def ident(self) -> int | None:
        return self.ticket or self.contact


Row = Due | Act
R = TypeVar("R", Due, Act)


@dataclass(frozen=True)
class Figure:
    """So many `of` so many, with the rows that were counted."""

    rows: Sequence[Row]
    of: int

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def percent(self) -> float | None:
        """Of a hundred, with one digit; None where there is nothing to count from."""
        return round(100 * len(self.rows) / self.of, 1) if self.of else None


@dataclass(frozen=True)
class Line:
    """One line of the report: the procedure, code, analyst or version `key`, and its figures."""

    key: int | None
    followed: Figure
    not_followed: Figure
    finished: Figure
    skipped: Figure
    in_turn: Figure
    out_of_turn: Figure


@dataclass(frozen=True)
class StepTime:
    """How long one step took from when it fell due, in seconds, over the acts counted."""

    procedure: int
    step: str
    title: Mapping[str, str]
    median: float
    longest: int
    rows: Sequence[Act]


@dataclass(frozen=True)
class Skip:
    """One reason for which a step was skipped, as it was written, with the acts."""

    procedure: int
    step: str
    title: Mapping[str, str]
    reason: str
    rows: Sequence[Act]


@dataclass
class _Run:
    """What the entries of a run say together."""

    key: int
    version: int
    procedure: int
    contact: int | None = None
    ticket: int | None = None
    steps: int = 0
    is_finished: bool = False


def dues(period: Period) -> list[Due]:
    """All for which a procedure was due, by the last end of each that lies in the period."""
    runs = _runs(period)
    entries = _within(period, ENDS).filter(facts__has_key="procedure").order_by("id")
    found: dict[tuple[str, int], Due] = {}
    columns = ("verb", "subject_kind", "subject_id", "context_id", "at", "actor_id", "facts")
    for verb, kind, ident, contact, at, actor, facts in entries.values_list(*columns).iterator(chunk_size=BATCH):
        if verb == "contact.closed" and facts["outcome"] == TICKETED:
            found.pop((kind, ident), None)
            continue
        procedure, code = facts["procedure"], facts.get("code_id")
        run = runs.get((procedure, kind, ident)) or _untied(runs.get((procedure, "contact", contact)))
        ran = (run.key, run.version, run.is_finished) if run and run.steps else (None, None, False)
        found[kind, ident] = Due(kind, ident, at, procedure, code, actor, *ran)
    return list(found.values())


def acts(period: Period) -> list[Act]:
    """What became of steps in the period; an answer that was corrected counts once, as it was given first."""
    entries = _within(period, DONE).order_by("id").values_list("verb", "subject_id", "at", "actor_id", "facts")
    return [
        _act(verb, run, at, actor, facts)
        for verb, run, at, actor, facts in entries.iterator(chunk_size=BATCH)
        if not facts.get("again")
    ]


def lines(due: Sequence[Due], done: Sequence[Act], by: str) -> list[Line]:
    """The report by "procedure", "code", "analyst" or "version" (of whatever procedures were handed in), in that order.

    What was due and followed by nobody has no version, and its line the key None.
    """
    keys = {getattr(row, by) for row in (*due, *done)}
    ordered = sorted(keys, key=lambda key: (key is None, key))
    return [line(_of(due, by, key), _of(done, by, key), key) for key in ordered]


def line(due: Sequence[Due], done: Sequence[Act], key: int | None = None) -> Line:
    """The figures of all these rows together."""
    required = [one for one in done if one.is_required]
    followed = [one for one in due if one.run is not None]
    return Line(
        key,
        followed=Figure(followed, len(due)),
        not_followed=Figure([one for one in due if one.run is None], len(due)),
        finished=Figure([one for one in followed if one.is_finished], len(due)),
        skipped=Figure([one for one in required if one.is_skipped], len(required)),
        in_turn=Figure([one for one in done if one.in_turn], len(done)),
        out_of_turn=Figure([one for one in done if not one.in_turn], len(done)),
    )


def times(done: Iterable[Act]) -> list[StepTime]:
    """How long each step took, skipped ones left out; slowest first."""
    grouped = _grouped((one for one in done if not one.is_skipped), lambda one: (one.procedure, one.step))
    found = [
        StepTime(
            rows[-1].procedure,
            rows[-1].step,
            rows[-1].title,
            median(one.seconds for one in rows),
            max(one.seconds for one in rows),
            rows,
        )
        for rows in grouped
    ]
    return sorted(found, key=lambda one: (-one.median, one.procedure, one.step))


def skips(done: Iterable[Act]) -> list[Skip]:
    """The reasons for which steps were skipped, the most frequent first."""
    grouped = _grouped((one for one in done if one.is_skipped), lambda one: (one.procedure, one.step, one.reason))
    found = [Skip(rows[-1].procedure, rows[-1].step, rows[-1].title, rows[-1].reason, rows) for rows in grouped]
    return sorted(found, key=lambda one: (-len(one.rows), one.procedure, one.step, one.reason))


def _within(period: Period, verbs: Sequence[str]) -> Any:
    return Entry.objects.filter(verb__in=verbs, at__gte=period.since, at__lt=period.until)


def _runs(period: Period) -> dict[tuple[int, str, int | None], _Run]:
    """The runs by their procedure and what they were followed for; of several the one with the most steps."""
    runs: dict[int, _Run] = {}
    earlier = Period(period.since - BEFORE, period.until)
    rows = _within(earlier, RUN_VERBS).order_by("id").values_list("verb", "subject_id", "facts")
    for verb, key, facts in rows.iterator(chunk_size=BATCH):
        run = runs.setdefault(key, _Run(key, facts["version"], facts["procedure"]))
        run.contact, run.ticket = facts["contact"] or run.contact, facts["ticket"] or run.ticket
        run.steps += verb in DONE
        if verb in DONE or verb == "run.finished":
            run.is_finished = verb == "run.finished" or bool(facts.get("finished"))
    found: dict[tuple[int, str, int | None], _Run] = {}
    for run in sorted(runs.values(), key=lambda run: run.steps):
        found |= {(run.procedure, "contact", run.contact): run, (run.procedure, "ticket", run.ticket): run}
    return found


def _untied(run: _Run | None) -> _Run | None:
    """A run of the contact counts for its ticket, unless it is followed for another one."""
    return run if run and run.ticket is None else None


def _act(verb: str, run: int, at: datetime, actor: int | None, facts: Mapping[str, Any]) -> Act:
    named = {name: facts[name] for name in ("procedure", "version", "contact", "ticket", "step", "title", "seconds")}
    return Act(
        run=run,
        at=at,
        analyst=actor,
        code=facts.get("code"),
        is_required=facts["required"],
        is_skipped=verb == "run.skipped",
        reason=facts.get("text", ""),
        in_turn=facts["in_turn"],
        **named,
    )


def _of(rows: Sequence[R], by: str, key: int | None) -> list[R]:
    return [row for row in rows if getattr(row, by) == key]


def _grouped(done: Iterable[Act], key: Callable[[Act], tuple[Any, ...]]) -> list[list[Act]]:
    groups: dict[tuple[Any, ...], list[Act]] = defaultdict(list)
    for one in done:
        groups[key(one)].append(one)
    return list(groups.values())
