"""Keeping telephone lines, who answers at them, and fax lines."""

import re
import secrets as random
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import phonenumbers
from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.correspondence.models import Extension, FaxLine, TelephoneLine
from firstline.reference.correspondence.secrets import seal
from firstline.reference.retiring import Retirable, set_aside, take_up
from firstline.reference.staff.models import User

LONGEST_NAME = LONGEST_EXTENSION = 120
# What a click on a number may open: a telephone on this computer, or a page of the telephone system.
DIALS = re.compile(r"(?:tel|sip|sips|callto|https?):", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = {"number", "extension"}
_FOLDER = re.compile(r"[\w][\w .-]*")


@transaction.atomic
def create_line(facts: dict[str, Any], *, by: Actor | None) -> TelephoneLine:
    """A telephone system, with a secret address of its own from the start."""
    line = TelephoneLine(secret=_secret(), **_sealed(facts))
    _check_line(line)
    line.save()
    record("telephone_line.created", line, by=by, facts={"name": line.name})
    return line


@transaction.atomic
def change_line(line: TelephoneLine, facts: dict[str, Any], *, by: Actor | None) -> TelephoneLine:
    """Change facts of a line. An empty password means the one that is there."""
    held = TelephoneLine.objects.select_for_update().get(pk=line.pk)
    changes = set_fields(held, _sealed(facts))
    _check_line(held)
    if changes:
        held.save()
        told = [{"field": "password"} if one["field"] == "password" else one for one in changes]
        record("telephone_line.changed", held, by=by, facts={"changes": told})
    return held


@transaction.atomic
def renew_secret(line: TelephoneLine, *, by: Actor | None) -> TelephoneLine:
    """Give a line another address; what is still posted to the old one is refused."""
    held = TelephoneLine.objects.select_for_update().get(pk=line.pk)
    held.secret = _secret()
    held.save(update_fields=["secret"])
    record("telephone_line.secret_renewed", held, by=by)
    return held


@transaction.atomic
def put_at(line: TelephoneLine, number: str, user: User, *, by: Actor | None) -> Extension:
    """Calls of this extension are for this person from now on."""
    number = number.strip()
    if not number:
        raise Refused(_("Say what the telephone system calls them."), field="number")
    if len(number) > LONGEST_EXTENSION:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_EXTENSION}, field="number")
    TelephoneLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    extension, _is_new = Extension.objects.update_or_create(line=line, number=number, defaults={"user": user})
    record("extension.given", extension, context=line, by=by, facts={"number": number, "name": user.name})
    return extension


@transaction.atomic
def take_from(extension: Extension, *, by: Actor | None) -> None:
    """Calls of this extension are for nobody in particular any more; one that is gone stays gone."""
    held = Extension.objects.select_for_update(of=("self",)).select_related("line").filter(pk=extension.pk).first()
    if held:
        record("extension.ended", held, context=held.line, by=by, facts={"number": held.number})
        held.delete()


@transaction.atomic
def create_fax_line(facts: dict[str, Any], *, by: Actor | None) -> FaxLine:
    """A folder to watch for faxes."""
    line = FaxLine(**_stripped(facts))
    _check_fax_line(line)
    line.save()
    record("fax_line.created", line, by=by, facts={"name": line.name})
    return line


@transaction.atomic
def change_fax_line(line: FaxLine, facts: dict[str, Any], *, by: Actor | None) -> FaxLine:
    held = FaxLine.objects.select_for_update().get(pk=line.pk)
    changes = set_fields(held, _stripped(facts))
    _check_fax_line(held)
    if changes:
        held.save()
        record("fax_line.changed", held, by=by, facts={"changes": changes})
    return held


@transaction.atomic
def retire(line: TelephoneLine | FaxLine, *, by: Actor | None, at: datetime | None = None) -> None:
    """Listened to no longer; what came through it stays."""
    held, noun = _held(line)
    set_aside(held, noun, by=by, at=at)


@transaction.atomic
def restore(line: TelephoneLine | FaxLine, *, by: Actor | None) -> None:
    held, noun = _held(line)
    take_up(held, noun, by=by)


def _held(line: TelephoneLine | FaxLine) -> tuple[Retirable, str]:
    noun = "telephone_line" if isinstance(line, TelephoneLine) else "fax_line"
    return type(line).objects.select_for_update().get(pk=line.pk), noun


def _secret() -> str:
    return random.token_urlsafe(32)


def _sealed(facts: dict[str, Any]) -> dict[str, Any]:
    found = _stripped(facts)
    password = found.pop("password", "")
    return found | ({"password": seal(password)} if password else {})


def _stripped(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def _check_line(line: TelephoneLine) -> None:
    _check_name(line, TelephoneLine.objects.values_list("pk", "name"))
    _check_region(line)
    if line.dial_address and not DIALS.match(line.dial_address):
        raise Refused(_("Begin with tel:, sip: or https:."), field="dial_address")
    unknown = set(_PLACEHOLDER.findall(line.dial_address)) - PLACEHOLDERS
    if unknown:
        facts = {"name": "{" + min(unknown) + "}"}
        raise Refused(_("%(name)s is not known here: use {number} and {extension}.") % facts, field="dial_address")
    if line.dial_address and "{number}" not in line.dial_address:
        raise Refused(_("Say with {number} where the number goes."), field="dial_address")
    if line.is_asterisk and not line.host:
        raise Refused(_("Say on which host Asterisk runs."), field="host")
    if not 0 < line.port < 2**16:
        raise Refused(_("A port is between 1 and 65535."), field="port")


def _check_fax_line(line: FaxLine) -> None:
    _check_name(line, FaxLine.objects.values_list("pk", "name"))
    _check_region(line)
    # Nobody gets out of the operator's folder by a name.
    if not _FOLDER.fullmatch(line.folder):
        raise Refused(_("The plain name of a folder: letters, digits, points and dashes."), field="folder")
    if FaxLine.objects.filter(folder=line.folder).exclude(pk=line.pk).exists():
        raise Refused(_("This folder is watched already."), field="folder")


def _check_region(line: TelephoneLine | FaxLine) -> None:
    line.region = line.region.upper()
    if line.region and line.region not in phonenumbers.SUPPORTED_REGIONS:
        raise Refused(_("There is no country of this name."), field="region")


def _check_name(line: TelephoneLine | FaxLine, others: Iterable[tuple[int, str]]) -> None:
    if not line.name:
        raise Refused(_("A name is needed."), field="name")
    if len(line.name) > LONGEST_NAME:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_NAME}, field="name")
    if any(name == line.name and key != line.pk for key, name in others):
        raise Refused(_("There is one of this name here already."), field="name")
