"""Sentences about messages that went out."""

from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Sentence

_WHY = (("why", ""),)

SENTENCES = {
    "message.sent": Sentence("send", CUSTOMER, _("%(who)s sent a message to %(to)s: %(subject)s"), body=()),
    "message.held": Sentence("circle-pause", CHANGE, _("A message to %(to)s was not sent: %(subject)s"), body=_WHY),
    "message.failed": Sentence("mail-x", INTERNAL, _("A message to %(to)s could not be sent: %(subject)s"), body=_WHY),
    "message.bounced": Sentence("mail-x", INTERNAL, _("A message to %(to)s came back: %(subject)s"), body=_WHY),
    "message.queued_again": Sentence(
        "rotate-cw", INTERNAL, _("%(who)s had a message sent again: %(subject)s"), body=()
    ),
    "message.seen_to": Sentence(
        "circle-check", INTERNAL, _("%(who)s saw to a message that did not arrive: %(subject)s"), body=()
    ),
}
