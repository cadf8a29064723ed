"""Following a procedure beside a contact or a ticket: started, answered, skipped, jumped in, carried out, left (P3)."""

import json
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.contacts.models import Contact
from firstline.casework.guidance import following, photos, reading
from firstline.casework.guidance.models import Photo, Run
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk import procedure_answers
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.call import call_of, template_of
from firstline.interfaces.desk.contact_known import find_to_show, visible_to
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.order_reach import find_ticket, visible_tickets
from firstline.interfaces.desk.procedure_deeds import NotFilledIn, carry_out
from firstline.interfaces.desk.procedure_guide import Guide
from firstline.interfaces.desk.procedure_landing import land, land_on_ticket
from firstline.interfaces.desk.procedure_parts import Sent, lead_to
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.procedures.flow import answers_of, flow_of
from firstline.reference.procedures.models import AnswerType, ProcedureVersion, Step
from firstline.reference.staff.roles import Right

Verb = Callable[[Guide, Run, Step], object]
PAGE = "desk/procedures/guide.html"


@needs(Right.READ)
@require_safe
def of_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The card of a ticket's page, and without script a page of its own."""
    guide = Guide("ticket", find_ticket(request, number), signed_in(request), focus=request.GET.get("at", ""))
    return _drawn(request, guide)


