"""The few words that the script says by itself, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "saving": _("Saving…"),
    "unsaved": _("Not saved yet: trying again. What you typed is kept on this computer."),
    "signed_out": _("Not saved: you are signed out. Sign in again in another window; what you typed is kept."),
    "rejected": _("Not saved: the server did not accept it. What you typed is kept on this computer."),
    "restored": _("Restored what you had typed before the page was closed."),
    "back": _("The connection is back."),
    "waiting_one": _("1 field is waiting to be saved."),
    "waiting_many": _("%(count)s fields are waiting to be saved."),
    "copied": _("Copied: %(text)s"),
    "not_copied": _("Could not copy. Mark the text and copy it by hand."),
    "chosen": _("%(count)s chosen"),
    "nothing_found": _("Nothing found for “%(text)s”."),
    "search_failed": _("The search did not answer. Try again."),
    "close": _("Close"),
    "list": _("In the list"),
    "list_move": _("Next and previous row"),
    "list_open": _("Open"),
    "list_choose": _("Choose the row"),
    "list_filter": _("Filter the list"),
    "anywhere": _("Anywhere"),
    "help": _("Keys of this page"),
    "results": _("%(count)s results"),
    "actions": _("On this page"),
    "places": _("Go to"),
    "failed": _("That did not work. Nothing was changed."),
    "ago": _("%(span)s ago"),
    "in": _("in %(span)s"),
    "now": _("now"),
    "left": _("%(span)s left"),
    "late": _("%(span)s late"),
    "minutes": _("%(count)s min"),
    "hours": _("%(count)s h"),
}
