"""Whom a ticket goes to, where a rule wants a person: by skill and language, then load, then whose turn it is (T2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_noop

from firstline.casework.tickets.models import OPEN, Ticket, Turn
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import RIGHTS, Right, Role

# What a ticket of the first rank counts for in somebody's load; one of each later rank counts one less, one at least.
HEAVIEST = 4
NEVER = datetime(1, 1, 1, tzinfo=UTC)
WORKERS = [role for role in Role.values if Right.WORK_TICKETS in RIGHTS[role]]

BEST_PLACED = gettext_noop("Best placed of %(count)s: load %(load)s.")
SPEAKS = gettext_noop("Best placed of %(count)s, speaks %(language)s: load %(load)s.")
NOBODY = gettext_noop("Nobody at this centre and tier is free to be given it.")
UNSKILLED = gettext_noop("Nobody at this centre and tier has the skill %(skill)s.")


@dataclass(frozen=True)
class Colleague:
    """Somebody who could be given a ticket: their weighted load, and when they were last given one."""

    user: User
    load: int
    last_at: datetime

    def speaks(self, language: str) -> bool:
        return bool(language) and language in (self.user.language, *self.user.speaks)

    def has(self, skill: str) -> bool:
        return not skill or skill.casefold() in {own.casefold() for own in self.user.skills}


@dataclass(frozen=True)
class Choice:
    """Who gets it, None for nobody, and why; the reason in English, as reasons are kept."""

    user: User | None
    because: str


def best_placed(centre: SupportCentre, tier: int, *, skill: str, language: str) -> Choice:
    """Who of a centre and tier should get the next ticket that needs a skill, for a customer of a language."""
    everybody = list(_colleagues(centre, tier))
    able = [one for one in everybody if one.has(skill)]
    if not able:
        return Choice(None, UNSKILLED % {"skill": skill} if everybody else NOBODY)
    return choose(able, language)


def choose(able: Iterable[Colleague], language: str) -> Choice:
    """Who speaks the language goes first, then who has least to do, then who has waited longest for work."""
    ranked = sorted(able, key=lambda one: (not one.speaks(language), one.load, one.last_at, one.user.pk))
    best = ranked[0]
    facts = {"count": len(ranked), "load": best.load, "language": language}
    return Choice(best.user, (SPEAKS if best.speaks(language) else BEST_PLACED) % facts)


def remember_turn(user: User, at: datetime) -> None:
    """Somebody was given a ticket, so that others come first next time."""
    Turn.objects.bulk_create(
        [Turn(user=user, at=at)], update_conflicts=True, unique_fields=["user"], update_fields=["at"]
    )


def _colleagues(centre: SupportCentre, tier: int) -> Iterable[Colleague]:
    weight = Greatest(Value(HEAVIEST + 1) - F("priority_rank"), Value(1))
    tickets = Ticket.objects.filter(OPEN, assignee=OuterRef("pk")).order_by().values("assignee")
    rows = User.objects.filter(
        is_active=True, role__in=WORKERS, memberships__centre=centre, memberships__tier=tier
    ).annotate(
        load=Coalesce(Subquery(tickets.annotate(load=Sum(weight)).values("load")), Value(0)),
        last_at=Subquery(Turn.objects.filter(user=OuterRef("pk")).values("at")),
    )
    return (Colleague(row, row.load, row.last_at or NEVER) for row in rows)
