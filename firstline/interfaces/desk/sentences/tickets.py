"""Sentences about tickets."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Facts, Sentence, by_fact


def _opened(facts: Facts) -> str:
    if "centre" not in facts:
        return str(_("%(who)s brought the ticket in"))
    return str(_("%(who)s opened the ticket: %(priority)s, to %(centre)s, tier %(tier)s"))


def _assigned(facts: Facts) -> str:
    if facts.get("was"):
        return str(_("%(who)s gave the ticket to %(to)s; %(was)s had it before"))
    return str(_("%(who)s gave the ticket to %(to)s"))


def _closed(facts: Facts) -> str:
    days = facts.get("unconfirmed_days")
    if not isinstance(days, int):
        return str(_("%(who)s closed the ticket"))
    return ngettext(
        "%(who)s closed the ticket: the customer said nothing for %(unconfirmed_days)s working day",
        "%(who)s closed the ticket: the customer said nothing for %(unconfirmed_days)s working days",
        days,
    )


def _corrected(facts: Facts) -> str:
    if "priority" in facts:
        return str(_("%(who)s changed “%(field)s”, and by the criteria the priority with it"))
    return str(_("%(who)s changed “%(field)s”"))


SENTENCES = {
    "ticket.opened": Sentence("ticket", CHANGE, _opened, _("%(who)s opened ticket %(number)s: %(title)s"), ()),
    "ticket.taken": Sentence("hand", CHANGE, _("%(who)s took the ticket")),
    "ticket.assigned": Sentence("user-plus", CHANGE, _assigned),
    "ticket.handed_back": Sentence("undo-2", INTERNAL, _("%(who)s handed the ticket back")),
    "ticket.link_withdrawn": Sentence("key-round", INTERNAL, _("%(who)s withdrew the customer’s secret link")),
    "ticket.passed_on": Sentence(
        "forward",
        INTERNAL,
        _("%(who)s passed the ticket on from %(was_centre)s, tier %(was_tier)s, to %(centre)s, tier %(tier)s"),
    ),
    "ticket.noted": Sentence("notebook-pen", INTERNAL, _("%(who)s noted")),
    "ticket.message_written": Sentence("message-square-text", CUSTOMER, _("%(who)s wrote to the customer")),
    "ticket.called": Sentence("phone", CUSTOMER, _("%(who)s called the customer: %(outcome)s")),
    "ticket.reproduced": Sentence(
        "flask-conical",
        INTERNAL,
        by_fact("reproduced", {True: _("%(who)s saw the fault")}, _("%(who)s tried to see the fault and did not")),
        body=(("environment", _("Environment")), ("steps", _("Steps")), ("result", _("Result"))),
    ),
    "ticket.solution_proposed": Sentence("lightbulb", INTERNAL, _("%(who)s proposed a solution")),
    "ticket.proposal_settled": Sentence(
        "lightbulb",
        INTERNAL,
        by_fact(
            "outcome",
            {
                "worked": _("%(who)s wrote that the proposed solution worked"),
                "failed": _("%(who)s wrote that the proposed solution did not work"),
            },
            _("%(who)s wrote that the customer refused the proposed solution"),
        ),
    ),
    "ticket.customer_asked": Sentence("circle-question-mark", CUSTOMER, _("%(who)s asked the customer")),
    "ticket.customer_answered": Sentence(
        "reply", CUSTOMER, _("%(who)s wrote down what the customer said"), unsigned=_("The customer wrote")
    ),
    "ticket.resolved": Sentence(
        "circle-check", INTERNAL, _("%(who)s resolved the ticket"), _("%(who)s resolved ticket %(number)s")
    ),
    "ticket.confirmed": Sentence(
        "circle-check-big",
        CUSTOMER,
        _("%(who)s wrote down that the customer is satisfied"),
        unsigned=_("The customer said that it is solved"),
    ),
    "ticket.rated": Sentence(
        "star",
        CUSTOMER,
        _("%(who)s wrote down the customer's rating: %(score)s of 5"),
        unsigned=_("The customer rated it: %(score)s of 5"),
    ),
    "ticket.rating_explained": Sentence(
        "star",
        CUSTOMER,
        _("%(who)s wrote down why the customer rated it so"),
        unsigned=_("The customer wrote why they rated it so"),
    ),
    "ticket.closed": Sentence("archive", CHANGE, _closed),
    "ticket.reopened": Sentence(
        "rotate-ccw",
        CUSTOMER,
        _("%(who)s reopened the ticket: it was not solved"),
        _("%(who)s reopened ticket %(number)s: it was not solved"),
        unsigned=_("The customer said that it is not solved: the ticket is open again"),
    ),
    "ticket.marked_duplicate": Sentence(
        "copy",
        CHANGE,
        _("%(who)s marked the ticket as a duplicate of %(of)s"),
        _("%(who)s marked ticket %(number)s as a duplicate of this one"),
    ),
    "ticket.marked_repeat": Sentence(
        "repeat",
        CHANGE,
        _("%(who)s marked the ticket as a repeat of %(of)s"),
        _("%(who)s marked ticket %(number)s as a repeat of this one"),
    ),
    "ticket.marked_related": Sentence(
        "link", CHANGE, _("%(who)s tied the ticket to %(of)s"), _("%(who)s tied ticket %(number)s to this one")
    ),
    "ticket.separated": Sentence("unlink", CHANGE, _("%(who)s untied the ticket from %(of)s")),
    "ticket.untied": Sentence(
        "unlink",
        CHANGE,
        _("%(who)s untied the ticket from %(of)s"),
        _("%(who)s untied ticket %(number)s from this one"),
    ),
    "ticket.corrected": Sentence("pencil", CHANGE, _corrected, body=(), compares=True),
}