@needs(Right.WORK_TICKETS)
@require_POST
def starts(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """Begin to follow a published version."""
    return _act(request, noun, number, "starts", lambda _guide, _run, _step: None, needs_step=False)


@needs(Right.WORK_TICKETS)
@require_POST
def answers(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    def verb(guide: Guide, run: Run, step: Step) -> None:
        seen = key_of(request.POST.get("read", "")) or 0
        facts, by = guide.facts_for(run), guide.user
        if answers_of(step)[0] == AnswerType.PHOTO:
            name, content = _photo(request)
            photos.add_photo(run, step.key, name, content, facts=facts, seen=seen, by=by)
            return
        value = procedure_answers.read(step, request.POST.dict())
        # Looked over before it lands anywhere; the facts afterwards decide where it leads.
        if not following.stands(run, step.key, reading.read(step, value)):
            _land(request, guide, run, step, value)
        following.answer(run, step.key, value, facts=_guide(request, noun, number).facts_for(run), seen=seen, by=by)

    return _act(request, noun, number, "answers", verb)


def _land(request: HttpRequest, guide: Guide, run: Run, step: Step, value: object) -> None:
    ticket = guide.ticket_of(run)
    if isinstance(guide.subject, Contact):
        contact_seen = key_of(request.POST.get("contact_seen", "")) or 0
        land(guide.subject, step, value, seen=contact_seen, has_ticket=ticket is not None, by=guide.user)
    if ticket is not None:
        land_on_ticket(ticket, step, value, by=guide.user)


def _photo(request: HttpRequest) -> tuple[str, bytes]:
    sent = request.FILES.get("value")
    if sent is None:
        raise Refused(_("Choose a photo first."), field="value")
    # One byte more than may be kept is enough to know that it is too large.
    return sent.name or "", sent.read(photos.LARGEST + 1)


@needs(Right.WORK_TICKETS)
@require_POST
def skips(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """Without an answer; a required step needs a reason."""
    reason = request.POST.get("reason", "")

    def verb(guide: Guide, run: Run, step: Step) -> None:
        following.skip(run, step.key, reason, facts=guide.facts_for(run), by=guide.user)

    return _act(request, noun, number, "skips", verb)


@needs(Right.WORK_TICKETS)
@require_POST
def jumps(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """Go to a step out of its turn."""
    return _act(
        request,
        noun,
        number,
        "jumps",
        lambda guide, run, step: following.go_to(run, step.key, facts=guide.facts_for(run), by=guide.user),
    )


@needs(Right.WORK_TICKETS)
@require_POST
def deeds(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """Carry out what a step says."""
    sent = request.POST.dict()
    return _act(request, noun, number, "deeds", lambda guide, run, step: carry_out(guide, run, step, sent))


@needs(Right.WORK_TICKETS)
@require_POST
def leaving(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """It does not fit: say why, and follow it no more."""
    reason = request.POST.get("reason", "")

    def verb(guide: Guide, run: Run, _step: Step) -> None:
        following.leave(run, reason, facts=guide.facts_for(run), by=guide.user)

    return _act(request, noun, number, "leaving", verb, needs_step=False)


@needs(Right.WORK_TICKETS)
@require_POST
def endings(request: HttpRequest, number: int, noun: str) -> HttpResponse:
    """Done, although steps are open that need not be."""

    def verb(guide: Guide, run: Run, _step: Step) -> None:
        following.finish(run, facts=guide.facts_for(run), by=guide.user)

    return _act(request, noun, number, "endings", verb, needs_step=False)


@needs(Right.READ)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo that answers a step, for whoever may see what it was taken for."""
    found = get_object_or_404(Photo.objects.select_related("run"), pk=pk)
    user, run = signed_in(request), found.run
    of_ticket = visible_tickets(user).filter(pk=run.ticket_id or 0)
    if not of_ticket.exists() and not visible_to(user).filter(pk=run.contact_id or 0).exists():
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline", "Cache-Control": "private"}
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=headers)


def _guide(request: HttpRequest, noun: str, number: int, *, focus: str = "", sent: Sent | None = None) -> Guide:
    subject: Contact | Ticket = find_to_show(request, number) if noun == "contact" else find_ticket(request, number)
    return Guide(noun, subject, signed_in(request), focus, sent)


def _act(
    request: HttpRequest, noun: str, number: int, act: str, verb: Verb, *, needs_step: bool = True
) -> HttpResponse:
    """Begin the run if it has not been, do it, and draw what is due then; or what was sent, and why not."""
    guide = _guide(request, noun, number)
    if not guide.may_act:
        raise PermissionDenied
    try:
        with transaction.atomic():
            run = _run(request, guide)
            step = flow_of(run.version).by_key.get(request.POST.get("step", ""))
            if step is None and needs_step:
                raise Refused(_("This version of the procedure has no such step."))
            verb(guide, run, step)  # type: ignore[arg-type]
    except (Refused, Conflict) as refusal:
        return _refused(request, noun, number, act, refusal)
    if "HX-Request" not in request.headers:
        return redirect(f"{reverse(f'desk:{noun}', args=[number])}#procedure")
    return _drawn(request, _guide(request, noun, number, focus="procedure"))


def _run(request: HttpRequest, guide: Guide) -> Run:
    """The run that was sent, of this contact or ticket; without one, that of the version, begun now."""
    key = key_of(request.POST.get("run", "")) or 0
    if key:
        return get_object_or_404(Run.objects.of(guide.subject).with_answers(), pk=key)
    version = ProcedureVersion.objects.filter(pk=key_of(request.POST.get("version", "")) or 0).first()
    if version is None:
        raise Refused(_("Choose a procedure."))
    return following.start(version, guide.subject, facts=guide.facts_for(None), by=guide.user)


def _refused(request: HttpRequest, noun: str, number: int, act: str, refusal: Refused | Conflict) -> HttpResponse:
    form = refusal.form if isinstance(refusal, NotFilledIn) else None
    told = _changed(refusal) if isinstance(refusal, Conflict) else refusal
    run, step = key_of(request.POST.get("run", "")) or 0, request.POST.get("step", "")
    sent = Sent(run, step, act, request.POST.dict(), told, form)
    focus = lead_to(refusal) if isinstance(refusal, Refused) else "procedure"
    return _drawn(request, _guide(request, noun, number, focus=focus, sent=sent))


def _changed(conflict: Conflict) -> Refused:
    named = {"theirs": conflict.theirs}
    return Refused(_("Meanwhile it says: %(theirs)s. Answer once more to put yours in its place.") % named)


def _drawn(request: HttpRequest, guide: Guide) -> HttpResponse:
    """The call screen around the guide of a contact; of a ticket its card, or a page where there is no script."""
    is_part = "HX-Request" in request.headers
    if isinstance(guide.subject, Contact):
        call = call_of(request, guide.subject, focus=guide.focus, guide=guide)
        response = render(
            request, f"{template_of(call)}{'#call' if is_part else ''}", {"call": call, "contact": call.contact}
        )
    else:
        response = render(request, f"{PAGE}{'#guide' if is_part else ''}", {"guide": guide, "ticket": guide.subject})
    if guide.sent and guide.sent.act not in ("answers", "skips"):
        toast = {"text": str(guide.sent.refusal), "tone": "bad"}
        if is_part:
            response["HX-Trigger"] = json.dumps({"toast": toast})
    return response
