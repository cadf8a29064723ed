"""The knowledge base beside a contact or a ticket: searched, opened, read out, answered by, not helpful (A3)."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.contacts import looking_up
from firstline.casework.contacts.models import Contact
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.call import answered
from firstline.interfaces.desk.knowing import Beside, Opened, beside, opened
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right

PAGE = "desk/look_ups/page.html"
READING = "desk/look_ups/_reading.html"


@needs(Right.READ)
@require_safe
def articles(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """What fits, and what is found as one types; nothing is recorded by looking at a list."""
    known = beside(request, noun, number, asked=request.GET.get("q", ""), as_typed="q" in request.GET)
    if "HX-Request" not in request.headers:
        return render(request, PAGE, {"beside": known})
    part = "_found" if "q" in request.GET else "_side"
    return render(request, f"desk/look_ups/{part}.html", {"beside": known})


@needs(Right.WORK_TICKETS)
@require_POST
def searches(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """A search by hand, which is recorded with how much it found."""
    known = beside(request, noun, number, asked=request.POST.get("q", ""))
    contact, found = _contact(known), len(known.found)
    language = get_language() or "en"
    refusal = _try(
        lambda: looking_up.search(
            contact, known.asked, found=found, language=language, by=signed_in(request), problem=known.problem
        )
    )
    template = "desk/look_ups/_found.html" if "HX-Request" in request.headers else PAGE
    return render(request, template, {"beside": known, "refusal": refusal})


@needs(Right.WORK_TICKETS)
@require_POST
def skipping(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """Without the search that is demanded, for a reason."""
    known = beside(request, noun, number)
    contact, reason = _contact(known), request.POST.get("reason", "")
    refusal = _try(lambda: looking_up.skip(contact, reason, by=signed_in(request), problem=known.problem))
    if noun == "contact":
        return answered(request, contact, refusal=refusal, told=_("The search is skipped."))
    if "HX-Request" not in request.headers:
        (messages.error if refusal else messages.success)(request, str(refusal or _("The search is skipped.")))
        return redirect("desk:ticket_articles", number=number)
    return render(request, "desk/look_ups/_side.html", {"beside": known, "refusal": refusal})


@needs(Right.READ)
@require_safe
def article(request: HttpRequest, number: int, article: int, noun: str) -> HttpResponse:
    """An article to be read, without a record of it: in another language, or by who may only read."""
    known = beside(request, noun, number)
    return _drawn(request, opened(known, article, request.GET.get("language", "")))


@needs(Right.WORK_TICKETS)
@require_POST
def opening(request: HttpRequest, number: int, article: int, noun: str) -> HttpResponse:
    known = beside(request, noun, number)
    contact, shown = _contact(known), opened(known, article)
    query = request.POST.get("query", "")
    refusal = _try(
        lambda: looking_up.open_article(
            contact, shown.text.version, by=signed_in(request), query=query, problem=known.problem
        )
    )
    return _drawn(request, opened(known, article, refusal=refusal))


@needs(Right.WORK_TICKETS)
@require_POST
def reading_out(request: HttpRequest, number: int, article: int, noun: str) -> HttpResponse:
    known, language = beside(request, noun, number), request.POST.get("language", "")
    contact, shown = _contact(known), opened(known, article, language)
    version = shown.text.version
    refusal = _try(lambda: looking_up.read_out(contact, version, by=signed_in(request), problem=known.problem))
    return _drawn(request, opened(known, article, language, refusal=refusal, done=_("Recorded: read out.")))


@needs(Right.WORK_TICKETS)
@require_POST
def not_helpful(request: HttpRequest, number: int, article: int, noun: str) -> HttpResponse:
    known, language = beside(request, noun, number), request.POST.get("language", "")
    contact, version = _contact(known), opened(known, article, language).text.version
    reason = request.POST.get("reason", "")
    refusal = _try(
        lambda: looking_up.not_helpful(contact, version, reason, by=signed_in(request), problem=known.problem)
    )
    told = _("Thank you: those who write articles read this.")
    return _drawn(request, opened(known, article, language, refusal=refusal, done=told), reason if refusal else "")


@needs(Right.TAKE_CONTACTS)
@require_POST
def answer(request: HttpRequest, number: int, article: int) -> HttpResponse:
    """The contact is answered by an article: its script becomes the answer."""
    known = beside(request, "contact", number)
    contact = _contact(known)
    version = opened(known, article, request.POST.get("language", "")).text.version
    refusal = _try(lambda: looking_up.answer_by(contact, version, by=signed_in(request)))
    told = _("Answered by article %(article)s.") % {"article": version.article}
    return answered(request, contact, focus="" if refusal else "answer", refusal=refusal, told=told)


def _contact(known: Beside) -> Contact:
    """The contact on which looking up is recorded, for whoever may do so."""
    if known.contact is None or (known.noun == "contact" and not known.may_act and known.contact.is_open):
        raise PermissionDenied
    return known.contact


def _try(verb: Callable[[], object]) -> Refused | None:
    try:
        verb()
    except Refused as refusal:
        return refusal
    return None


def _drawn(request: HttpRequest, shown: Opened, reason: str = "") -> HttpResponse:
    """The article beside the form, or on a page of its own without script."""
    context = {"beside": shown.beside, "opened": shown, "reason": reason}
    return render(request, READING if "HX-Request" in request.headers else PAGE, context)
