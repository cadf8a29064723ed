"""Sentences about contacts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Facts, Sentence, by_fact


def _classified(facts: Facts) -> str:
    if facts.get("was"):
        return str(_("%(who)s made it an %(now)s; it was: %(was)s"))
    return str(_("%(who)s said what kind it is: %(now)s"))


def _searched(facts: Facts) -> str:
    found = facts.get("found")
    return ngettext(
        "%(who)s searched the articles for “%(query)s”: %(found)s found",
        "%(who)s searched the articles for “%(query)s”: %(found)s found",
        found if isinstance(found, int) else 0,
    )


SENTENCES = {
    "contact.opened": Sentence(
        "phone-incoming",
        CHANGE,
        _("%(who)s began the contact: %(channel)s"),
        unsigned=_("The customer got in touch: %(channel)s"),
    ),
    "contact.taken_up": Sentence("headset", CHANGE, _("%(who)s took it up")),
    "contact.message_received": Sentence(
        "mail", CUSTOMER, _("%(who)s took in a message"), unsigned=_("The customer wrote")
    ),
    "fax.drawn": Sentence("printer", CHANGE, _("The fax was drawn: %(pages)s pages")),
    "contact.noted": Sentence("pencil", CHANGE, _("%(who)s wrote “%(field)s”"), body=(), compares=True),
    "contact.answered": Sentence("list-checks", CHANGE, _("%(who)s wrote down an answer"), body=(), compares=True),
    "contact.classified": Sentence("shapes", CHANGE, _classified),
    "contact.identified": Sentence("user-check", CHANGE, _("%(who)s found the customer: %(name)s")),
    "contact.customer_forgotten": Sentence("user-x", CHANGE, _("%(who)s took the customer off: %(name)s")),
    "contact.problem_dropped": Sentence(
        "eraser", CHANGE, _("%(who)s cleared the problem that was begun"), body=(("words", ""),)
    ),
    "contact.searched": Sentence("search", CHANGE, _searched),
    "contact.article_opened": Sentence("book-open", CHANGE, _("%(who)s opened article %(article)s: %(title)s")),
    "contact.article_read_out": Sentence(
        "volume-2", CUSTOMER, _("%(who)s read article %(article)s to the customer: %(title)s")
    ),
    "contact.answered_by_article": Sentence(
        "book-check", CUSTOMER, _("%(who)s answered by article %(article)s: %(title)s")
    ),
    "contact.article_not_helpful": Sentence(
        "thumbs-down", INTERNAL, _("%(who)s found article %(article)s not helpful: %(title)s")
    ),
    "contact.search_skipped": Sentence("skip-forward", INTERNAL, _("%(who)s skipped the search in the articles")),
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
