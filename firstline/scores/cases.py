"""What a score reports: cases that pass or fail, and figures with what is to be reached."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One thing tried on real data. `detail` says what came instead, for the list of failures."""

    name: str
    passed: bool
    detail: str = ""


def figure(name: str, value: float | str, to_reach: float | str) -> str:
    """One line of a score: `name: value, to reach: value`; fractions with three digits."""
    return f"{name}: {_written(value)}, to reach: {_written(to_reach)}"


def _written(value: float | str) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
