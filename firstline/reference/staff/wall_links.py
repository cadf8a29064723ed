"""Addresses of the wall: made for a screen that nobody signs in at, and withdrawn."""

from base64 import urlsafe_b64encode
from datetime import datetime
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from firstline.journal.prepared import Prepared
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.retiring import set_aside
from firstline.reference.staff.models import WallLink

LONGEST_NAME = 80
MOST = 50
THEMES = ("", "light", "dark")
_SALT = "firstline.wall"
# 160 bits: nobody guesses one.
_BYTES = 20
# A wall asks every few seconds.
_BY_KEY: Prepared[WallLink] = Prepared(lambda key: WallLink.objects.filter(pk=key, retired_at=None).order_by(), int)


@transaction.atomic
def make_wall_link(
    name: str, *, by: Actor | None, language: str = "en", theme: str = "", at: datetime | None = None
) -> WallLink:
    """A new address for the wall; `theme` "" follows the screen it is shown on."""
    name = " ".join(name.split())
    if not name:
        raise Refused(_("A name is needed."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_NAME}, field="name")
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("The desk does not speak this language."), field="language")
    if theme not in THEMES:
        raise Refused(_("There is no such theme."), field="theme")
    if WallLink.objects.filter(retired_at=None).count() >= MOST:
        raise Refused(_("There are %(count)s addresses already: withdraw one first.") % {"count": MOST}, field="name")
    facts = {"name": name, "language": language, "theme": theme}
    link = WallLink.objects.create(**facts, salt=token_urlsafe(24), made_at=at or timezone.now())
    record("wall_link.made", link, by=by, at=at, facts=facts)
    return link


@transaction.atomic
def withdraw_wall_link(link: WallLink, *, by: Actor | None, at: datetime | None = None) -> WallLink:
    """From now on the address opens nothing. A second time changes nothing."""
    row = WallLink.objects.select_for_update().get(pk=link.pk)
    set_aside(row, "wall_link", by=by, at=at)
    return row


def secret_of(link: WallLink) -> str:
    """What stands in the address."""
    return _mark(link, settings.SECRET_KEY)


def wall_link_of(key: int, secret: str) -> WallLink | None:
    """The link that a key and its secret open; None for a wrong secret, and for one that was withdrawn."""
    link = _BY_KEY.first(key)
    # A link that is not there takes as long to refuse as one that is.
    marked = link or WallLink(salt="")
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    fitting = [one for one in keys if constant_time_compare(secret, _mark(marked, one))]
    return link if fitting else None


def _mark(link: WallLink, key: str) -> str:
    digest = salted_hmac(_SALT, link.salt, secret=key, algorithm="sha256").digest()[:_BYTES]
    return urlsafe_b64encode(digest).decode().rstrip("=")
