"""What the problem that stands in a contact is known by: the facts that rules, procedures and filters ask for."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Location


def facts_of_contact(contact: Contact, at: datetime) -> dict[str, Any]:
    """What is known of the problem that stands in a contact, as a ticket of it would know it."""
    place = contact.place or str(contact.location or "")
    words = (contact.words, contact.wanted, contact.before, place)
    category = contact.code.category if contact.code else None
    return {
        **shared(contact, contact.kind, at),
        **levels(contact.code),
        "department": category and category.provider.department_id,
        "place": place,
        **point(contact.location, contact.location),
        "words": "\n".join(filter(None, words)),
    }


def shared(thing: Any, kind: str, at: datetime) -> dict[str, Any]:
    """What a contact and its ticket are known by alike; `thing` is either."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    agreement, equipment = thing.agreement, thing.equipment
    return {
        "kind": kind,
        "channel": thing.channel,
        "impact": thing.impact,
        "urgency": thing.urgency,
        "people_affected": thing.people_affected,
        "whole_site_down": thing.whole_site_down,
        "equipment": thing.equipment_id,
        "criticality": equipment.criticality if equipment else None,
        "account": thing.account_id,
        "agreement": thing.agreement_id,
        "agreement_kind": agreement.kind if agreement else None,
        "agreement_in_force": agreement.is_in_force(local.date()) if agreement else None,
        "customer": thing.customer_id,
        "language": thing.language,
        "time": local.hour * 60 + local.minute,
        "weekday": local.isoweekday(),
    }


def levels(code: ProblemCode | None) -> dict[str, Any]:
    """The code, and what stands above it up to the provider."""
    category = code.category if code else None
    return {
        "code": code.pk if code else None,
        "category": category.pk if category else None,
        "provider": category.provider_id if category else None,
    }


def point(location: Location | None, carrier: Any) -> dict[str, Any]:
    """The area of a location, and the point on the map that it or a ticket carries."""
    known = carrier is not None and carrier.latitude is not None and carrier.longitude is not None
    return {
        "area": location.area if location else None,
        "point": (carrier.latitude, carrier.longitude) if known else None,
    }
