"""What is sent by a form becomes a message like any other: stored as it came, then taken in at the one door."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from firstline.casework.contacts.models import Channel
from firstline.interfaces.channels import intake, ledger, notices
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.portal.photos import Photo
from firstline.journal.prepared import Prepared

SOURCE = "portal"
_SENT: Prepared[Arrival] = Prepared(
    lambda form: Arrival.objects.filter(source=SOURCE, key=form).select_related("contact", "ticket"), str
)


def sent_before(form: str) -> Arrival | None:
    """What the form with this key has become already; None the first time it is sent."""
    return _SENT.first(form)


def send(form: str, facts: Mapping[str, Any], photos: Sequence[Photo] = (), *, held: str, at: datetime) -> Arrival:
    """Keep a form as a message and take it in; with `held`, the reason, it waits in quarantine for a person."""
    pictures = [
        {"name": one.name, "media_type": one.media_type, "content": b64encode(one.content).decode()} for one in photos
    ]
    # No time in it: the same form sent twice at once is the same bytes.
    raw = json.dumps({"form": form, **facts, "photos": pictures, "held": held}, ensure_ascii=False, sort_keys=True)
    arrival = ledger.store(Channel.PORTAL, SOURCE, form, raw.encode(errors="replace"), at=at)
    # What is written into the ledger is read by the desk.
    with translation.override(settings.LANGUAGE_CODE):
        ended = intake.end(arrival, at=at)
    notices.soon()
    return ended
