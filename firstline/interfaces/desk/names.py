"""Rows of reference that nearly every page names (a priority, a support centre, a person), remembered for a moment."""

from functools import lru_cache
from time import monotonic
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
# So long an old name may be shown after it was changed; asking anew for every page costs more than the page itself.
SECONDS = 60


def named(model: type[M], pk: int | None) -> M | None:
    """The row of this key, to be read and not changed; None for no key."""
    if pk is None:
        return None
    row = _remembered(model, pk, int(monotonic() // SECONDS))
    return row if isinstance(row, model) else None


@lru_cache(maxsize=4096)
def _remembered(model: type[models.Model], pk: int, _moment: int) -> models.Model | None:
    return model._default_manager.filter(pk=pk).first()
