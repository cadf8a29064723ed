"""Laying down which mailboxes are read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.correspondence.models import Mailbox
from firstline.reference.correspondence.secrets import seal
from firstline.reference.retiring import set_aside, take_up
from firstline.reference.staff.models import User

FIELDS = (
    "name", "address", "host", "port", "security", "username", "method", "token_url", "client_id", "scope", "folder",
    "after", "move_to",
)  # fmt: skip
SECRETS = ("secret", "client_secret")
HIGHEST_PORT = 65_535
_LONE = ("localhost", "127.0.0.1", "::1")


@transaction.atomic
def add(facts: Mapping[str, Any], *, by: User | None, at: datetime | None = None) -> Mailbox:
    """Read another mailbox from now on."""
    mailbox = Mailbox(**_checked(facts, Mailbox()))
    mailbox.save()
    record("mailbox.added", mailbox, by=by, at=at, facts={"name": mailbox.name, "address": mailbox.address})
    return mailbox


@transaction.atomic
def change(mailbox: Mailbox, facts: Mapping[str, Any], *, by: User | None, at: datetime | None = None) -> Mailbox:
    """Change how a mailbox is read; a secret that is left empty stays as it is. The journal never keeps one."""
    held = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    values = _checked(facts, held)
    hidden = [name for name in SECRETS if name in values]
    for name in hidden:
        setattr(held, name, values.pop(name))
    changes = set_fields(held, values) + [{"field": name} for name in hidden]
    if changes:
        held.save()
        record("mailbox.changed", held, by=by, at=at, facts={"name": held.name, "changes": changes})
    return held


@transaction.atomic
def retire(mailbox: Mailbox, *, by: User | None, at: datetime | None = None) -> None:
    """Read it no longer; what came from it stays."""
    set_aside(Mailbox.objects.select_for_update().get(pk=mailbox.pk), "mailbox", by=by, at=at)


@transaction.atomic
def restore(mailbox: Mailbox, *, by: User | None, at: datetime | None = None) -> None:
    """Read it again."""
    take_up(Mailbox.objects.select_for_update().get(pk=mailbox.pk), "mailbox", by=by, at=at)


def _checked(facts: Mapping[str, Any], held: Mailbox) -> dict[str, Any]:
    known = {name: facts[name] for name in FIELDS if name in facts}
    known |= {name: seal(facts[name]) for name in SECRETS if facts.get(name)}
    for name, text in (
        ("name", _("Give the mailbox a name.")),
        ("host", _("Name the server.")),
        ("username", _("Name the user.")),
        ("address", _("Write the address that people write to.")),
    ):
        if not known.get(name, getattr(held, name)):
            raise Refused(text, field=name)
    if not known.get("secret", held.secret):
        raise Refused(_("Write the password, or the token."), field="secret")
    if not 0 < known.get("port", held.port) <= HIGHEST_PORT:
        raise Refused(_("A port is a number from 1 to 65535."), field="port")
    if known.get("security") == Mailbox.Security.NONE and known.get("host", held.host) not in _LONE:
        raise Refused(_("Without TLS the password could be read on the way."), field="security")
    if known.get("after") == Mailbox.After.MOVE and not known.get("move_to", held.move_to):
        raise Refused(_("Name the folder to move it to."), field="move_to")
    if Mailbox.objects.filter(name=known.get("name", held.name)).exclude(pk=held.pk).exists():
        raise Refused(_("Another mailbox has this name."), field="name")
    return known
