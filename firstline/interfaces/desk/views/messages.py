"""The texts of messages: per occasion and language, with a preview and a message to oneself to try them."""

from typing import Any

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.channels.trying import send_trial
from firstline.interfaces.desk import form_page
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.messages import TemplateForm
from firstline.interfaces.desk.message_page import TemplatesPage, named, previewed
from firstline.interfaces.ui.clean_text import Unclean
from firstline.journal.refusal import Refused
from firstline.reference.correspondence.keeping import write_template
from firstline.reference.correspondence.models import Template
from firstline.reference.correspondence.occasions import Occasion, placeholders
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """All occasions with the languages that each has a text in, and the rules about them."""
    return render(request, "desk/messages/list.html", {"page": TemplatesPage()})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    """One text: written, previewed beside, and tried."""
    found = _find(occasion, language)
    form = TemplateForm(request.POST or None, template=found)

    def write(facts: dict[str, Any]) -> str:
        write_template(occasion, language, facts["subject"], facts["body"], by=signed_in(request))
        said.success(request, _("The text is kept."))
        return reverse("desk:message_template", args=[occasion, language])

    context = {
        "template": found,
        "placeholders": placeholders(occasion).items(),
        "languages": named(occasion),
        "preview": previewed(occasion, language, str(form["subject"].value()), str(form["body"].value())),
    }
    title = f"{str(Occasion(occasion).label).capitalize()} · {language.upper()}"
    page = FormPage(title, _("Save"), [(_("Messages"), reverse("desk:messages"))], "desk/messages/page.html", context)
    return form_page.answer(request, form, page, write)


@needs(Right.EDIT_REFERENCE)
@require_POST
def preview(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    """What was typed so far, as a customer would read it."""
    _find(occasion, language)
    try:
        shown = previewed(occasion, language, request.POST.get("subject", ""), request.POST.get("body", ""))
    except Unclean as error:
        return HttpResponse(str(error), status=422)
    return render(request, "desk/messages/_preview.html", {"preview": shown})


@needs(Right.EDIT_REFERENCE)
@require_POST
def trial(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    """Send what is kept to oneself, at once, and say what the mail server answers."""
    _find(occasion, language)
    try:
        to = send_trial(Occasion(occasion), language, by=signed_in(request))
        said.success(request, _("Sent to %(address)s.") % {"address": to})
    except Refused as refusal:
        said.error(request, str(refusal))
    return redirect("desk:message_template", occasion, language)


def _find(occasion: str, language: str) -> Template:
    """The text that is kept, or an empty one where there is none yet; not found where the desk does not write it."""
    if occasion not in Occasion.values or language not in dict(named(occasion)):
        raise Http404
    found = Template.objects.filter(occasion=occasion, language=language).first()
    return found or Template(occasion=occasion, language=language)
