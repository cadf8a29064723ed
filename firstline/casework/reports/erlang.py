"""How many people a telephone line needs, and how long callers wait: the queues of Erlang C and Erlang A, exactly.

Both take calls that come at random at a steady mean rate and last exponentially long. In Erlang C everybody waits as
long as it takes (Erlang, 1917); in Erlang A callers hang up after an exponentially long patience (Palm, 1957; Garnett,
Mandelbaum and Reiman, 2002). Times are in seconds, shares between 0 and 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, exp, expm1, inf, log

MOST_AGENTS = 10_000
STEPS = 2_000  # of the integral over the wait until the target; its error is far below the digits anybody prints
HUGE = 1e200


class CannotBeStaffed(ValueError):
    """No number of agents up to `MOST_AGENTS` reaches what is asked for."""


@dataclass(frozen=True)
class Load:
    """What comes in: calls in a period, their mean handling time, and how long callers wait before they hang up.

    `patience_s` of None: callers wait for ever, which is Erlang C.
    """

    calls: float
    period_s: float
    handling_s: float
    patience_s: float | None = None

    def __post_init__(self) -> None:
        patience = self.patience_s is None or 0 < self.patience_s < inf
        if not (0 <= self.calls < inf and 0 < self.period_s < inf and 0 < self.handling_s < inf and patience):
            raise ValueError("A load needs calls of at least none, and times of more than nothing.")

    @property
    def per_second(self) -> float:
        return self.calls / self.period_s

    @property
    def erlangs(self) -> float:
        """The work that comes in, in agents who would never rest."""
        return self.per_second * self.handling_s


@dataclass(frozen=True)
class Goal:
    """What is to be reached: calls answered within `target_s`, how busy agents may be, how many callers may be lost."""

    share: float
    target_s: float
    max_occupancy: float = 1.0
    max_abandonment: float = 1.0


@dataclass(frozen=True)
class Outcome:
    """What callers and agents meet with this many agents.

    `service_level` counts callers who are answered within the target, of all who call; `asa_s` is the mean wait of all
    callers, those who hang up included; `queue` is the mean number of callers who wait; `occupancy` is the share of
    their time on the line that agents are busy.
    """

    agents: int
    p_wait: float
    service_level: float
    asa_s: float
    queue: float
    occupancy: float
    p_abandon: float

    def reaches(self, goal: Goal) -> bool:
        busy, lost = self.occupancy <= goal.max_occupancy, self.p_abandon <= goal.max_abandonment
        return self.service_level >= goal.share and busy and lost


def outcome(load: Load, agents: int, *, target_s: float) -> Outcome:
    """What this many agents (at least one) make of a load. Erlang C with too few of them: nobody is ever answered."""
    if agents < 1:
        raise ValueError("There must be at least one agent.")
    return _waiting(load, agents, target_s) if load.patience_s is None else _leaving(load, agents, target_s)


def staff(load: Load, goal: Goal) -> Outcome:
    """The fewest agents who reach a goal, and what they meet. Raises `CannotBeStaffed`."""
    low, high = 0, max(1, ceil(load.erlangs))
    while not outcome(load, high, target_s=goal.target_s).reaches(goal):
        if high >= MOST_AGENTS:
            raise CannotBeStaffed
        low, high = high, min(high * 2, MOST_AGENTS)
    # More agents never make anything worse, so the fewest are found by halving.
    while high - low > 1:
        middle = (low + high) // 2
        reached = outcome(load, middle, target_s=goal.target_s).reaches(goal)
        low, high = (low, middle) if reached else (middle, high)
    return outcome(load, high, target_s=goal.target_s)


def on_the_roster(agents: int, shrinkage: float) -> int:
    """How many to plan so that `agents` are on the line, when people are away for `shrinkage` of their paid time."""
    if not 0 <= shrinkage < 1:
        raise ValueError("Shrinkage is a share of at least 0 and less than 1.")
    return ceil(agents / (1 - shrinkage) - 1e-9)


def _blocking(erlangs: float, agents: int) -> float:
    """Erlang B: the share of calls that would find all agents busy if nobody could wait."""
    blocked = 1.0
    for busy in range(1, agents + 1):
        blocked = erlangs * blocked / (busy + erlangs * blocked)
    return blocked


def _waiting(load: Load, agents: int, target_s: float) -> Outcome:
    erlangs, spare = load.erlangs, agents - load.erlangs
    if spare <= 0:
        return Outcome(agents, 1.0, 0.0, inf, inf, 1.0, 0.0)
    blocked = _blocking(erlangs, agents)
    p_wait = agents * blocked / (agents - erlangs * (1 - blocked))
    asa = p_wait * load.handling_s / spare
    level = 1 - p_wait * exp(-spare * target_s / load.handling_s)
    return Outcome(agents, p_wait, level, asa, asa * load.per_second, erlangs / agents, 0.0)


def _leaving(load: Load, agents: int, target_s: float) -> Outcome:
    """The offered wait V has the density  p n/h exp(c b (1 - exp(-t/b)) - n t/h),  where p is the chance that all n
    agents are busy and nobody waits, h the handling time, c the calls per second and b the patience."""
    blocked, patience = _blocking(load.erlangs, agents), load.patience_s or inf
    if not blocked:
        return Outcome(agents, 0.0, 1.0, 0.0, 0.0, load.erlangs / agents, 0.0)
    line = _line(load.per_second, agents / load.handling_s, patience)
    # In units of the chance that all are busy and nobody waits, the chance of fewer busy is 1 / blocked - 1.
    total = exp(-line.shift) * (1 / blocked - 1) + line.busy
    p_wait, queue = line.busy / total, line.waiting / total
    level = log(agents / load.handling_s) - line.shift - log(total)

    def answered_then(t: float) -> float:
        """Density of being answered after t seconds of waiting: offered then, and still there."""
        still_there = (agents / load.handling_s + 1 / patience) * t
        return exp(level - load.per_second * patience * expm1(-t / patience) - still_there)

    asa = queue / load.per_second
    within = 1 - p_wait + _integral(answered_then, target_s)
    return Outcome(agents, p_wait, within, asa, queue, load.erlangs * (1 - asa / patience) / agents, asa / patience)


@dataclass(frozen=True)
class _Line:
    """Sums over the number of waiting callers, in units of exp(shift) times the chance that nobody waits."""

    busy: float
    waiting: float
    shift: float


def _line(calls_s: float, answered_s: float, patience_s: float) -> _Line:
    weight, busy, waiting, shift, place = 1.0, 1.0, 0.0, 0.0, 0
    while weight > 1e-18 * busy:
        place += 1
        weight *= calls_s / (answered_s + place / patience_s)
        busy, waiting = busy + weight, waiting + place * weight
        if weight > HUGE:
            weight, busy, waiting, shift = weight / HUGE, busy / HUGE, waiting / HUGE, shift + log(HUGE)
    return _Line(busy, waiting, shift)


def _integral(density: Callable[[float], float], until: float) -> float:
    """By Simpson's rule, in steps fine enough for a density that falls within milliseconds of its start."""
    step = until / STEPS
    inner = sum((4 if index % 2 else 2) * density(index * step) for index in range(1, STEPS))
    return (density(0) + inner + density(until)) * step / 3
