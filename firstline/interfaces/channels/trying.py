"""Trying a text: with the facts of an example, sent to whoever asks, at once and past the queue."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from firstline.interfaces.channels.email.composing import composed
from firstline.interfaces.channels.email.sending import MailServer, NotTaken
from firstline.interfaces.channels.letters import moment, names
from firstline.interfaces.channels.models import Outgoing
from firstline.interfaces.channels.recipients import usable
from firstline.journal.refusal import Refused
from firstline.reference.correspondence.filling import filled, filled_line
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.staff.models import User


def sample(laid: LaidDown, language: str, user: User | None = None) -> dict[str, str]:
    """What each word in braces stands for in an example."""
    link = f"{settings.PUBLIC_ADDRESS}/help/"
    with translation.override(language):
        return {
            "number": "T42",
            "title": _("A street lamp is out"),
            "name": user.name if user else "Ana Lind",
            "desk": laid.sender(None).name,
            "link": link,
            "rating": link,
            "text": _("The lamp was replaced this morning."),
            "when": moment(timezone.now(), language),
            "who": user.name if user else "Ana Lind",
            "list": "• T42\n• T43",
            "signature": laid.signature(user.pk if user else None, language) or laid.sender(None).name,
        }


def send_trial(occasion: Occasion, language: str, *, by: User) -> str:
    """Send the text of an occasion to the person who asks; gives their address. Refused where it cannot be."""
    laid = LaidDown()
    to = usable(by.email, laid)
    if not to:
        raise Refused(_("Write your e-mail address into your own file first: the message goes to you."))
    if settings.SMTP is None:
        raise Refused(_("No mail server is named (FIRSTLINE_SMTP)."))
    texts, facts, sender = laid.texts(occasion, language), sample(laid, language, by), laid.sender(None)
    message = Outgoing(
        occasion=occasion,
        language=texts.language,
        name=by.name,
        to=to,
        user=by,
        subject=filled_line(texts.subject, facts),
        body=filled(texts.body, facts),
        queued_at=timezone.now(),
        **names(sender.address),
    )
    try:
        with MailServer(settings.SMTP) as server:
            server.hand_over(sender.address, to, composed(message, sender), before_text=lambda: None)
    except NotTaken as problem:
        raise Refused(_("The mail server answers: %(answer)s") % {"answer": problem.because}) from problem
    return to
