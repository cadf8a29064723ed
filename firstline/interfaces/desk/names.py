"""Rows of reference that nearly every page names (a priority, a support centre, a person), remembered for a moment."""

from functools import cache, lru_cache
from time import monotonic
from typing import TypeVar

from django.db import models

from firstline.journal.prepared import Prepared
from firstline.reference.staff.models import Membership, User

M = TypeVar("M", bound=models.Model)
# So long an old name may be shown after it was changed; asking anew for every page costs more than the page itself.
SECONDS = 60


def named(model: type[M], pk: int | None) -> M | None:
    """The row of this key, to be read and not changed; None for no key."""
    if pk is None:
        return None
    row = _remembered(model, pk, int(monotonic() // SECONDS))
    return row if isinstance(row, model) else None


def queues_of(user: User) -> tuple[tuple[int, int, dict[str, str]], ...]:
    """The queues that a person works in: key and labels of the support centre, and the tier between them."""
    return _remembered_queues(user.pk, int(monotonic() // SECONDS))


@lru_cache(maxsize=1024)
def _remembered_queues(user: int, _moment: int) -> tuple[tuple[int, int, dict[str, str]], ...]:
    memberships = Membership.objects.filter(user=user).order_by("centre__key")
    return tuple(memberships.values_list("centre", "tier", "centre__labels"))


@lru_cache(maxsize=4096)
def _remembered(model: type[models.Model], pk: int, _moment: int) -> models.Model | None:
    return _asked(model).first(pk)


@cache
def _asked(model: type[models.Model]) -> Prepared[models.Model]:
    return Prepared(lambda key: model._default_manager.filter(pk=key).order_by(), int)
