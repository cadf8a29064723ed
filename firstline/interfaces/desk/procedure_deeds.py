"""Carrying out what a step says with the usual verb, and writing down that it was done."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstline.casework.contacts import looking_up
from firstline.casework.contacts.models import Contact
from firstline.casework.guidance import following
from firstline.casework.guidance.models import Run
from firstline.casework.guidance.walking import is_open
from firstline.casework.tickets import call_backs, escalation, opening
from firstline.casework.tickets.facts import facts_of
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders import linking, raising
from firstline.interfaces.desk.forms.call_backs import PromiseForm
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.order_reach import visible_orders
from firstline.interfaces.desk.procedure_guide import Guide
from firstline.interfaces.desk.procedure_parts import escalation_form
from firstline.journal.refusal import Refused
from firstline.reference.knowledge.models import Article
from firstline.reference.procedures.flow import flow_of
from firstline.reference.procedures.models import Deed, Step
from firstline.reference.staff.models import SupportCentre, User

Sent = Mapping[str, str]
# Kept with the link in English and shown in the reader's language.
BY_PROCEDURE = gettext_noop("by the procedure")


class NotFilledIn(Refused):
    """The form of a step lacks something, which stands beside its fields."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__(_("Something is missing here still."))
        self.form = form


def carry_out(guide: Guide, run: Run, step: Step, sent: Sent) -> Run:
    """Do what a step says and record what came of it; `Refused` where it cannot be done. In a transaction."""
    outcome = _DEEDS[Deed(step.deed)](guide, run, step, sent)
    if step.deed == Deed.OPEN_TICKET:
        return _tied(run, step.key, outcome, by=guide.user)
    return following.record_done(run, step.key, outcome, facts=guide.facts_for(run), by=guide.user)


def open_ticket(held: Contact, *, by: User) -> Ticket:
    """Open by hand the ticket of a contact that this transaction has found for it; whoever follows a procedure goes on
    with it for that ticket."""
    is_followed: bool = held.is_followed  # type: ignore[attr-defined] # find_to_open tells it
    runs = [run for run in following.running(held) if run.ticket_id is None] if is_followed else []
    ticket = opening.open_held(held, by=by)
    for run in runs:
        flow, given = flow_of(run.version), {answer.step_key: answer.value for answer in run.answers.all()}
        steps = [step for step in flow.steps if step.deed == Deed.OPEN_TICKET and is_open(step, given)]
        if steps:
            _tied(run, steps[0].key, {"ticket": ticket.pk, "number": ticket.number}, by=by)
        elif not any(step.deed == Deed.OPEN_TICKET for step in flow.steps):
            following.tie(run, ticket, facts=facts_of(ticket), by=by)
    return ticket


def _tied(run: Run, step_key: str, outcome: Mapping[str, Any], *, by: User) -> Run:
    ticket = Ticket.objects.get(pk=outcome["ticket"])
    return following.record_done(run, step_key, outcome, facts=facts_of(ticket), by=by)


def _open(guide: Guide, _run: Run, _step: Step, _sent: Sent) -> dict[str, Any]:
    if not isinstance(guide.subject, Contact):
        return {"ticket": guide.subject.pk, "number": guide.subject.number}
    ticket = opening.open_ticket(guide.subject, by=guide.user)
    return {"ticket": ticket.pk, "number": ticket.number}


def _raise(guide: Guide, run: Run, _step: Step, _sent: Sent) -> dict[str, Any]:
    """From the code's standard; where it has none, a plain one by the name of the ticket."""
    ticket = _ticket(guide, run)
    try:
        order = raising.raise_for(ticket, by=guide.user)
    except raising.NoStandard:
        order = raising.raise_plain(ticket, ticket.title, by=guide.user)
    return {"order": order.number}


def _link(guide: Guide, run: Run, _step: Step, sent: Sent) -> dict[str, Any]:
    ticket = _ticket(guide, run)
    number = key_of(sent.get("order", "").strip())
    order = visible_orders(guide.user).filter(number=number).first() if number else None
    if order is None:
        raise Refused(_("This work order does not exist."), field="order")
    linking.link(order, ticket, BY_PROCEDURE, by=guide.user)
    return {"order": order.number}


def _promise(guide: Guide, run: Run, _step: Step, sent: Sent) -> dict[str, Any]:
    form = PromiseForm(sent, auto_id="id_step_%s")
    ticket = guide.ticket_of(run)

    def promise() -> None:
        facts = form.cleaned_data
        due_by, text, number = facts["due_by"], facts["text"], facts["number"]
        if ticket:
            call_backs.promise_about(ticket, due_by, text, number=number, by=guide.user)
        elif guide.contact:
            call_backs.promise(guide.contact, due_by, text, number=number, by=guide.user)

    _filled_in(form, promise)
    return {"due_by": form.cleaned_data["due_by"].isoformat()}


def _escalate(guide: Guide, run: Run, _step: Step, sent: Sent) -> dict[str, Any]:
    ticket = _ticket(guide, run)
    form = escalation_form(ticket, sent)

    def escalate() -> None:
        facts = dict(form.cleaned_data)
        to = User.objects.get(pk=facts["to"]) if facts["to"] else None
        centre = SupportCentre.objects.get(pk=facts["centre"])
        escalation.escalate(ticket, by=guide.user, **{**facts, "centre": centre, "to": to})

    _filled_in(form, escalate)
    return {"tier": form.cleaned_data["tier"]}


def _read_article(guide: Guide, _run: Run, step: Step, sent: Sent) -> dict[str, Any]:
    """An article is read to the customer, which the contact keeps."""
    number = step.article or key_of(sent.get("article", "").strip().removeprefix("A-"))
    article = Article.objects.live().filter(number=number).first() if number and number < 2**31 else None
    current = article.versions.filter(is_current=True) if article else None
    language = guide.contact.language if guide.contact else ""
    version = (current.filter(language=language).first() or current.first()) if current is not None else None
    if article is None or version is None:
        raise Refused(_("This article does not exist, or is not published."), field="article")
    if guide.contact is not None and guide.contact.is_open:
        looking_up.read_out(guide.contact, version, by=guide.user)
    return {"article": article.number}


def _filled_in(form: forms.Form, verb: Callable[[], None]) -> None:
    """Hand a form to its verb; `NotFilledIn` with the reason beside the field."""
    if not form.is_valid():
        raise NotFilledIn(form)
    try:
        verb()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        raise NotFilledIn(form) from None


def _ticket(guide: Guide, run: Run) -> Ticket:
    ticket = guide.ticket_of(run)
    if ticket is None:
        raise Refused(_("Open the ticket first."))
    return ticket


_DEEDS: Mapping[Deed, Callable[[Guide, Run, Step, Sent], dict[str, Any]]] = {
    Deed.OPEN_TICKET: _open,
    Deed.RAISE_WORK_ORDER: _raise,
    Deed.LINK_WORK_ORDER: _link,
    Deed.PROMISE_CALL_BACK: _promise,
    Deed.ESCALATE: _escalate,
    Deed.SEND_ARTICLE: _read_article,
}
