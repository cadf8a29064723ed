"""Sentences about work orders, their tasks, regular orders and the bulletin."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Facts, Sentence, by_fact

RESULT = (("text", ""),)


def _completed(facts: Facts) -> str:
    return ngettext(
        "%(who)s completed the work order; %(tickets)s ticket is resolved with it",
        "%(who)s completed the work order; %(tickets)s tickets are resolved with it",
        _count(facts),
    )


def _reopened(facts: Facts) -> str:
    return ngettext(
        "%(who)s reopened the work order, and %(tickets)s ticket with it",
        "%(who)s reopened the work order, and %(tickets)s tickets with it",
        _count(facts),
    )


def _count(facts: Facts) -> int:
    count = facts.get("tickets")
    return count if isinstance(count, int) else 0


def _planned(facts: Facts) -> str:
    if facts.get("crew"):
        return str(_("%(who)s planned the work: %(now)s, %(crew)s"))
    return str(_("%(who)s planned the work: %(now)s"))


SENTENCES = {
    "work_order.raised": Sentence(
        "wrench", CHANGE, _("%(who)s raised the work order"), _("%(who)s raised work order %(number)s: %(text)s"), ()
    ),
    "work_order.linked": Sentence(
        "link",
        CHANGE,
        _("%(who)s linked ticket %(ticket)s: %(text)s"),
        _("%(who)s linked it to work order %(order)s: %(text)s"),
        (),
    ),
    "work_order.unlinked": Sentence(
        "unlink", CHANGE, _("%(who)s took ticket %(ticket)s off"), _("%(who)s took it off work order %(order)s")
    ),
    "work_order.customers_told": Sentence("send", CHANGE, _("Customers told: %(count)s × %(now)s"), body=()),
    "work_order.told": Sentence(
        "megaphone",
        CUSTOMER,
        by_fact(
            "now",
            {
                "telephone": _("%(who)s told the customer of ticket %(ticket)s by telephone"),
                "not_yet": _("%(who)s took back that the customer of ticket %(ticket)s was told"),
            },
            _("The customer of ticket %(ticket)s: %(now)s"),
        ),
        by_fact(
            "now",
            {
                "telephone": _("%(who)s told the customer of work order %(order)s by telephone"),
                "not_yet": _("%(who)s took back that the customer was told of work order %(order)s"),
            },
            _("The news of work order %(order)s: %(now)s"),
        ),
    ),
    "work_order.changed": Sentence("pencil", CHANGE, _("%(who)s changed “%(field)s”"), body=(), compares=True),
    "work_order.planned": Sentence("calendar-range", CHANGE, _planned, body=()),
    "work_order.unplanned": Sentence("calendar-x", CHANGE, _("%(who)s took it out of the plan"), body=()),
    "work_order.appointed": Sentence(
        "calendar-clock",
        CUSTOMER,
        by_fact("now", {"": _("%(who)s took the appointment back")}, _("%(who)s made an appointment: %(now)s")),
        body=(),
    ),
    "work_order.released": Sentence("circle-arrow-right", CHANGE, _("%(who)s released it to %(crew)s")),
    "work_order.started": Sentence("play", CHANGE, _("%(who)s began the work")),
    "work_order.completed": Sentence("circle-check-big", INTERNAL, _completed),
    "work_order.reopened": Sentence("rotate-ccw", INTERNAL, _reopened),
    "work_order.cancelled": Sentence("circle-x", INTERNAL, _("%(who)s cancelled the work order")),
    "task.added": Sentence("list-plus", CHANGE, _("%(who)s added a task: %(task)s")),
    "task.ticked": Sentence("check", CHANGE, _("%(who)s did: %(task)s")),
    "task.unticked": Sentence("square", CHANGE, _("%(who)s took back: %(task)s")),
    "notice.announced": Sentence("megaphone", CUSTOMER, _("%(who)s put it on the bulletin: %(text)s"), body=()),
    "notice.changed": Sentence("megaphone", CHANGE, _("%(who)s changed the notice on the bulletin"), body=()),
    "notice.withdrawn": Sentence("megaphone-off", CHANGE, _("%(who)s took the notice off the bulletin")),
    "regular_order.laid_down": Sentence("repeat", CHANGE, _("%(who)s laid down the regular order")),
    "regular_order.changed": Sentence("pencil", CHANGE, _("%(who)s changed the regular order"), body=()),
    "regular_order.ended": Sentence("circle-x", CHANGE, _("%(who)s ended the regular order")),
}
