"""Imports: a file is uploaded, its columns are mapped, it is tried, brought in, and perhaps undone."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.access import by_method, department_limits, needs, signed_in
from firstline.interfaces.transfer import import_files, import_runs
from firstline.interfaces.transfer.bad_lines import bad_rows
from firstline.interfaces.transfer.forms.map_columns import MapForm, sent_table
from firstline.interfaces.transfer.import_files import IntoDataFolder, KeptUpload
from firstline.interfaces.transfer.import_page import ImportPage, ImportsPage
from firstline.interfaces.transfer.models import ImportRun, Kind
from firstline.interfaces.transfer.toml_mapping import MappingRefused
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right

LARGEST_KEY = 2**63
# What a form adds to the file it carries.
_AROUND = 10_000


def _importer(request: HttpRequest) -> User:
    """Whoever brings files in: they reach every department, so nobody who is limited to some."""
    user = signed_in(request)
    if department_limits(user):
        raise PermissionDenied
    return user


def _run(request: HttpRequest, key: int) -> ImportRun:
    _importer(request)
    return get_object_or_404(ImportRun.objects.select_related("by"), pk=min(key, LARGEST_KEY - 1))


@needs(Right.EDIT_REFERENCE)
def all_imports(request: HttpRequest) -> HttpResponse:
    _importer(request)
    return render(request, "transfer/imports/list.html", {"page": ImportsPage()})


@needs(Right.EDIT_REFERENCE)
def upload(request: HttpRequest) -> HttpResponse:
    """A file on its way: what is too large is refused before it is read, the rest goes straight into the folder."""
    _importer(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > import_files.most_bytes() + _AROUND:
        return _no_run(request, import_files.too_large(), status=413)
    handler = IntoDataFolder(request)
    request.upload_handlers = [handler]
    try:
        answer: HttpResponse = _uploaded(request, handler)
    except BaseException:
        handler.discard()
        raise
    if answer.status_code != 302:
        handler.discard()
    return answer


@csrf_protect
def _uploaded(request: HttpRequest, handler: IntoDataFolder) -> HttpResponse:
    kind, file = request.POST.get("kind", ""), request.FILES.get("file")
    if handler.trouble:
        return _no_run(request, handler.trouble, kind)
    if kind not in Kind.values:
        return _no_run(request, _("Say what the file holds."), kind)
    if not isinstance(file, KeptUpload) or not file.size:
        return _no_run(request, _("Choose a file that is not empty."), kind)
    begun = import_runs.begin(
        kind, file.name or "", by=signed_in(request), at=timezone.now(), size=file.size, file=file.path
    )
    return redirect("transfer:import", begun.pk)


def _no_run(request: HttpRequest, refusal: str, kind: str = "", status: int = 200) -> HttpResponse:
    page = ImportsPage(refusal=refusal, kind=kind)
    return render(request, "transfer/imports/list.html", {"page": page}, status=status)


# The token is looked at once the file may be read: Django would take it in whole before it asked us.
imports = csrf_exempt(by_method(read=all_imports, write=upload))


@needs(Right.EDIT_REFERENCE)
@require_safe
def run(request: HttpRequest, key: int) -> HttpResponse:
    return _page(request, _run(request, key))


@needs(Right.EDIT_REFERENCE)
@require_POST
def mapping(request: HttpRequest, key: int) -> HttpResponse:
    """The mapping as it was sent: looked at again, or kept and tried."""
    found = _run(request, key)
    path = import_files.file_of(found)
    text = request.POST.get("text", "")
    form = (
        MapForm.of_text(found.kind, path, text)
        if text
        else MapForm(found.kind, path, sent_table(found.kind, request.POST))
    )
    if "look" in request.POST:
        return _page(request, found, form)
    try:
        import_runs.start_trial(import_runs.map_columns(found, form.toml))
    except (MappingRefused, Refused) as problem:
        return _page(request, found, form, str(problem))
    return redirect("transfer:import", key)


@needs(Right.EDIT_REFERENCE)
@require_POST
def loading(request: HttpRequest, key: int) -> HttpResponse:
    return _done(request, key, lambda found: import_runs.start_loading(found, at=timezone.now()))


@needs(Right.EDIT_REFERENCE)
@require_POST
def undoing(request: HttpRequest, key: int) -> HttpResponse:
    return _done(request, key, import_runs.start_undoing)


@needs(Right.EDIT_REFERENCE)
@require_POST
def stopping(request: HttpRequest, key: int) -> HttpResponse:
    return _done(request, key, import_runs.stop)


@needs(Right.EDIT_REFERENCE)
@require_POST
def resumption(request: HttpRequest, key: int) -> HttpResponse:
    return _done(request, key, lambda found: import_runs.go_on(found, at=timezone.now()))


@needs(Right.EDIT_REFERENCE)
@require_POST
def giving_up(request: HttpRequest, key: int) -> HttpResponse:
    found = _run(request, key)
    try:
        import_runs.give_up(found, by=signed_in(request))
    except Refused as problem:
        return _page(request, found, refusal=str(problem))
    return redirect("transfer:imports")


@needs(Right.EDIT_REFERENCE)
@require_safe
def bad_lines(request: HttpRequest, key: int) -> HttpResponseBase:
    answer = StreamingHttpResponse(bad_rows(_run(request, key)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bad-lines-{key}.csv"'
    return answer


@needs(Right.EDIT_REFERENCE)
@require_safe
def toml(request: HttpRequest, key: int) -> HttpResponse:
    answer = HttpResponse(_run(request, key).mapping, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mapping-{key}.toml"'
    return answer


def _done(request: HttpRequest, key: int, act: Callable[[ImportRun], ImportRun]) -> HttpResponse:
    found = _run(request, key)
    try:
        act(found)
    except (Refused, MappingRefused) as problem:
        return _page(request, found, refusal=str(problem))
    return redirect("transfer:import", key)


def _page(request: HttpRequest, found: ImportRun, sent: MapForm | None = None, refusal: str = "") -> HttpResponse:
    page = ImportPage(found, sent, refusal, timezone.now())
    return render(request, "transfer/imports/run.html", {"page": page})
