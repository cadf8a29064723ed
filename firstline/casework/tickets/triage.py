"""How urgent a ticket is and who works it: decided by what its problem code carries, with the reason kept.

The reasons are kept in English and shown in the reader's language, so they stand here as whole sentences. Company
criteria (T1, T2) come before the code's own priority and route: `decide` asks them first once there are some.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Handling
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

BY_CODE = gettext_noop("The problem code carries it.")
NO_PRIORITY = gettext_noop("The problem code carries no priority: the regular one.")
NO_CENTRE = gettext_noop("The problem code carries no support centre in service: the one that catches all.")

REGULAR_LOOK = 3
CATCH_ALL = {
    "en": "Unrouted",
    "fr": "Non attribués",
    "es": "Sin asignar",
    "pl": "Nieprzydzielone",
    "th": "ยังไม่มีศูนย์รับผิดชอบ",
}


@dataclass(frozen=True)
class Triage:
    """The decision and its reasons."""

    priority: Priority
    priority_because: str
    centre: SupportCentre
    tier: int
    route_because: str


def decide(code: ProblemCode) -> Triage:
    """Priority and route of a new ticket with this code; asks the database only for what the code does not carry."""
    handling: Handling | None = getattr(code, "handling", None)
    priority, priority_because = _priority(handling)
    centre, tier, route_because = _route(handling)
    return Triage(priority, priority_because, centre, tier, route_because)


def _priority(handling: Handling | None) -> tuple[Priority, str]:
    if handling and handling.priority and handling.priority.retired_at is None:
        return handling.priority, BY_CODE
    return regular_priority(), NO_PRIORITY


def _route(handling: Handling | None) -> tuple[SupportCentre, int, str]:
    if handling and handling.centre and handling.centre.retired_at is None:
        return handling.centre, min(handling.tier, handling.centre.tiers), BY_CODE
    return catch_all(), 1, NO_CENTRE


def regular_priority() -> Priority:
    """What is urgent neither one way nor the other: the first that looks regular, else the last of all."""
    in_service = list(Priority.objects.filter(retired_at__isnull=True))
    if not in_service:
        raise Refused(_("No priority is in service: a manager has to set one up before tickets can be opened."))
    return next((priority for priority in in_service if priority.look == REGULAR_LOOK), in_service[-1])


def catch_all() -> SupportCentre:
    """The support centre where tickets without one arrive; made when there is none, for a ticket never goes nowhere."""
    found, _made = SupportCentre.objects.get_or_create(
        is_catch_all=True, defaults={"key": "unrouted", "labels": CATCH_ALL, "tiers": 1}
    )
    return found
