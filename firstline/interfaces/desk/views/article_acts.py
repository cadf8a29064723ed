"""What is done with an article: its state, its versions, what it is attached to."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.desk import article_page
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.article_targets import find_target, found_targets
from firstline.interfaces.desk.article_versions import Versions
from firstline.interfaces.desk.catalogue_page import editable
from firstline.interfaces.desk.forms.articles import ReasonForm
from firstline.interfaces.desk.forms.labels import languages
from firstline.journal.refusal import Refused
from firstline.reference.knowledge import attaching, publishing, writing
from firstline.reference.knowledge.models import Article, Attachment
from firstline.reference.staff.roles import Right

LONGEST_QUESTION = 300


@needs(Right.EDIT_REFERENCE)
@require_POST
def submission(request: HttpRequest, number: int) -> HttpResponse:
    """Into review."""
    return _plain(request, number, publishing.submit)


@needs(Right.EDIT_REFERENCE)
@require_POST
def sending_back(request: HttpRequest, number: int) -> HttpResponse:
    """Back from review, with what is missing."""
    return _with_reason(request, number, publishing.send_back)


@needs(Right.EDIT_REFERENCE)
@require_POST
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """Read by everybody it is for from now on, in the languages that were ticked."""
    known = dict(languages())
    chosen = [code for code in request.POST.getlist("language") if code in known] or None
    return _plain(request, number, partial(publishing.publish, languages=chosen))


@needs(Right.EDIT_REFERENCE)
@require_POST
def outdating(request: HttpRequest, number: int) -> HttpResponse:
    """It no longer holds."""
    return _with_reason(request, number, publishing.outdate)


@needs(Right.EDIT_REFERENCE)
@require_POST
def retirement(request: HttpRequest, number: int) -> HttpResponse:
    """Taken out of the lists."""
    return _plain(request, number, publishing.retire)


@needs(Right.EDIT_REFERENCE)
@require_POST
def restoration(request: HttpRequest, number: int) -> HttpResponse:
    """Kept again."""
    return _plain(request, number, publishing.restore)


@needs(Right.EDIT_REFERENCE)
@require_safe
def versions(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Every version of one language, and what is different between two of them."""
    if language not in dict(languages()):
        raise Http404
    found = article_page.find(request, number)
    page = Versions(found, language, request.GET.get("old", ""), request.GET.get("new", ""))
    return render(request, "desk/articles/versions.html", {"page": page, "article": found})


@needs(Right.EDIT_REFERENCE)
@require_POST
def version_return(request: HttpRequest, number: int, language: str, version: int) -> HttpResponse:
    """An older text, brought back as the newest version."""
    found = article_page.find(request, number)
    row = get_object_or_404(
        found.versions.all(), language=language, number=min(version, article_page.LARGEST_NUMBER - 1)
    )
    writing.bring_back(row, by=signed_in(request))
    messages.success(request, _("Brought back as the newest version."))
    return redirect("desk:article_versions", number=number, language=language)


@needs(Right.EDIT_REFERENCE)
@require_POST
def attachments(request: HttpRequest, number: int) -> HttpResponse:
    """Attach it to a code, category, provider or department."""
    found, by = article_page.find(request, number), signed_in(request)
    try:
        target = find_target(request.POST.get("target", ""), request.POST.get("target_text", "")[:LONGEST_QUESTION], by)
    except Http404:
        messages.error(request, _("Choose a code, category, service provider or department from the list."))
    else:
        attaching.attach(found, target, by=by)
    return redirect("desk:article", number=number)


@needs(Right.EDIT_REFERENCE)
@require_POST
def attachment_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken off; one that is gone already needs no taking off."""
    rows = Attachment.objects.select_related("article", "code", "category", "provider", "department")
    attachment, by = get_object_or_404(rows, pk=pk), signed_in(request)
    if not editable(type(attachment.target), by).filter(pk=attachment.target.pk).exists():
        raise Http404
    attaching.detach(attachment, by=by)
    return redirect("desk:article", number=attachment.article.number)


@needs(Right.EDIT_REFERENCE)
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """What an article can be attached to, as options of a combobox."""
    asked = request.GET.get("q", "")[:LONGEST_QUESTION]
    return render(request, "desk/articles/_options.html", {"options": found_targets(asked, signed_in(request))})


def _plain(request: HttpRequest, number: int, verb: Callable[..., Article]) -> HttpResponse:
    """Do what needs no words; why it cannot be done is said above the page."""
    try:
        verb(article_page.find(request, number), by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:article", number=number)


def _with_reason(request: HttpRequest, number: int, verb: Callable[..., Any]) -> HttpResponse:
    found, form = article_page.find(request, number), ReasonForm(request.POST)
    if form.is_valid():
        try:
            verb(found, form.cleaned_data["reason"], by=signed_in(request))
            return redirect("desk:article", number=number)
        except Refused as refusal:
            form.add_error("reason", str(refusal))
    return article_page.draw(request, found, reason_form=form)
