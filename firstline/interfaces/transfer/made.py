"""What an import made: primary keys by the journal's word for their kind, kept as ranges."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db import models

from firstline.journal.recording import kind_of

Ranges = list[list[int]]


class Made(dict[str, list[int]]):
    """Primary keys of what was made, by kind ("ticket", "location")."""

    def add(self, thing: models.Model) -> None:
        self.setdefault(kind_of(thing), []).append(thing.pk)

    def take_over(self, other: "Made") -> None:
        """What another has made as well."""
        for kind, keys in other.items():
            self.setdefault(kind, []).extend(keys)

    def ranges(self) -> dict[str, Ranges]:
        """As it is stored."""
        return {kind: ranges(keys) for kind, keys in self.items()}


def ranges(keys: Iterable[int]) -> Ranges:
    """The first and the last key of each unbroken row of keys."""
    ordered = sorted(set(keys))
    if not ordered:
        return []
    breaks = [index for index, (one, other) in enumerate(pairwise(ordered), 1) if other != one + 1]
    bounds = [0, *breaks, len(ordered)]
    return [[ordered[begin], ordered[end - 1]] for begin, end in pairwise(bounds)]


def joined(many: Iterable[Sequence[Sequence[int]]]) -> Ranges:
    """Ranges of several batches as few ranges."""
    found: Ranges = []
    for first, last in sorted((bounds[0], bounds[1]) for each in many for bounds in each):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found
