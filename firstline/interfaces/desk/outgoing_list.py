"""The outbox as a list: those in trouble first, else the newest first, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.interfaces.channels.models.outgoing import TROUBLE
from firstline.interfaces.desk.access import within_departments
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.models import Dispatch
from firstline.reference.staff.models import User

SIZE = 50
LONGEST = 254


@dataclass(frozen=True)
class Outbox:
    """One page of it, as the address asks: `state`, `q` (whom to), `before` (the last row of the page before)."""

    user: User
    sent: Mapping[str, str]
    now: datetime

    @property
    def state(self) -> str:
        asked = self.sent.get("state", "")
        return asked if asked in Delivery.values or asked == "trouble" else ""

    @property
    def words(self) -> str:
        return self.sent.get("q", "").replace("\x00", "").strip()[:LONGEST]

    @cached_property
    def _found(self) -> list[Outgoing]:
        rows = self._wanted.select_related("ticket", "contact", "user", "customer")
        before = key_of(self.sent.get("before", ""))
        if before is not None:
            rows = rows.filter(pk__lt=before)
        return list(rows.order_by("-id")[: SIZE + 1])

    @property
    def _visible(self) -> QuerySet[Outgoing]:
        return within_departments(Outgoing.objects.all(), self.user, "ticket__department")

    @property
    def _wanted(self) -> QuerySet[Outgoing]:
        rows = self._visible
        if self.state == "trouble":
            rows = rows.filter(state__in=TROUBLE, seen_to_at=None)
        elif self.state:
            rows = rows.filter(state=self.state)
        return rows.filter(to__istartswith=self.words) if self.words else rows

    @property
    def rows(self) -> list[Outgoing]:
        return self._found[:SIZE]

    @cached_property
    def trouble(self) -> list[Outgoing]:
        """What stands above the list: what did not arrive, and nobody has seen to."""
        if self.state or self.words or self.sent.get("before"):
            return []
        rows = self._visible.filter(state__in=TROUBLE, seen_to_at=None).select_related(
            "ticket", "contact", "user", "customer"
        )
        return list(rows.order_by("-id")[:SIZE])

    @property
    def next_page(self) -> str:
        if len(self._found) <= SIZE:
            return ""
        return "?" + urlencode({**self._asked, "before": self.rows[-1].pk})

    @property
    def _asked(self) -> dict[str, str]:
        return {name: value for name, value in (("state", self.state), ("q", self.words)) if value}

    @cached_property
    def states(self) -> list[tuple[str, str, int]]:
        """What the list can be limited to: (value, word, count); counted where somebody has to do something."""
        counts = self._visible.filter(state__in=(*TROUBLE, Delivery.QUEUED, Delivery.SENDING)).aggregate(
            trouble=Count("pk", filter=Q(state__in=TROUBLE, seen_to_at=None)),
            queued=Count("pk", filter=Q(state=Delivery.QUEUED)),
        )
        return [(value, str(label), counts.get(value, 0)) for value, label in Delivery.choices]

    @cached_property
    def dispatch(self) -> Dispatch:
        return LaidDown().dispatch
