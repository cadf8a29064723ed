"""Who is calling, and who is called."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.customers import numbers
from firstline.reference.customers.models import ContactPoint, Customer
from firstline.reference.staff.models import User

SHORTEST_NUMBER = 3


def known(number: str, region: str = "") -> Customer | None:
    """The one customer who has exactly this number, in whatever spelling; None where nobody or several have it.

    Of all that the number can mean, the likeliest that anybody has decides.
    """
    readings = numbers.readings(number, region or settings.PHONE_REGION)
    wanted = [each for each in readings if len(each) >= SHORTEST_NUMBER]
    points = ContactPoint.objects.exclude(kind=ContactPoint.Kind.EMAIL).filter(normal__in=wanted)
    found = list(points.select_related("customer"))
    likeliest = min((wanted.index(point.normal) for point in found), default=-1)
    theirs = {point.customer_id: point.customer for point in found if wanted.index(point.normal) == likeliest}
    return next(iter(theirs.values())) if len(theirs) == 1 else None


def people_of(line: TelephoneLine, names: Iterable[str]) -> list[User]:
    """Those of the staff whom the telephone system means: by what the line calls them, else by name or address."""
    wanted = {name.casefold() for name in names if name}
    if not wanted:
        return []
    rows = line.extensions.select_related("user").filter(user__is_active=True)
    found = [row.user for row in rows if row.number.casefold() in wanted]
    if not found:
        means = Q(pk__in=[])
        for name in wanted:
            means |= Q(name__iexact=name) | Q(username__iexact=name) | Q(email__iexact=name)
        found = list(User.objects.filter(means, is_active=True).order_by("pk"))
    return list({user.pk: user for user in found}.values())
