"""The card of a call that rings, on every page of whoever answers at a telephone line."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone.taking import ringing
from firstline.interfaces.desk.dialling import telephones
from firstline.reference.customers import directory, numbers
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

MOST_CALLERS = 3


@dataclass(frozen=True)
class Ringing:
    """One call as its card shows it."""

    call: Call

    @property
    def number(self) -> str:
        return numbers.international(self.call.normal) if self.call.normal else self.call.number

    @cached_property
    def callers(self) -> list[directory.Hit]:
        """Who may be calling, where it is not sure who it is."""
        if self.call.contact.customer_id or not self.call.number:
            return []
        return directory.by_number(self.call.number, region=self.call.line.region or None, limit=MOST_CALLERS)


def drawn_for(request: HttpRequest) -> SafeString | str:
    """The part of the page that shows what rings; nothing for whoever answers nowhere."""
    user = request.user
    if not isinstance(user, User) or not telephones(user) or not may(user, Right.TAKE_CONTACTS):
        return ""
    lines = [int(str(one["line"])) for one in telephones(user)]
    found = [Ringing(call) for call in ringing(user, lines, timezone.now())]
    topics = " ".join([f"person:{user.pk}", *(f"calls_at:{line}" for line in dict.fromkeys(lines))])
    return render_to_string("desk/calls/ringing.html", {"ringing": found, "topics": topics}, request)
