"""Several messages that are due to one recipient at once become one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from firstline.interfaces.channels.letters import Letter, written
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.occasions import Occasion

MOST = 200
FROM = 2


def gather(at: datetime) -> int:
    """Make one of the notices that are due and may go together, for each recipient who would get several.

    Returns how many messages were made so. What was tried once already goes by itself.
    """
    together = _due(at).values("to", "language", "user").annotate(count=Count("pk")).filter(count__gte=FROM)
    laid = LaidDown()
    wanted = list(together.order_by("to"))
    return sum(
        _gather(_due(at).filter(to=one["to"], language=one["language"], user=one["user"]), laid, at) for one in wanted
    )


def _due(at: datetime) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(state=Delivery.QUEUED, due_at__lte=at, gathers=True, attempts=0)


@transaction.atomic
def _gather(due: QuerySet[Outgoing], laid: LaidDown, at: datetime) -> int:
    rows = list(
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("ticket", "customer", "user")
        .order_by("id")[:MOST]
    )
    if len(rows) < FROM:
        return 0
    first = rows[0]
    made = written(
        Letter(
            Occasion.STAFF_DIGEST if first.user_id else Occasion.DIGEST,
            first.to,
            language=first.language,
            name=first.name,
            customer=_only(rows, "customer"),
            user=first.user,
            facts={"list": "\n\n".join(row.gist for row in rows)},
            due_at=at,
        ),
        laid,
        at=at,
    )
    # It stands in the history of what it is about, where that is one thing.
    made.ticket, made.contact, made.answers = _only(rows, "ticket"), _only(rows, "contact"), first.answers
    made.save()
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(state=Delivery.GATHERED, gathered_in=made)
    return 1


def _only(rows: Sequence[Outgoing], name: str) -> Any:
    values = {getattr(row, name) for row in rows}
    return values.pop() if len(values) == 1 else None
