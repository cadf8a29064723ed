"""The fields of a contact, each saving itself, and the lists from which their values are chosen."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.contacts import answering, reception
from firstline.casework.contacts.models import Contact
from firstline.casework.contacts.severity import SEVERITY
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.call import answered, call_of, template_of
from firstline.interfaces.desk.contact_choices import best_for, places_for, subjects_for, things_for, tidy
from firstline.interfaces.desk.contact_known import find, find_to_show
from firstline.interfaces.desk.forms import contacts as fields
from firstline.interfaces.ui import self_saving
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.language.tokens import analyse
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.customers.models import Location
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right

# Which parts of the screen say something else when a field says something else.
TOLD_BY = {
    "channel": ["clock", "hang-up", "procedure"],
    "caller_name": ["news"],
    "caller_number": ["news"],
    "caller_email": ["news"],
    "language": ["news"],
    "words": ["know"],
    "code": ["path", "questions", "know", "closing", "foreseen", "procedure"],
    "place": ["known", "know"],
    "equipment": ["place", "known", "know", "closing", "foreseen"],
    **{name: ["foreseen"] for name in SEVERITY},
    "tone": ["reaches"],
    "about_department": ["reaches"],
    "about_provider": ["department", "reaches"],
    "about_person": ["reaches"],
}
CHOICES = ("equipment", "agreement", "account")


@needs(Right.TAKE_CONTACTS)
@require_POST
def field(request: HttpRequest, number: int) -> HttpResponse:
    """One field as it is typed. Without script no field is named, and all of them come at once."""
    if "field" not in request.POST:
        return all_fields(request, number)
    contact = find(request, number)
    try:
        sent = self_saving.read(request)
        written = _write(contact, sent.field, sent.values, seen=sent.seen or 0, by=signed_in(request))
    except self_saving.Unreadable as error:
        return self_saving.unreadable(request, error)
    except ValidationError as error:
        return self_saving.refused(request, sent.field, error.messages)
    except Refused as refusal:
        return self_saving.refused(request, sent.field, [str(refusal)])
    except Conflict as conflict:
        return _conflict(request, sent, conflict)
    return self_saving.saved(request, sent.field, written.version, refresh=_stale(contact, written, sent.field))


def _write(contact: Contact, name: str, values: Sequence[str], *, seen: int, by: User) -> Contact:
    """Hand what was sent for one field to the verb that writes it."""
    question = fields.question(contact, name)
    if question:
        return answering.give_answer(contact, question, values[0] if values else "", seen=seen, by=by)
    if name.startswith("answer_"):
        raise Refused(_("This question is not asked any more: the problem code has changed."))
    if not fields.is_field(name):
        raise Refused(_("There is no such field."))
    value = fields.cleaned(name, values)
    if name == "place":
        location = fields.location(value, values[1] if len(values) > 1 else "")
        return reception.locate(contact, value, location, seen=seen, by=by)
    return reception.note_down(contact, name, value, seen=seen, by=by)


def _conflict(request: HttpRequest, sent: self_saving.Sent, conflict: Conflict) -> HttpResponse:
    shown = {"theirs_text": _text(conflict.theirs), "mine_text": _text(conflict.mine)}
    theirs = str(getattr(conflict.theirs, "pk", conflict.theirs) or "")
    return self_saving.conflict(request, sent.field, theirs=theirs, mine=sent.value, version=conflict.version, **shown)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _stale(was: Contact, now: Contact, name: str) -> list[str]:
    """The parts of the page to be fetched anew; what is missing changes only where something fills or empties."""
    parts = TOLD_BY.get(name, [])
    if name.startswith("answer_"):
        filled = was.answers.keys() != now.answers.keys()
    else:
        filled = bool(getattr(was, name)) != bool(getattr(now, name))
    if name == "words" and said_in(was.words) == said_in(now.words):
        parts = []
    return [*parts, "closing"] if filled and "closing" not in parts else parts


def said_in(text: str) -> list[str]:
    """The words of a text; a space or a full stop more is no other word."""
    return [token.exact for token in analyse(text)]


def all_fields(request: HttpRequest, number: int) -> HttpResponse:
    """Without script: every field of the form at once; where one is refused, all that was typed stays."""
    contact = find(request, number)
    form = fields.ContactForm(request.POST, instance=contact)
    for name in [name for name in form.fields if name not in request.POST]:
        del form.fields[name]
    if form.is_valid():
        _write_all(request, form, find(request, number))
    if form.errors:
        call = call_of(request, find_to_show(request, number), form=_whole(form, contact))
        return render(request, template_of(call), {"call": call, "contact": call.contact})
    return redirect("desk:contact", number=number)


def _write_all(request: HttpRequest, form: fields.ContactForm, contact: Contact) -> None:
    seen, by = fields.key_of(request.POST.get("seen", "")) or 0, signed_in(request)
    names = [*form.fields, *(name for name in request.POST if name.startswith("answer_"))]
    sent = {name: request.POST.getlist(name) for name in names} | _meant(request, contact)
    for name, values in sent.items():
        try:
            _write(contact, name, values, seen=seen, by=by)
        except (Conflict, Refused, ValidationError) as error:
            form.add_error(name if name in form.fields else None, str(error))


def _meant(request: HttpRequest, contact: Contact) -> dict[str, list[str]]:
    """What was typed where a list would have been offered: the best that such a list would have held."""
    call = call_of(request, contact)
    found = {}
    for name in fields.CHOSEN:
        typed = tidy(request.POST.get(f"{name}_text", ""))
        if f"{name}_text" in request.POST and typed != str(getattr(contact, name) or ""):
            best = best_for(call, name, typed, get_language() or "en")
            found[name] = [str(best.pk) if best else ""]
    return found


def _whole(form: fields.ContactForm, contact: Contact) -> fields.ContactForm:
    """The refused form with the fields that were not sent beside it."""
    for name, drawn in fields.ContactForm(instance=contact).fields.items():
        form.fields.setdefault(name, drawn)
    return form


@needs(Right.TAKE_CONTACTS)
@require_POST
def choice(request: HttpRequest, number: int) -> HttpResponse:
    """Take one of the things that stand beside the form: equipment, agreement, account or location; or none again."""
    contact, by = find(request, number), signed_in(request)
    seen = fields.key_of(request.POST.get("seen", "")) or 0
    name = next((name for name in CHOICES if name in request.POST), "location")
    try:
        if name == "location":
            found = Location.objects.filter(pk=fields.key_of(request.POST.get(name, "")) or 0).first()
            reception.locate(contact, "", found, seen=seen, by=by)
        else:
            reception.note_down(contact, name, fields.chosen(name, request.POST[name]), seen=seen, by=by)
    except ValidationError as error:
        return answered(request, contact, refusal=Refused(" ".join(error.messages)))
    except (Refused, Conflict) as refusal:
        return answered(request, contact, refusal=refusal)
    return answered(request, contact)


@needs(Right.READ)
@require_safe
def part(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """A part of the screen by itself, fetched anew when another field has changed what it says."""
    call = call_of(request, find_to_show(request, number))
    return render(request, f"desk/contacts/_{name}.html", {"call": call, "contact": call.contact})


@needs(Right.READ)
@require_safe
def codes(request: HttpRequest, number: int) -> HttpResponse:
    """Codes for what was typed; for nothing, for the customer's own words."""
    contact = find(request, number)
    asked = request.GET.get("q", "").strip() or contact.words
    found = find_codes(asked, get_language() or "en", limit=10)
    return render(request, "desk/contacts/_codes.html", {"found": found, "asked": asked})


@needs(Right.READ)
@require_safe
def places(request: HttpRequest, number: int) -> HttpResponse:
    """Known locations for what was typed, and the words themselves; for nothing, those of the customer."""
    call = call_of(request, find(request, number))
    asked = tidy(request.GET.get("q", ""))
    return render(request, "desk/contacts/_places.html", {"asked": asked, "found": places_for(call, asked)})


@needs(Right.READ)
@require_safe
def equipment(request: HttpRequest, number: int) -> HttpResponse:
    """The customer's equipment, and any other by its serial number."""
    call = call_of(request, find(request, number))
    asked = tidy(request.GET.get("q", ""))
    return render(request, "desk/contacts/_things.html", {"asked": asked, "found": things_for(call, asked)})


@needs(Right.READ)
@require_safe
def about(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Departments, providers or members of staff whom a comment may be about."""
    find(request, number)
    asked = tidy(request.GET.get("q", ""))
    return render(request, "desk/contacts/_about.html", {"asked": asked, "found": subjects_for(name, asked)})
