"""Rules about messages that come in: what they can ask, which of them decides, and laying them down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.criteria.checking import doubts
from firstline.criteria.conditions import Unreadable, read, restore
from firstline.criteria.evaluating import Test, prepared
from firstline.criteria.vocabulary import Field, Type, Vocabulary
from firstline.journal.changes import set_fields
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.standing import Standing, written
from firstline.reference.correspondence.models import IntakeRule, Mailbox
from firstline.reference.retiring import set_aside
from firstline.reference.staff.models import User

CHANNELS = (("email", gettext_lazy("e-mail")), ("fax", gettext_lazy("fax")), ("portal", gettext_lazy("portal")))
VOCABULARY = Vocabulary(
    (
        Field("sender", gettext_lazy("sender"), Type.TEXT),
        Field("subject", gettext_lazy("subject"), Type.TEXT),
        Field("words", gettext_lazy("words"), Type.WORDS),
        Field(
            "mailbox",
            gettext_lazy("mailbox"),
            Type.CHOICE,
            choices=lambda: [(row.source, row.name) for row in Mailbox.objects.filter(retired_at=None)],
        ),
        Field("channel", gettext_lazy("channel"), Type.CHOICE, choices=lambda: CHANNELS),
        Field("language", gettext_lazy("language"), Type.CHOICE, choices=lambda: settings.LANGUAGES),
        Field("is_known", gettext_lazy("the sender is a known customer"), Type.YES_NO),
        Field("has_files", gettext_lazy("files came along"), Type.YES_NO),
    )
)
FIELDS = ("name", "condition", "is_machine", "kind", "code", "impact", "urgency")


def _read() -> list[tuple[IntakeRule, Test]]:
    rows = IntakeRule.objects.filter(retired_at=None).select_related("code__category__provider")
    return [(row, prepared(restore(row.condition))) for row in rows]


RULES = Standing(_read, written(IntakeRule))


def first_that_holds(facts: Mapping[str, Any]) -> IntakeRule | None:
    """The rule that decides about a message with these facts (the fields of `VOCABULARY`), if one does."""
    return next((rule for rule, holds in RULES.now() if holds(facts)), None)


@transaction.atomic
def lay_down(facts: Mapping[str, Any], *, by: User | None, at: datetime | None = None) -> IntakeRule:
    """Add a rule behind the others."""
    rule = IntakeRule(**_checked(facts))
    last = IntakeRule.objects.filter(retired_at=None).aggregate(last=Max("position"))["last"]
    rule.position = (last or 0) + 1
    rule.save()
    record("intake_rule.laid_down", rule, by=by, at=at, facts={"name": rule.name})
    return rule


@transaction.atomic
def change(rule: IntakeRule, facts: Mapping[str, Any], *, by: User | None, at: datetime | None = None) -> IntakeRule:
    """Write a rule anew; it decides about what comes in from now on."""
    held = _hold(rule)
    changes = set_fields(held, _checked(facts))
    if changes:
        held.save()
        record("intake_rule.changed", held, by=by, at=at, facts={"name": held.name, "changes": changes})
    return held


@transaction.atomic
def move(rule: IntakeRule, position: int, *, by: User | None, at: datetime | None = None) -> IntakeRule:
    """Put a rule in another place; 1 is asked first."""
    rows = list(IntakeRule.objects.select_for_update().filter(retired_at=None))
    held = next((row for row in rows if row.pk == rule.pk), None)
    if held is None:
        raise Refused(_("This rule is not in use any more."))
    rows.remove(held)
    rows.insert(max(0, min(position, len(rows) + 1) - 1), held)
    for number, row in enumerate(rows, start=1):
        row.position = number
    IntakeRule.objects.bulk_update(rows, ["position"])
    record("intake_rule.moved", held, by=by, at=at, facts={"name": held.name, "position": held.position})
    return held


@transaction.atomic
def retire(rule: IntakeRule, *, by: User | None, at: datetime | None = None) -> None:
    """Use a rule no longer."""
    set_aside(_hold(rule), "intake_rule", by=by, at=at)


def _hold(rule: IntakeRule) -> IntakeRule:
    held = IntakeRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk, retired_at=None).first()
    if held is None:
        raise Refused(_("This rule is not in use any more."))
    return held


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: facts[name] for name in FIELDS if name in facts}
    if not str(known.get("name", "")).strip():
        raise Refused(_("Give the rule a name."), field="name")
    try:
        found = doubts(read(known.get("condition"), VOCABULARY), VOCABULARY)
    except Unreadable:
        raise Refused(_("This condition cannot be read."), field="condition") from None
    if found:
        raise Refused(" ".join(doubt.text for doubt in found), field="condition")
    if not any(known.get(name) for name in ("is_machine", "kind", "code", "impact", "urgency")):
        raise Refused(_("Say what this rule decides."), field="kind")
    code = known.get("code")
    if code is not None and code.retired_at is not None:
        raise Refused(_("%(name)s is retired.") % {"name": code.label}, field="code")
    return known
