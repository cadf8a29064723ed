"""What a fresh installation has of support centres: the one that takes what nobody else takes."""

from firstline.reference.staff.centres import appoint_catch_all, create_centre
from firstline.reference.staff.models import SupportCentre

CATCH_ALL = {
    "en": "To be routed",
    "fr": "À orienter",
    "es": "Por derivar",
    "pl": "Do skierowania",
    "th": "รอส่งต่อ",
}


def ship_catch_all() -> SupportCentre:
    """The catch-all centre, made where there is none yet."""
    existing = SupportCentre.objects.filter(is_catch_all=True).first()
    return existing or appoint_catch_all(create_centre(CATCH_ALL, key="to_be_routed", tiers=1, by=None), by=None)
