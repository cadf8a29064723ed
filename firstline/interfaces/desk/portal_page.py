"""What Setup shows of the customers' portal: where it is, and what came through it lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Avg, Count
from django.urls import reverse

from firstline.casework.contacts.models import Channel
from firstline.casework.tickets.models import Rating
from firstline.interfaces.channels.models import Arrival, End
from firstline.interfaces.ui.context import OWN_NAMES

DAYS = 30


@dataclass(frozen=True)
class PortalPage:
    """The portal as it is now; figures are of the last `DAYS` days."""

    now: datetime
    days: int = DAYS

    @property
    def address(self) -> str:
        return settings.PUBLIC_ADDRESS + reverse("portal:door")

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """Code, name and address of each language."""
        return [(code, OWN_NAMES[code], reverse("portal:home", args=[code])) for code, _name in settings.LANGUAGES]

    @cached_property
    def ends(self) -> list[tuple[str, int]]:
        """How many forms came to which end."""
        rows = Arrival.objects.filter(channel=Channel.PORTAL, received_at__gt=self.now - timedelta(days=self.days))
        counts = dict(rows.order_by().values_list("end").annotate(count=Count("pk")))
        return [(str(end.label), counts.get(end.value, 0)) for end in (End.CONTACT, End.FOLLOW_UP, End.QUARANTINED)]

    @cached_property
    def ratings(self) -> dict[str, float | int | None]:
        rows = Rating.objects.filter(at__gt=self.now - timedelta(days=self.days))
        return rows.aggregate(average=Avg("score"), count=Count("pk"))
