"""Sentences about promises: escalation, priority, clocks, call-backs."""

from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Sentence

MOVED = _("%(who)s passed the ticket on from %(was_centre)s, tier %(was_tier)s, to %(centre)s, tier %(tier)s")

SENTENCES = {
    "ticket.escalated": Sentence(
        "arrow-up-right",
        INTERNAL,
        MOVED,
        body=(("text", ""), ("tried", _("Tried")), ("expected", _("Expected of the next one"))),
    ),
    "ticket.de_escalated": Sentence("arrow-down-right", INTERNAL, MOVED),
    "ticket.warned": Sentence("bell-ring", CHANGE, _("%(who)s warned that a promise is running out")),
    "ticket.priority_overridden": Sentence("flag", INTERNAL, _("%(who)s changed the priority by hand")),
    "ticket.reprioritized": Sentence("flag", CHANGE, _("%(who)s changed the priority by the criteria")),
    "ticket.refitted": Sentence("clock", CHANGE, _("%(who)s reckoned the promises anew"), body=()),
    "call_back.promised": Sentence("phone-outgoing", CUSTOMER, _("%(who)s promised a call-back")),
    "call_back.attempted": Sentence("phone", CUSTOMER, _("%(who)s called the customer: %(outcome)s")),
    "call_back.moved": Sentence("calendar-clock", CUSTOMER, _("%(who)s moved the call-back")),
    "call_back.cancelled": Sentence("phone-off", CUSTOMER, _("%(who)s cancelled the call-back")),
}
