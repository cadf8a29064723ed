"""What the call screen knows of a contact: read once per page, part by part where only a part is asked for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.forms import BaseForm, RadioSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString

from firstline.casework.contacts import answering, closing, commenting, customer_file
from firstline.casework.contacts.facts import facts_of_contact
from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.casework.contacts.sections import Missing, is_blank
from firstline.casework.tickets import worklist
from firstline.casework.tickets.models import CallBack, Ticket
from firstline.casework.tickets.triage import Foreseen, foresee
from firstline.interfaces.desk.access import department_limits, signed_in
from firstline.interfaces.desk.alike import Alike, alike
from firstline.interfaces.desk.contact_known import FEW, MADE, POINTS, Known, find_to_show, tickets_of
from firstline.interfaces.desk.drawn import joined
from firstline.interfaces.desk.fax_pages import Shown, faxes_of
from firstline.interfaces.desk.forms.call_backs import PromiseForm
from firstline.interfaces.desk.forms.contacts import AnswersForm, ContactForm
from firstline.interfaces.desk.knowing import Beside, beside_contact
from firstline.interfaces.desk.procedure_guide import Guide
from firstline.interfaces.desk.timeline import timeline_of
from firstline.journal.prepared import keep
from firstline.reference.customers import directory
from firstline.reference.customers.models import AccountNumber, ContactPoint
from firstline.reference.service_levels import laid_down
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may


@dataclass(frozen=True)
class Call:
    """A contact as its screen shows it; each part is read when the template asks for it."""

    contact: Contact
    user: User
    form: ContactForm
    focus: str = ""
    refusal: Exception | None = None
    guided: Guide | None = None
    today: date = field(default_factory=timezone.localdate)
    # The names under which the customer's file refuses what belongs to the caller.
    who_fields: tuple[str, ...] = ("name", "value", "kind", "language", *customer_file.WRITERS)

    @property
    def may_write(self) -> bool:
        return self.contact.is_open and may(self.user, Right.TAKE_CONTACTS)

    @property
    def may_reopen(self) -> bool:
        return not self.contact.is_open and may(self.user, Right.TAKE_CONTACTS)

    @cached_property
    def guide(self) -> Guide:
        """The procedures that are followed here, as an act of one left them or as they stand."""
        return self.guided or Guide("contact", self.contact, self.user, self.focus)

    @cached_property
    def answers(self) -> AnswersForm:
        form = AnswersForm(self.contact, dict(self.form.data.items()))
        _call_to(form, self.focus)
        return form

    @property
    def answered(self) -> list[tuple[str, str]]:
        """The questions that were answered, as the reader reads them."""
        asked = self.contact.code.questions.all() if self.contact.code else []
        given = [(one, self.contact.answers.get(str(one.pk))) for one in asked]
        return [(answering.wording(one), answering.shown(one, value)) for one, value in given if value is not None]

    @cached_property
    def kinds(self) -> list[tuple[str, str, int]]:
        """The kinds with their words and keys."""
        return [(kind.value, str(kind.label), key) for key, kind in enumerate(Kind, start=1)]

    @cached_property
    def tickets(self) -> list[Ticket]:
        """Those made from this contact, in the order of their making."""
        found = MADE.all(self.contact.pk)
        prefetch_related_objects(found, "work_orders")
        return found

    @cached_property
    def made(self) -> Sequence[int]:
        """The keys of these tickets."""
        return [one.pk for one in self.tickets] if "tickets" in vars(self) else tickets_of(self.contact)

    @cached_property
    def callers(self) -> list[directory.Hit]:
        """Who may be calling from the number that came with the contact, while nobody has said who it is."""
        if self.contact.customer_id or not self.contact.caller_number:
            return []
        return directory.by_number(self.contact.caller_number, limit=FEW)

    @cached_property
    def faxes(self) -> Sequence[Shown]:
        """The pages of what came by fax."""
        return faxes_of(self.contact)

    @cached_property
    def known(self) -> Known | None:
        customer = self.contact.customer
        return Known(customer, self.contact, self.user) if customer else None

    @cached_property
    def owed(self) -> list[CallBack]:
        """The calls that are owed to the customer, or to whoever spoke here."""
        return worklist.owed_to(self.contact.customer_id, self.contact.pk, within=department_limits(self.user))

    @property
    def may_call(self) -> bool:
        return may(self.user, Right.WORK_TICKETS)

    @cached_property
    def promise_form(self) -> PromiseForm:
        return PromiseForm(auto_id="id_promise_%s")

    @cached_property
    def foreseen(self) -> Foreseen | None:
        """What would be decided if the ticket were opened now; None before there is a problem code."""
        if self.contact.code is None or self.contact.kind != Kind.ACTION:
            return None
        return foresee(self.contact.code, facts_of_contact(self.contact, timezone.now()), laid_down.current())

    @cached_property
    def points(self) -> list[ContactPoint]:
        """How the customer is reached."""
        return POINTS.all(self.contact.customer_id) if self.contact.customer_id else []

    @cached_property
    def news(self) -> dict[str, object]:
        """What the customer's file does not say yet, by field."""
        if self.contact.customer:
            keep(self.contact.customer, "contact_points", self.points)
        return {new.field: new.value for new in customer_file.news(self.contact)}

    @cached_property
    def is_blank(self) -> bool:
        return is_blank(self.contact)

    @cached_property
    def outcomes(self) -> list[tuple[str, str]]:
        found = closing.outcomes(self.contact, has_tickets=bool(self.tickets))
        return [(outcome.value, str(outcome.label)) for outcome in found if outcome not in closing.CUT_SHORT]

    @cached_property
    def cut_short(self) -> list[tuple[str, str, int]]:
        """The outcomes of a call that came to nothing, with their keys."""
        found = closing.outcomes(self.contact, has_tickets=bool(self.tickets))
        return [(o.value, str(o.label), key) for key, o in zip((8, 9), closing.CUT_SHORT, strict=True) if o in found]

    @cached_property
    def missing(self) -> list[tuple[Missing, str]]:
        """What stands in the way of the likeliest outcome, each with the id of its field."""
        likeliest = self.outcomes[0][0] if self.outcomes else ""
        return [(item, field_id(self, item.field)) for item in closing.missing(self.contact, likeliest)]

    @property
    def length(self) -> str:
        """How long the call has been going on or went on: minutes and seconds."""
        seconds = max(0, int(((self.contact.ended_at or timezone.now()) - self.contact.started_at).total_seconds()))
        hours, rest = divmod(seconds, 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"

    @cached_property
    def alike(self) -> Alike:
        return alike(self.contact, self.user, made=self.made)

    @cached_property
    def beside(self) -> Beside:
        """The knowledge base beside the form."""
        return beside_contact(self.contact, self.user, serial=len(self.made))

    @property
    def may_enter_customer(self) -> bool:
        """Whether there is somebody to be entered in the directory."""
        return bool(self.contact.caller_name.strip()) and may(self.user, Right.EDIT_CUSTOMERS)

    @property
    def shows_place(self) -> bool:
        """Place and equipment belong to a problem; what was entered stays in sight when the kind changes."""
        return bool(self.contact.kind == Kind.ACTION or self.contact.place or self.contact.equipment_id)

    @property
    def language_name(self) -> str:
        return language_name(self.contact.language)

    @property
    def customers_language(self) -> str:
        return language_name(self.contact.customer.language) if self.contact.customer else ""

    @property
    def customers_channel(self) -> str:
        """The channel the customer prefers, in the reader's language."""
        channel = self.contact.customer.preferred_channel if self.contact.customer else ""
        return str(dict(Channel.choices).get(channel, channel))

    @cached_property
    def account_numbers(self) -> list[AccountNumber]:
        account = self.contact.customer.account if self.contact.customer else None
        return list(account.numbers.all()[:4]) if account else []

    @property
    def history(self) -> SafeString:
        """Everything that happened to the contact, newest last."""
        return joined(timeline_of(self.contact, now=timezone.now()).pieces)

    @cached_property
    def responsible(self) -> commenting.Responsible | None:
        """Whom a comment will reach, or has reached."""
        if self.contact.kind != Kind.COMMENT:
            return None
        if self.contact.outcome == Outcome.RECORDED:
            return commenting.Responsible(list(self.contact.responsible.order_by("name")), "")
        return commenting.responsible_for(self.contact)


def language_name(code: str) -> str:
    """A language in the reader's own; its code where the desk does not speak it."""
    return str(dict(settings.LANGUAGES).get(code, code))


def field_id(call: Call, name: str) -> str:
    """The id of the control of a field on the screen: of a group, of its first one."""
    form = call.answers if name.startswith("answer_") else call.form
    if name in form.fields:
        group = "_0" if isinstance(form.fields[name].widget, RadioSelect) else ""
        return f"id_{name}{group}"
    return f"id_{name}"


def call_of(
    request: HttpRequest,
    contact: Contact,
    *,
    form: ContactForm | None = None,
    focus: str = "",
    refusal: Exception | None = None,
    guide: Guide | None = None,
) -> Call:
    """The contact as its screen shows it; `form` where one was refused as a whole."""
    form = form or ContactForm(instance=contact)
    _call_to(form, focus)
    return Call(contact, signed_in(request), form, focus, refusal, guide)


def _call_to(form: BaseForm, focus: str) -> None:
    """Have the keyboard go to this field, if the form has it."""
    if focus in form.fields:
        form.fields[focus].widget.attrs["data-focus"] = True


def answered(
    request: HttpRequest, contact: Contact, *, focus: str = "", refusal: Exception | None = None, told: str = ""
) -> HttpResponse:
    """After an act on the contact: its screen anew for htmx, its address for everybody else.

    `focus` names the field to go on with, `refusal` says why the act could not be done, `told` what was done.
    """
    if "HX-Request" not in request.headers:
        if refusal:
            messages.error(request, str(refusal))
        return redirect("desk:contact", number=contact.number)
    call = call_of(request, find_to_show(request, contact.number), focus=focus, refusal=refusal)
    response = render(request, f"{template_of(call)}#call", {"call": call, "contact": call.contact})
    text, tone = (str(refusal), "bad") if refusal else (told, "good")
    # What is missing mostly stands at the bottom of the screen already.
    if text and not (call.may_write and call.missing and hasattr(refusal, "missing")):
        response["HX-Trigger"] = json.dumps({"toast": {"text": text, "tone": tone}})
    return response


def template_of(call: Call) -> str:
    """The call screen while the contact is open to the reader's pen, its record else."""
    return "desk/contacts/call.html" if call.may_write else "desk/contacts/record.html"
