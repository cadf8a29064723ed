"""What is done with a work order: planned, released, started, completed, reopened, cancelled, announced."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.work_orders import bulletin, planning, progress
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.order_acting import asked_for, done
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.WORK_ORDERS)
@ask_or_do
def plan(request: HttpRequest, number: int) -> HttpResponse:
    zone, by = timezone.get_current_timezone(), signed_in(request)
    return asked_for(
        request,
        number,
        "planning",
        lambda order, sent: planning.plan(order, sent["crew"], sent["start"], sent["end"], zone=zone, by=by),
    )


@needs(Right.WORK_ORDERS)
@require_POST
def unplan(request: HttpRequest, number: int) -> HttpResponse:
    return done(request, number, "unplanning", lambda order: planning.unplan(order, by=signed_in(request)))


@needs(Right.WORK_ORDERS)
@ask_or_do
def appoint(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request, number, "appointment", lambda order, sent: planning.appoint(order, sent["start"], sent["end"], by=by)
    )


@needs(Right.WORK_ORDERS)
@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    return done(request, number, "release", lambda order: progress.release(order, by=signed_in(request)))


@needs(Right.WORK_ORDERS)
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    return done(request, number, "start", lambda order: progress.start(order, by=signed_in(request)))


@needs(Right.WORK_ORDERS)
@ask_or_do
def complete(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(request, number, "completion", lambda order, sent: progress.complete(order, sent["result"], by=by))


@needs(Right.WORK_ORDERS)
@ask_or_do
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(request, number, "reopening", lambda order, sent: progress.reopen(order, sent["reason"], by=by))


@needs(Right.WORK_ORDERS)
@ask_or_do
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(request, number, "cancellation", lambda order, sent: progress.cancel(order, sent["reason"], by=by))


@needs(Right.MOVE_WORK)
@ask_or_do
def announce(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(request, number, "announcement", lambda order, facts: bulletin.announce(facts, by=by, order=order))
