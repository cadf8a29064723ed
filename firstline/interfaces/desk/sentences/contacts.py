"""Sentences about contacts."""

from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Facts, Sentence, by_fact


def _classified(facts: Facts) -> str:
    if facts.get("was"):
        return str(_("%(who)s made it an %(now)s; it was: %(was)s"))
    return str(_("%(who)s said what kind it is: %(now)s"))


SENTENCES = {
    "contact.opened": Sentence("phone-incoming", CHANGE, _("%(who)s began the contact: %(channel)s")),
    "contact.noted": Sentence("pencil", CHANGE, _("%(who)s wrote “%(field)s”"), body=(), compares=True),
    "contact.answered": Sentence("list-checks", CHANGE, _("%(who)s wrote down an answer"), body=(), compares=True),
    "contact.classified": Sentence("shapes", CHANGE, _classified),
    "contact.identified": Sentence("user-check", CHANGE, _("%(who)s found the customer: %(name)s")),
    "contact.customer_forgotten": Sentence("user-x", CHANGE, _("%(who)s took the customer off: %(name)s")),
    "contact.problem_dropped": Sentence(
        "eraser", CHANGE, _("%(who)s cleared the problem that was begun"), body=(("words", ""),)
    ),
    "contact.ended": Sentence("phone-off", CHANGE, _("The call ended")),
    "contact.closed": Sentence(
        "archive",
        CUSTOMER,
        by_fact(
            "kind",
            {"comment": _("%(who)s closed the contact: %(outcome)s, to %(names)s")},
            _("%(who)s closed the contact: %(outcome)s"),
        ),
    ),
    "contact.reopened": Sentence("rotate-ccw", INTERNAL, _("%(who)s reopened the contact")),
}
