"""The occasions on which a message is written, whom each is for, and the facts its text may name."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Occasion(models.TextChoices):
    RECEIVED = "received", _("received, with its number")
    MESSAGE = "message", _("message to the customer")
    QUESTION = "question", _("question to the customer")
    PLANNED = "planned", _("work planned")
    DONE = "done", _("done")
    CALL_BACK = "call_back", _("call-back promised")
    STILL_WORKING = "still_working", _("still working on it")
    LINK = "link", _("link asked for")
    DIGEST = "digest", _("several messages in one")
    ASSIGNED = "assigned", _("ticket assigned to you")
    MENTIONED = "mentioned", _("you were mentioned")
    LATE = "late", _("about to be late")
    ESCALATED = "escalated", _("ticket escalated")
    ANSWERED = "answered", _("the customer answered")
    STAFF_DIGEST = "staff_digest", _("several notices in one")


CUSTOMER = (
    Occasion.RECEIVED,
    Occasion.MESSAGE,
    Occasion.QUESTION,
    Occasion.PLANNED,
    Occasion.DONE,
    Occasion.CALL_BACK,
    Occasion.STILL_WORKING,
    Occasion.LINK,
    Occasion.DIGEST,
)
STAFF = (
    Occasion.ASSIGNED,
    Occasion.MENTIONED,
    Occasion.LATE,
    Occasion.ESCALATED,
    Occasion.ANSWERED,
    Occasion.STAFF_DIGEST,
)
# What a person has written or asked for goes out as it is: never with others, and no rule switches it off.
WRITTEN = (Occasion.MESSAGE, Occasion.QUESTION, Occasion.LINK)
DIGESTS = (Occasion.DIGEST, Occasion.STAFF_DIGEST)
# What a rule decides about.
RULED = tuple(one for one in Occasion if one not in (*WRITTEN, *DIGESTS))
# What people may wish to hear of, or not.
CHOSEN = tuple(one for one in STAFF if one not in DIGESTS)

Words = dict[str, str | Promise]
_ALWAYS: Words = {
    "number": _("number of the ticket or contact"),
    "title": _("title of the ticket"),
    "name": _("name of the recipient"),
    "desk": _("name of the sender"),
    "link": _("address where the ticket can be followed"),
}
_SIGNED: Words = {"signature": _("signature")}
_TEXT: Words = {"text": _("what was written")}
_WHEN: Words = {"when": _("date and time")}
_WHO: Words = {"who": _("who did it")}
_OWN: Mapping[str, Words] = {
    Occasion.RECEIVED: _TEXT,
    Occasion.MESSAGE: _TEXT | _WHO,
    Occasion.QUESTION: _TEXT | _WHO,
    Occasion.PLANNED: _WHEN,
    Occasion.DONE: _TEXT | {"rating": _("address where the customer says how satisfied they are")},
    Occasion.CALL_BACK: _TEXT | _WHEN,
    Occasion.STILL_WORKING: _WHEN,
    Occasion.LINK: {},
    Occasion.DIGEST: {"list": _("the messages, one per line")},
    Occasion.ASSIGNED: _WHO,
    Occasion.MENTIONED: _TEXT | _WHO,
    Occasion.LATE: _WHEN | _WHO,
    Occasion.ESCALATED: _TEXT | _WHO,
    Occasion.ANSWERED: _TEXT | _WHO,
    Occasion.STAFF_DIGEST: {"list": _("the messages, one per line")},
}


def placeholders(occasion: str) -> Words:
    """The words in braces that a text of this occasion may use, and what each stands for."""
    return {**_ALWAYS, **_OWN[occasion], **(_SIGNED if occasion in CUSTOMER else {})}
