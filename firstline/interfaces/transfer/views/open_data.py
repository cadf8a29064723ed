"""The open-data files: one for each month that is over, written anew where that is asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.access import by_method, needs, signed_in
from firstline.interfaces.transfer import open_data as keeping
from firstline.interfaces.transfer.exporting import content_type
from firstline.interfaces.transfer.open_data_asking import ask
from firstline.interfaces.transfer.open_data_page import OpenData
from firstline.interfaces.transfer.views.downloads import attached
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right


def _draw(request: HttpRequest, refusal: str = "") -> HttpResponse:
    page = OpenData(signed_in(request), timezone.now(), refusal)
    return render(request, "transfer/open_data/list.html", {"page": page})


@needs(Right.EDIT_REFERENCE)
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    return _draw(request)


@needs(Right.EDIT_REFERENCE)
@require_safe
def fetch(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The file of a month."""
    try:
        path = keeping.path_of(keeping.checked_month(year, month, timezone.now()))
        content = path.open("rb")
    except Refused as refusal:
        return _draw(request, str(refusal))
    except FileNotFoundError:
        return redirect("transfer:open_data")
    return attached(content, path.name, content_type("csv"))


@needs(Right.EDIT_REFERENCE)
@require_POST
def write(request: HttpRequest, year: int, month: int) -> HttpResponse:
    try:
        ask(year, month, by=signed_in(request))
    except Refused as refusal:
        return _draw(request, str(refusal))
    return redirect("transfer:open_data")


# GET fetches the file, POST has it written anew.
file = by_method(read=fetch, write=write)
