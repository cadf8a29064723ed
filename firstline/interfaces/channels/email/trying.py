"""The test button of a mailbox: sign in, look, and say in plain words how that went."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.interfaces.channels.email import folder
from firstline.interfaces.channels.email.imap import FAULTS, NotReached, opened
from firstline.reference.correspondence.models import Mailbox


def tried(mailbox: Mailbox) -> tuple[bool, str]:
    """Whether it can be read, and a sentence about it. Nothing is fetched and nothing marked."""
    try:
        with opened(mailbox) as box:
            waiting = len(folder.matching(box, "UNSEEN"))
            by_itself = "IDLE" in box.client.capabilities
    except NotReached as problem:
        return False, str(problem)
    except FAULTS as problem:
        return False, _("The server failed: %(problem)s") % {"problem": problem}
    said = ngettext("It works: %(count)d message is unread.", "It works: %(count)d messages are unread.", waiting) % {
        "count": waiting
    }
    return True, said if by_itself else said + " " + _("This server does not tell by itself: it is asked each minute.")
