"""Sentences about promises: escalation, priority, clocks, call-backs."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Facts, Sentence, by_fact

_HAND_OVER = (("text", ""), ("tried", _("Tried")), ("expected", _("Expected of the next one")))
_WARNED: dict[Any, str | Promise] = {
    "tell_assignee": _("%(who)s warned %(assignee)s: %(percent)s %% of the time to %(clock)s is over, due %(due_by)s"),
    "tell_supervisors": _(
        "%(who)s warned the supervisors: %(percent)s %% of the time to %(clock)s is over, due %(due_by)s"
    ),
    "tell_managers": _("%(who)s warned the managers: %(percent)s %% of the time to %(clock)s is over, due %(due_by)s"),
}


def _escalated(facts: Facts) -> str:
    if "clock" in facts:
        moved = _("Time ran out: %(who)s moved the ticket up from tier %(was_tier)s to %(centre)s, tier %(tier)s")
    elif facts.get("to"):
        moved = _("%(who)s escalated the ticket from %(was_centre)s, tier %(was_tier)s, to %(to)s at tier %(tier)s")
    else:
        moved = _("%(who)s escalated the ticket from %(was_centre)s, tier %(was_tier)s, to %(centre)s, tier %(tier)s")
    return _back_again(str(moved), facts)


def _de_escalated(facts: Facts) -> str:
    if facts.get("to"):
        moved = _("%(who)s brought the ticket down from %(was_centre)s, tier %(was_tier)s, to %(to)s at tier %(tier)s")
    else:
        moved = _(
            "%(who)s brought the ticket down from %(was_centre)s, tier %(was_tier)s, to %(centre)s, tier %(tier)s"
        )
    return _back_again(str(moved), facts)


def _back_again(moved: str, facts: Facts) -> str:
    """A ticket that goes to and fro says so."""
    times = facts.get("ping_pong")
    if not isinstance(times, int):
        return moved
    again = ngettext(
        "It has come back %(ping_pong)s time to a team that had it before",
        "It has come back %(ping_pong)s times to teams that had it before",
        times,
    )
    return f"{moved}. {again}"


def _attempted(facts: Facts) -> str:
    if facts.get("outcome") == "reached":
        if facts.get("next_by"):
            return str(_("%(who)s reached the customer as promised; the next call is due %(next_by)s"))
        return str(_("%(who)s reached the customer as promised"))
    if facts.get("to_supervisor"):
        return str(_("%(who)s called in vain, %(outcome)s: after %(misses)s tries the supervisor has it"))
    return str(_("%(who)s called in vain, %(outcome)s; the next try is due %(next_by)s"))


SENTENCES = {
    "ticket.escalated": Sentence("arrow-up-right", INTERNAL, _escalated, body=_HAND_OVER),
    "ticket.de_escalated": Sentence("arrow-down-right", INTERNAL, _de_escalated),
    "ticket.warned": Sentence(
        "bell-ring", CHANGE, by_fact("act", _WARNED, _("%(who)s warned that a promise is running out")), body=()
    ),
    "ticket.priority_overridden": Sentence("flag", INTERNAL, _("%(who)s changed the priority by hand"), compares=True),
    "ticket.reprioritized": Sentence(
        "flag", CHANGE, _("%(who)s changed the priority by the criteria"), body=(("because", ""),), compares=True
    ),
    "ticket.refitted": Sentence("clock", CHANGE, _("%(who)s reckoned the promises anew"), body=()),
    "call_back.promised": Sentence("phone-outgoing", CUSTOMER, _("%(who)s promised a call-back by %(due_by)s")),
    "call_back.attempted": Sentence("phone", CUSTOMER, _attempted),
    "call_back.moved": Sentence("calendar-clock", CUSTOMER, _("%(who)s moved the call-back"), compares=True),
    "call_back.cancelled": Sentence("phone-off", CUSTOMER, _("%(who)s wrote that nobody needs to call any more")),
}
