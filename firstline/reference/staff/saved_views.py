"""Lists that a person keeps under a name, with their filters."""

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import SavedView, User

MOST = 20
LONGEST_NAME = 80
LONGEST_QUERY = 1000


@transaction.atomic
def keep_view(screen: str, name: str, query: str, *, by: User) -> SavedView:
    """Keep the filters of a screen (`query` as in its address) under a name; the same name again replaces them."""
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Refused(_("Give the view a name."), field="name")
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Refused(_("This is too long to be kept as a view."), field="name")
    known = SavedView.objects.select_for_update().filter(user=by, screen=screen)
    if known.exclude(name=name).count() >= MOST:
        raise Refused(_("You keep %(count)s views already: remove one first.") % {"count": MOST}, field="name")
    view, _made = SavedView.objects.update_or_create(user=by, screen=screen, name=name, defaults={"query": query})
    record("saved_view.kept", view, by=by, facts={"screen": screen, "name": name, "query": query})
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: User) -> None:
    """Keep a view no longer. What is somebody else's is not touched."""
    held = SavedView.objects.select_for_update().filter(pk=view.pk, user=by).first()
    if held is None:
        raise Refused(_("This view is not kept any more."))
    record("saved_view.removed", held, by=by, facts={"screen": held.screen, "name": held.name})
    held.delete()
