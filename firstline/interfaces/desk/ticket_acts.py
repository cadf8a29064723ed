"""What can be done with a ticket from its screen: one table, from which buttons, keys and forms are drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.models import State, Ticket
from firstline.interfaces.desk.forms import tickets as forms
from firstline.interfaces.desk.forms.call_backs import PromiseForm
from firstline.interfaces.desk.forms.ticket_promises import DeEscalationForm, EscalationForm, PriorityForm
from firstline.interfaces.desk.forms.tickets import TIERS
from firstline.reference.staff.roles import Right


@dataclass(frozen=True)
class Act:
    """One act: its name is the last word of its address; without a form the button does it, after asking `sure`."""

    name: str
    label: str | Promise
    icon: str
    is_possible: Callable[[Ticket], bool]
    told: str | Promise
    form: type[forms.ActForm] | None = None
    key: str = ""
    sure: str | Promise = ""
    right: Right = Right.WORK_TICKETS

    @property
    def asks(self) -> bool:
        """Whether it asks with a form first."""
        return self.form is not None

    @property
    def here(self) -> str:
        """Its address as seen from the ticket's screen: the same for all tickets, so that its button is drawn once."""
        return f"{self.name.replace('_', '-')}/"

    def address(self, ticket: Ticket) -> str:
        return reverse(f"desk:ticket_{self.name}", args=[ticket.number])


def _open(ticket: Ticket) -> bool:
    return ticket.is_open


def _free(ticket: Ticket) -> bool:
    return ticket.is_open and ticket.assignee_id is None


def _in_hands(ticket: Ticket) -> bool:
    return ticket.is_open and ticket.assignee_id is not None


def _waiting(ticket: Ticket) -> bool:
    return ticket.state == State.WAITING


def _resolved(ticket: Ticket) -> bool:
    return ticket.state == State.RESOLVED


def _over(ticket: Ticket) -> bool:
    return not ticket.is_open


def _tied(ticket: Ticket) -> bool:
    return bool(ticket.duplicate_of_id or ticket.repeat_of_id)


def _can_rise(ticket: Ticket) -> bool:
    return ticket.is_open and ticket.tier < TIERS[-1]


def _can_sink(ticket: Ticket) -> bool:
    return ticket.is_open and ticket.tier > TIERS[0]


def _not_closed(ticket: Ticket) -> bool:
    return ticket.state != State.CLOSED


def _always(_ticket: Ticket) -> bool:
    return True


# What stands as a button by itself, in this order; the first that is possible is the one to press next.
FIRST = (
    Act("taking", _("Take"), "hand", _free, _("The ticket is yours."), key="t"),
    Act("answer", _("The customer answered"), "reply", _waiting, _("The answer is kept."), forms.AnswerForm, key="y"),
    Act(
        "confirmation",
        _("The customer is satisfied"),
        "circle-check-big",
        _resolved,
        _("The ticket is closed: the customer confirmed it."),
        key="c",
    ),
    Act(
        "resolution",
        _("Resolve"),
        "circle-check",
        _open,
        _("The ticket is resolved."),
        forms.ResolutionForm,
        key="r",
    ),
    Act(
        "reopening", _("Not solved"), "rotate-ccw", _over, _("The ticket is open again."), forms.ReopeningForm, key="u"
    ),
    Act(
        "escalation",
        _("Escalate"),
        "arrow-up-right",
        _can_rise,
        _("The ticket is escalated."),
        EscalationForm,
        key="shift+e",
    ),
    Act("transfer", _("Pass on"), "forward", _open, _("The ticket is passed on."), forms.TransferForm, key="p"),
)
MORE = (
    Act(
        "de_escalation",
        _("Bring down a tier"),
        "arrow-down-right",
        _can_sink,
        _("The ticket is at a lower tier again."),
        DeEscalationForm,
    ),
    Act("priority", _("Change priority"), "flag", _open, _("The priority is changed."), PriorityForm, key="shift+p"),
    Act(
        "call_backs",
        _("Promise a call-back"),
        "phone-outgoing",
        _not_closed,
        _("The call-back is promised."),
        PromiseForm,
        key="b",
    ),
    Act("assignment", _("Assign"), "user-plus", _open, _("The ticket is assigned."), forms.AssigneeForm, key="a"),
    Act(
        "return", _("Hand back"), "undo-2", _in_hands, _("The ticket is back in its queue."), forms.ReasonForm, key="h"
    ),
    Act(
        "question",
        _("Ask the customer"),
        "circle-question-mark",
        _open,
        _("The question is kept."),
        forms.QuestionForm,
        key="q",
    ),
    Act(
        "closing",
        _("Close without the customer’s word"),
        "archive",
        _resolved,
        _("The ticket is closed."),
        sure=_("Close the ticket although the customer has not confirmed that it is solved?"),
    ),
    Act("duplicate", _("Duplicate of…"), "copy", _open, _("Marked as a duplicate."), forms.OtherTicketForm, key="d"),
    Act("repeat", _("Repeat of…"), "repeat", _open, _("Marked as a repeat."), forms.OtherTicketForm),
    Act("relation", _("Related to…"), "link", _always, _("The tickets are tied."), forms.OtherTicketForm),
    Act("separation", _("Untie from other tickets"), "unlink", _tied, _("The ticket stands by itself.")),
    Act(
        "link_withdrawal",
        _("Withdraw the customer’s link"),
        "key-round",
        _always,
        _("The old link is dead; the next letter carries a new one."),
        sure=_("Make the secret link dead that the customer was given?"),
        right=Right.MOVE_WORK,
    ),
)
WRITING = (
    Act("notes", _("Note"), "notebook-pen", _always, _("The note is kept."), forms.NoteForm, key="1"),
    Act(
        "messages", _("Message"), "message-square-text", _always, _("The message is kept."), forms.MessageForm, key="2"
    ),
    Act("calls", _("Call"), "phone", _always, _("The call is kept."), forms.CallForm, key="3"),
    Act(
        "reproductions",
        _("Reproduction"),
        "flask-conical",
        _open,
        _("What you saw is kept."),
        forms.ReproductionForm,
        key="4",
    ),
    Act("proposals", _("Proposal"), "lightbulb", _open, _("The proposal is kept."), forms.ProposalForm, key="5"),
)
ACTS = {act.name: act for act in (*FIRST, *MORE, *WRITING)}
