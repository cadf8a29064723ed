"""Laying down what is written, when, from where and under which signature."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import Department
from firstline.reference.correspondence.filling import LONGEST_SUBJECT, unknown_in
from firstline.reference.correspondence.models import (
    Dispatch,
    NoticeRule,
    PersonalChoice,
    Sender,
    Signature,
    Template,
)
from firstline.reference.correspondence.occasions import CHOSEN, RULED, Occasion, placeholders
from firstline.reference.staff.models import User

LONGEST_BODY = 20_000
LONGEST_SIGNATURE = 1_000
LONGEST_NAME = 120
MOST_MINUTES = 24 * 60
MOST_PER_HOUR = 1_000


@transaction.atomic
def write_template(occasion: str, language: str, subject: str, body: str, *, by: Actor | None) -> Template:
    """Write what is sent on an occasion in a language; a word in braces that stands for nothing is refused."""
    if occasion not in Occasion.values or language not in dict(settings.LANGUAGES):
        raise Refused(_("The desk does not write this."))
    values = {
        "subject": _written(" ".join(subject.split()), "subject", occasion, LONGEST_SUBJECT),
        "body": _written(body.replace("\r\n", "\n"), "body", occasion, LONGEST_BODY),
    }
    held, _is_new = Template.objects.select_for_update().get_or_create(
        occasion=occasion, language=language, defaults={"subject": "", "body": ""}
    )
    changes = set_fields(held, values)
    if changes:
        held.save()
        record("template.written", held, by=by, facts={"occasion": occasion, "language": language, "changes": changes})
    return held


def _written(text: str, field: str, occasion: str, longest: int) -> str:
    text = _clean(text, field, longest)
    if not text:
        raise Refused(_("Write this first: it would be empty."), field=field)
    if unknown := unknown_in(text, placeholders(occasion)):
        known = ", ".join(f"{{{name}}}" for name in placeholders(occasion))
        facts = {"unknown": ", ".join(unknown), "known": known}
        raise Refused(_("%(unknown)s stands for nothing here. You can use: %(known)s") % facts, field=field)
    return text


def _clean(text: str, field: str, longest: int) -> str:
    text = text.replace("\x00", "").strip().encode(errors="replace").decode()
    if len(text) > longest:
        raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=field)
    return text


@transaction.atomic
def set_rule(
    occasion: str, *, is_on: bool, gather_minutes: int, by: Actor | None, department: Department | None = None
) -> NoticeRule:
    """Lay down whether an occasion is told of, and how long it waits for others; of a department, or of all."""
    if occasion not in RULED:
        raise Refused(_("This is always sent: a person has written it or asked for it."))
    if not 0 <= gather_minutes <= MOST_MINUTES:
        text = _("Between 0 and %(most)s minutes.") % {"most": MOST_MINUTES}
        raise Refused(text, field="gather_minutes")
    held, _is_new = NoticeRule.objects.select_for_update().get_or_create(occasion=occasion, department=department)
    set_fields(held, {"is_on": is_on, "gather_minutes": gather_minutes})
    held.save()
    facts = {"occasion": occasion, "is_on": is_on, "gather_minutes": gather_minutes}
    record("notice_rule.set", held, by=by, facts=facts | ({"department": department.key} if department else {}))
    return held


@transaction.atomic
def remove_rule(rule: NoticeRule, *, by: Actor | None) -> None:
    """Take away what holds for one department only; that of all departments stays."""
    if rule.department is None:
        raise Refused(_("This holds for all departments: switch it off instead."))
    record("notice_rule.removed", rule, by=by, facts={"occasion": rule.occasion, "department": rule.department.key})
    rule.delete()


@transaction.atomic
def choose(user: User, occasion: str, way: str, *, by: Actor | None) -> PersonalChoice:
    """How a member of staff wishes to hear of an occasion."""
    if occasion not in CHOSEN or way not in PersonalChoice.Way.values:
        raise Refused(_("Choose one of the list."), field=occasion)
    row, _is_new = PersonalChoice.objects.update_or_create(user=user, occasion=occasion, defaults={"way": way})
    record("notice_choice.made", row, by=by, facts={"occasion": occasion, "now": way})
    return row


@transaction.atomic
def sign(user: User | None, language: str, text: str, *, by: Actor | None) -> Signature:
    """Write a person's signature in a language, or that of the organisation (of nobody); an empty one takes it away."""
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("The desk does not speak this language."), field="language")
    text = _clean(text.replace("\r\n", "\n"), language, LONGEST_SIGNATURE)
    held, _is_new = Signature.objects.select_for_update().get_or_create(user=user)
    held.texts = {key: value for key, value in {**held.texts, language: text}.items() if value}
    held.save()
    record("signature.written", held, by=by, facts={"language": language, "now": text})
    return held


@transaction.atomic
def set_sender(name: str, address: str, *, by: Actor | None, department: Department | None = None) -> Sender:
    """Lay down where messages come from, of a department or of all that have none of their own."""
    values: Mapping[str, Any] = {
        "name": " ".join(_clean(name, "name", LONGEST_NAME).split()),
        "address": address.strip(),
    }
    if not values["name"]:
        raise Refused(_("Give the name that customers know you by."), field="name")
    try:
        validate_email(values["address"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="address") from None
    if not values["address"].isascii() or "+" in values["address"]:
        raise Refused(_("Give a plain address without “+”: what follows a “+” tells answers apart."), field="address")
    held, _is_new = Sender.objects.select_for_update().get_or_create(department=department, defaults=dict(values))
    set_fields(held, values)
    held.save()
    record("sender.set", held, by=by, facts=dict(values) | ({"department": department.key} if department else {}))
    return held


@transaction.atomic
def remove_sender(sender: Sender, *, by: Actor | None) -> None:
    """Take away a department's own; its messages come from where those of all others do."""
    record("sender.removed", sender, by=by, facts={"name": sender.name, "address": sender.address})
    sender.delete()


@transaction.atomic
def set_dispatch(*, is_dry_run: bool, most_per_hour: int, by: Actor | None) -> Dispatch:
    """Lay down whether messages leave at all, and how many may go to one address in an hour."""
    if not 1 <= most_per_hour <= MOST_PER_HOUR:
        raise Refused(_("Between 1 and %(most)s.") % {"most": MOST_PER_HOUR}, field="most_per_hour")
    held = Dispatch.objects.select_for_update().first() or Dispatch()
    changes = set_fields(held, {"is_dry_run": is_dry_run, "most_per_hour": most_per_hour})
    held.save()
    record("dispatch.set", held, by=by, facts={"changes": changes})
    return held
