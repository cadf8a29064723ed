"""A tiny site for the tests of the shared look: one page whose fields save themselves into a notebook in memory."""

import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import include, path

from firstline.interfaces.ui import self_saving
from firstline.journal.versions import Conflict, change


class NoteForm(forms.Form):
    words = forms.CharField(label="Words", widget=forms.Textarea, required=False)
    caller = forms.CharField(label="Caller", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        required=False,
        choices=[("information", "Information"), ("action", "Action")],
    )
    code = forms.CharField(label="Code", required=False, widget=forms.HiddenInput)
    told = forms.BooleanField(label="Told", required=False)


@dataclass
class Note:
    """What a row that counts its changes looks like to `journal.versions`."""

    version: int = 1
    changed_in: dict[str, int] = field(default_factory=dict)
    words: str = ""
    caller: str = ""
    kind: str = ""
    told: bool = False
    code: str = ""


@dataclass
class Notebook:
    note: Note = field(default_factory=Note)
    away: bool = False
    deaf: bool = False
    signed_out: bool = False
    received: list[tuple[str, list[str], int | None]] = field(default_factory=list)
    heard: int = 0
    closed_with: str | None = None


notebook = Notebook()


def start_anew() -> Notebook:
    notebook.__init__()  # type: ignore[misc]
    return notebook


def page(request: HttpRequest) -> HttpResponse:
    note = notebook.note
    facts = {name: getattr(note, name) for name in NoteForm.base_fields}
    form = NoteForm(initial=facts)
    return render(request, "ui_tests/note.html", {"form": form, "note": note})


def save(request: HttpRequest) -> HttpResponse:
    if notebook.away:
        return HttpResponse("away", status=503)
    if notebook.signed_out:
        return HttpResponse(status=302, headers={"Location": "/account/login/"})
    try:
        sent = self_saving.read(request)
    except self_saving.Unreadable as error:
        return self_saving.unreadable(request, error)
    notebook.received.append((sent.field, sent.values, sent.seen))
    value: Any = bool(sent.values) if sent.field == "told" else sent.value.strip()
    if sent.field == "caller" and len(sent.value) > 20:
        return self_saving.refused(request, "caller", ["At most 20 characters."])
    try:
        change(notebook.note, {sent.field: value}, seen=sent.seen)  # type: ignore[arg-type]
    except Conflict as clash:
        return self_saving.conflict(request, clash.field, theirs=clash.theirs, mine=clash.mine, version=clash.version)
    if notebook.deaf:
        return HttpResponse("the answer is lost", status=502)
    return self_saving.saved(request, sent.field, notebook.note.version, refresh=["summary"])


def close(request: HttpRequest) -> HttpResponse:
    notebook.closed_with = notebook.note.words
    return HttpResponse("closed")


def find(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    return HttpResponse(f'<div role="option"><a href="/note/?found={len(query)}">Ticket T-42</a></div>')


def codes(request: HttpRequest) -> HttpResponse:
    names = {"17": "Pothole", "18": "Lamp out", "19": "Police box"}
    fitting = [(key, name) for key, name in names.items() if request.GET["q"].lower() in name.lower()]
    options = "".join(f'<div role="option" data-value="{key}">{name}</div>' for key, name in fitting)
    return HttpResponse(options or "<p>No code fits.</p>")


def events(request: HttpRequest) -> StreamingHttpResponse:
    """One event that names the ticket of the list, a moment after the page is open."""
    data = json.dumps({"entry": 9, "subject": "ticket:3", "context": "", "verb": "ticket.taken"})
    body = f"retry: 60000\n\nevent: journal\ndata: {data}\n\n"
    notebook.heard += 1
    return StreamingHttpResponse(iter([body]), content_type="text/event-stream")


def rows(request: HttpRequest) -> HttpResponse:
    return render(request, "ui_tests/rows.html", {"numbers": range(1, 6), "taken": notebook.heard > 0})


def state(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"words": notebook.note.words})


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("for the page of errors")


desk = ([path("find/", find, name="find"), path("contacts/", rows, name="contacts")], "desk")

urlpatterns = [
    path("note/", page),
    path("save/", save),
    path("close/", close),
    path("rows/", rows),
    path("events", events),
    path("codes/", codes),
    path("boom/", boom),
    path("state/", state),
    path("account/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("firstline.interfaces.ui.urls")),
    path("", include(desk)),
]
