"""Where a value stands on an axis, and which round values are written beside it."""

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

STEPS = (1, 2, 2.5, 5, 10)
LEAST = 1e-9  # what is smaller is drawn as nothing


@dataclass(frozen=True)
class Scale:
    """Values from 0 to `top` along `length` units."""

    top: float
    length: float
    step: float

    def __call__(self, value: float) -> float:
        return self.length * min(max(value, 0.0), self.top) / self.top if self.top else 0.0

    @property
    def ticks(self) -> list[float]:
        """Round values from 0 to the top, at most seven."""
        return [place * self.step for place in range(floor(self.top / self.step + 1e-9) + 1)]


def scale(highest: float, length: float, *, ticks: int = 4, whole: bool = True) -> Scale:
    """A scale that ends at the first round value from `highest` on; with `whole`, steps are whole numbers."""
    highest = highest if isfinite(highest) and highest > LEAST else 1.0
    power = 10.0 ** floor(log10(highest / ticks))
    step = next(power * each for each in STEPS if power * each * ticks >= highest * (1 - 1e-12))
    if whole:
        step = float(max(1, ceil(step - 1e-9)))
    return Scale(step * ceil(highest / step - 1e-9), length, step)


def written(value: float) -> str:
    """A tick as short as it can be: 2.5, 40, 12k, 3M."""
    for unit, sign in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if value >= unit:
            return f"{value / (1e3 if sign == 'k' else unit):g}{sign}"
    return f"{value:g}"
