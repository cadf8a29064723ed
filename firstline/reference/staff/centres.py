"""Keeping support centres, and who works there on which tier."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.language.translated import pick
from firstline.reference.catalogue.models import Department
from firstline.reference.labels import checked, set_label
from firstline.reference.retiring import set_aside, take_up
from firstline.reference.staff.models import Membership, SupportCentre, User

MOST_TIERS = 3


class CentreFacts(TypedDict, total=False):
    tiers: int
    department: Department | None


@transaction.atomic
def create_centre(
    labels: Mapping[str, str], *, by: Actor | None, key: str = "", **facts: Unpack[CentreFacts]
) -> SupportCentre:
    """A new support centre; `key` identifies it in imports (the first label unless given)."""
    kept = checked(labels)
    centre = SupportCentre(labels=kept, key=(key or pick(kept, "en")[0])[:120], **facts)
    _check_tiers(centre)
    if SupportCentre.objects.filter(key=centre.key).exists():
        raise Refused(_("There is one of this name here already."), field="labels")
    centre.save()
    record("support_centre.created", centre, by=by, facts={"labels": kept, "tiers": centre.tiers})
    return centre


@transaction.atomic
def rename_centre(centre: SupportCentre, language: str, text: str, *, by: Actor | None) -> SupportCentre:
    row = _locked(centre)
    facts = set_label(row, language, text)
    if facts:
        row.save()
        record("support_centre.renamed", row, by=by, facts=facts)
    return row


@transaction.atomic
def change_centre(centre: SupportCentre, *, by: Actor | None, **facts: Unpack[CentreFacts]) -> SupportCentre:
    """Its tiers and department. A tier on which somebody works cannot go."""
    row = _locked(centre)
    changes = set_fields(row, facts)
    _check_tiers(row)
    if row.memberships.filter(tier__gt=row.tiers).exists():
        raise Refused(_("Somebody works on a tier above that. Move them first."), field="tiers")
    if changes:
        row.save()
        record("support_centre.changed", row, by=by, facts={"changes": changes})
    return row


@transaction.atomic
def appoint_catch_all(centre: SupportCentre, *, by: Actor | None) -> SupportCentre:
    """Tickets whose code names no centre go here from now on."""
    row = _locked(centre)
    if row.is_catch_all:
        return row
    if row.retired_at is not None:
        raise Refused(_("A retired support centre cannot take tickets."))
    SupportCentre.objects.filter(is_catch_all=True).update(is_catch_all=False)
    row.is_catch_all = True
    row.save(update_fields=["is_catch_all"])
    record("support_centre.appointed_catch_all", row, by=by)
    return row


@transaction.atomic
def retire_centre(centre: SupportCentre, *, by: Actor | None, at: datetime) -> SupportCentre:
    """No new tickets come here; those that are here stay until somebody passes them on."""
    row = _locked(centre)
    if row.is_catch_all:
        raise Refused(_("Tickets that nobody else takes come here. Appoint another centre for them first."))
    set_aside(row, "support_centre", by=by, at=at)
    return row


@transaction.atomic
def restore_centre(centre: SupportCentre, *, by: Actor | None) -> SupportCentre:
    row = _locked(centre)
    take_up(row, "support_centre", by=by)
    return row


@transaction.atomic
def join_centre(user: User, centre: SupportCentre, tier: int, *, by: Actor | None) -> Membership:
    """Somebody works at a centre on a tier; if they do so already, on this tier from now on."""
    row = _locked(centre)
    if not 1 <= tier <= row.tiers:
        raise Refused(_("This support centre has no such tier."), field="tier")
    member = Membership.objects.filter(user=user, centre=row).first() or Membership(user=user, centre=row, tier=0)
    if member.tier != tier:
        was, member.tier = member.tier, tier
        member.save()
        record("membership.set", member, context=row, by=by, facts={"user": user.name, "was": was, "now": tier})
    return member


@transaction.atomic
def leave_centre(membership: Membership, *, by: Actor | None) -> None:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "centre")
    row = rows.filter(pk=membership.pk).first()
    if row is not None:
        record("membership.ended", row, context=row.centre, by=by, facts={"user": row.user.name, "was": row.tier})
        row.delete()


def _locked(centre: SupportCentre) -> SupportCentre:
    return SupportCentre.objects.select_for_update(of=("self",)).select_related("department").get(pk=centre.pk)


def _check_tiers(centre: SupportCentre) -> None:
    if not 1 <= centre.tiers <= MOST_TIERS:
        raise Refused(_("A support centre has one, two or three tiers."), field="tiers")
