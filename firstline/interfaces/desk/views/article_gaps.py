"""What the knowledge base lacks, as a list of things to do (A4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstline.interfaces.desk.access import needs
from firstline.interfaces.desk.article_to_do import DAYS, ToDo
from firstline.reference.staff.roles import Right


@needs(Right.EDIT_REFERENCE)
@require_safe
def to_do(request: HttpRequest) -> HttpResponse:
    """Everybody who writes articles has the same list."""
    return render(request, "desk/look_ups/to_do.html", {"list": ToDo(timezone.now()), "days": DAYS})
