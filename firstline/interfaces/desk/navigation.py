"""The nouns of the desk as the navigation rail shows them: only those that the person may see."""

from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from firstline.interfaces.access import department_limits
from firstline.interfaces.desk.ringing import drawn_for
from firstline.interfaces.ui.places import Place, address
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

PLACES = [
    Place("desk:contacts", _("Contacts"), "headset", "g c", Right.READ),
    Place("desk:queue", _("Queue"), "inbox", "g q", Right.READ),
    Place("desk:call_backs", _("Call-backs"), "phone-outgoing", "g l", Right.READ),
    Place("desk:work_orders", _("Work orders"), "wrench", "g w", Right.READ),
    Place("desk:board", _("Board"), "calendar-range", "g b", Right.READ),
    Place("desk:bulletin", _("Bulletin"), "megaphone", "g u", Right.READ),
    Place("desk:customers", _("Customers"), "users", "g k", Right.READ),
    Place("desk:articles", _("Knowledge"), "book-open", "g n", Right.READ),
    Place("desk:procedures", _("Procedures"), "list-checks", "g p", Right.READ),
    Place("desk:catalogue", _("Catalogue"), "folder-tree", "g a", Right.READ),
    Place("desk:reports", _("Reports"), "chart-column", "g r", Right.READ),
    Place("desk:staff", _("Setup"), "settings", "g s", Right.EDIT_REFERENCE),
]

# Screens that belong to a place without standing below its address.
WITHIN = {
    "desk:accounts": "desk:customers",
    "desk:standard_work_orders": "desk:catalogue",
    "desk:centres": "desk:staff",
    "desk:crews": "desk:staff",
    "desk:priorities": "desk:staff",
    "desk:criteria": "desk:staff",
    "desk:calendars": "desk:staff",
    "desk:targets": "desk:staff",
    "desk:refitting": "desk:staff",
    "desk:escalation_steps": "desk:staff",
    "desk:call_back_protocols": "desk:staff",
    "desk:health": "desk:staff",
    "desk:portal": "desk:staff",
    "desk:mailboxes": "desk:staff",
    "desk:arrivals": "desk:staff",
    "desk:messages": "desk:staff",
    "desk:message_rules": "desk:staff",
    "desk:outgoing": "desk:staff",
    "desk:dispatch": "desk:staff",
    "transfer:exports": "desk:staff",
    "transfer:imports": "desk:staff",
    "desk:telephone_lines": "desk:staff",
    "desk:wall_links": "desk:staff",
    "desk:wall": "desk:reports",
}


def places(request: HttpRequest) -> dict[str, object]:
    """Context processor: where this person may go, and what the top strip offers; worked out only when it is drawn."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {
        "navigation": lambda: [place for place in PLACES if may(user, Right(place.right)) and place.url],
        "current_place": lambda: current_place(request.path),
        "rights": lambda: {right.name.lower(): True for right in Right if may(user, right)},
        "reaches_all": lambda: isinstance(user, User) and user.pk is not None and not department_limits(user),
        "find_url": lambda: address("desk:find") if user.is_authenticated else "",
        "own_language_url": lambda: address("desk:language") if user.is_authenticated else "",
        "own_settings_url": lambda: address("desk:settings") if user.is_authenticated else "",
        "ringing": lambda: drawn_for(request),
        "contact_new_url": lambda: address("desk:contact_new") if may(user, Right.TAKE_CONTACTS) else "",
    }


def current_place(path: str) -> str:
    """The view whose place in the navigation a path belongs to; "" for a path outside of all."""
    found = [(len(url), view) for url, view in _beginnings(get_script_prefix()) if path.startswith(url)]
    return max(found)[1] if found else ""


@lru_cache(maxsize=4)
def _beginnings(_prefix: str) -> tuple[tuple[str, str], ...]:
    """The addresses below which each place stands."""
    places = [(place.url, place.view) for place in PLACES]
    places += [(address(view), place) for view, place in WITHIN.items()]
    return tuple((url, view) for url, view in places if url)
