"""The pages of a fax as pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from firstline.interfaces.channels.models import FaxPage
from firstline.interfaces.desk.access import needs
from firstline.interfaces.desk.fax_pages import may_see
from firstline.reference.staff.roles import Right

LARGEST_KEY = 2**63


@needs(Right.READ)
@require_safe
def page(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """One page, for whoever may see what the fax belongs to. It never changes."""
    rows = FaxPage.objects.select_related("fax__enclosure")
    found = rows.filter(fax=key, position=position).first() if max(key, position * 2**40) < LARGEST_KEY else None
    if found is None or not may_see(request, found.fax):
        raise Http404
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.picture), content_type="image/png", headers=headers)
