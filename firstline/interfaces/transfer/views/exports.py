"""Exports: asking for one, one's own with their progress, and fetching the file."""

from typing import IO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.access import by_method, needs, signed_in
from firstline.interfaces.transfer import exporting_keeping
from firstline.interfaces.transfer.export_page import OwnExports, Question
from firstline.interfaces.transfer.exporting import content_type, file_name, listing_for
from firstline.interfaces.transfer.exporting_asking import ask, is_small
from firstline.interfaces.transfer.models import Export
from firstline.interfaces.transfer.views.downloads import attached
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right

LARGEST_KEY = 2**63


@needs(Right.READ)
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """One's own exports; only their rows where that is asked for, as while one is being written."""
    part = "#rows" if "HX-Request" in request.headers else ""
    return render(request, f"transfer/exports/list.html{part}", {"page": OwnExports(signed_in(request))})


@needs(Right.READ)
def question(request: HttpRequest) -> HttpResponse:
    """What is about to be exported, and in which format."""
    asked = Question(signed_in(request), request.GET.get("of", ""), request.GET.get("with", ""), timezone.now())
    return render(request, "transfer/exports/new.html", {"page": asked}, status=404 if asked.is_unknown else 200)


@needs(Right.READ)
def start(request: HttpRequest) -> HttpResponse:
    """Small ones come at once, complete; others are written by a job."""
    sent, user = request.POST, signed_in(request)
    name, address = sent.get("of", ""), sent.get("with", "")
    try:
        export = ask(name, address, sent.get("format", ""), by=user)
        if not is_small(export):
            return redirect("transfer:exports")
        return _download(export, exporting_keeping.write_at_once(export))
    except Refused as refusal:
        page = Question(user, name, address, timezone.now(), refusal=str(refusal))
        return render(request, "transfer/exports/new.html", {"page": page})


# GET asks for the format, POST starts.
new_export = by_method(read=question, write=start)


@needs(Right.READ)
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponse:
    """The finished file, for whoever asked for it and nobody else."""
    export = _own(request, key)
    try:
        path = exporting_keeping.fetched(export, signed_in(request))
    except Refused as refusal:
        page = OwnExports(signed_in(request), refusal=str(refusal))
        return render(request, "transfer/exports/list.html", {"page": page})
    return _download(export, path.open("rb"))


@needs(Right.READ)
@require_POST
def stopping(request: HttpRequest, key: int) -> HttpResponse:
    try:
        exporting_keeping.stop(_own(request, key), by=signed_in(request))
    except Refused as refusal:
        page = OwnExports(signed_in(request), refusal=str(refusal))
        return render(request, "transfer/exports/list.html", {"page": page})
    return redirect(reverse("transfer:exports"))


def _own(request: HttpRequest, key: int) -> Export:
    found = Export.objects.select_related("by").filter(pk=min(key, LARGEST_KEY - 1), by=signed_in(request)).first()
    if found is None:
        raise Http404
    return found


def _download(export: Export, content: IO[bytes]) -> HttpResponse:
    name = file_name(listing_for(export.listing, export.by), export.format, timezone.localtime(export.asked_at))
    return attached(content, name, content_type(export.format))
