"""The secret link by which a customer follows a ticket, withdrawn where it went astray."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from firstline.interfaces.channels import links
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.ticket_acting import done, told
from firstline.reference.staff.roles import Right


@needs(Right.MOVE_WORK)
@require_POST
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return done(request, number, told("link_withdrawal"), lambda ticket: links.withdraw(ticket, by=by))
