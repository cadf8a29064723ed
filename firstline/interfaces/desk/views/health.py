"""Health: is everything well, which jobs failed and why, and what happens by itself."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.desk.access import needs
from firstline.interfaces.desk.health_page import HealthPage
from firstline.jobs import failing
from firstline.jobs.failing import AlreadyWaiting, NotFailed
from firstline.reference.staff.roles import Right


@needs(Right.EDIT_REFERENCE)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/health/page.html", {"page": HealthPage(timezone.now())})


@needs(Right.EDIT_REFERENCE)
@require_POST
def rerun(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a failed job back into the queue."""
    return _tell(request, lambda: failing.run_again(pk, timezone.now()), _("It waits to be run again."))


@needs(Right.EDIT_REFERENCE)
@require_POST
def giving_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a failed job away."""
    return _tell(request, lambda: failing.give_up(pk), _("It was given up."))


def _tell(request: HttpRequest, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except AlreadyWaiting:
        messages.info(request, _("Another job that does the same waits already: give this one up."))
    except NotFailed:
        messages.info(request, _("This job has not failed any more."))
    return redirect("desk:health")
