"""How tickets went up, down and to and fro between tiers and support centres, and how long they were at each tier."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import Exact, GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.asked import Asked, entries, tickets
from firstline.casework.reports.backlog import TIERS, ended
from firstline.casework.reports.escalations import MOVED, OPENED, REOPENED
from firstline.casework.reports.facts import by_fact, by_fact_row, fact, number
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import (
    ARROW,
    NOT_KNOWN,
    STEP,
    TO,
    by_expression,
    by_row,
    by_step,
    by_tree,
    by_word,
    step,
)
from firstline.casework.reports.worked import worked_hours
from firstline.casework.tickets.models import PING_PONG, Stay, Ticket
from firstline.criteria.vocabulary import Text
from firstline.journal.models import Entry
from firstline.reference.staff.models import SupportCentre

_WAS, _NOW = number("was_tier"), number("tier")
_TIERS: dict[str, Text] = dict(TIERS)


def _move(_asked: Asked) -> Any:
    """The piece `move`: from which tier to which."""
    return Concat(fact("was_tier")(None), Value(ARROW), fact("tier")(None), output_field=TextField())


def _moves(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
    return {key: TO.join(str(_TIERS.get(tier, tier) or NOT_KNOWN) for tier in key.split(ARROW)) for key in keys}


def _arrived() -> Subquery:
    """When a ticket came to the team that it now leaves."""
    earlier = Entry.objects.filter(
        subject_kind="ticket",
        subject_id=OuterRef("subject_id"),
        pk__lt=OuterRef("pk"),
        verb__in=(OPENED, REOPENED, *MOVED),
    )
    return Subquery(earlier.order_by("-pk").values("at")[:1])


def _with_last_stay(asked: Asked) -> QuerySet[Ticket]:
    """Tickets that are over, each beside the last of the teams that it left, if it left any.

    Joined, and not looked up for each: only then can several processes share the work.
    """
    later = Q(ticket__stays__left_at__gt=F("left_at"))
    later |= Q(ticket__stays__left_at=F("left_at"), ticket__stays__pk__gt=F("pk"))
    earlier = Subquery(Stay.objects.order_by().filter(later).values("pk"))
    return ended(asked).annotate(last_stay=FilteredRelation("stays", condition=~Q(stays__pk__in=earlier)))


MOVES = Scan(
    name="moves",
    noun="entry",
    title=_("Escalations and hand-offs"),
    rows=lambda asked: entries(asked, MOVED),
    at="at",
    pieces={
        "move": _move,
        **{name: fact(name) for name in ("was_tier", "tier")},
        "from": fact("was_centre_id"),
        "to": fact("centre_id"),
        "verb": column("verb"),
        STEP: step("at"),
    },
    sets=(("move", "was_tier", "tier", "from", "to", "verb", STEP),),
    splits=(
        by_expression("move", _("from tier to tier"), _move, _moves),
        by_fact("was_tier", _("tier left"), "was_tier", choices=TIERS),
        by_fact("tier", _("tier reached"), "tier", choices=TIERS),
        by_fact_row("from", _("support centre left"), SupportCentre, "was_centre_id"),
        by_fact_row("to", _("support centre reached"), SupportCentre, "centre_id"),
        by_step("at"),
    ),
    marks=(
        Mark("up", _("Up a tier"), lambda _asked: Q(GreaterThan(_NOW, _WAS))),
        Mark("down", _("Down a tier"), lambda _asked: Q(LessThan(_NOW, _WAS))),
        Mark("across", _("To another team of the tier"), lambda _asked: Q(Exact(_NOW, _WAS))),
        Mark("skipped", _("Past a tier"), lambda _asked: Q(GreaterThan(_NOW, _WAS + 1))),
        Mark("clock", _("Because time ran out"), lambda _asked: Q(verb="ticket.escalated", actor_id=None)),
    ),
    measure=worked_hours(_arrived(), F("at")),
    measured=_("Mean working hours"),
    is_mean=True,
)
TICKETS = Scan(
    name="tickets",
    noun="ticket",
    title=_("Tickets opened"),
    rows=tickets,
    at="opened_at",
    pieces={name: column(name) for name in ("centre", "tier", "code")},
    sets=(("centre", "tier", "code"),),
    splits=(
        by_row("centre", _("support centre"), SupportCentre),
        by_word("tier", _("tier"), "tier", TIERS),
        *by_tree(),
    ),
    marks=(
        Mark("moved", _("Moved at least once"), lambda _asked: Q(pk__in=Stay.objects.order_by().values("ticket"))),
        Mark("returned", _("Came back to an earlier team"), lambda _asked: Q(returns__gt=0)),
        Mark("to_and_fro", _("To and fro"), lambda _asked: Q(returns__gte=PING_PONG)),
        Mark("reopened", _("Reopened"), lambda _asked: Q(reopened__gt=0)),
    ),
)
SOLVED = Scan(
    name="solved",
    noun="ticket",
    title=_("Resolved or closed"),
    rows=_with_last_stay,
    at="over_at",
    pieces={"tier": column("tier")},
    sets=(("tier",),),
    splits=(by_word("tier", _("tier"), "tier", TIERS),),
    measure=worked_hours(Coalesce("last_stay__left_at", "opened_at"), F("over_at")),
    measured=_("Mean working hours"),
    is_mean=True,
)
REPORT = Report(
    name="escalations",
    title=_("Escalations and hand-offs"),
    counted=_(
        "Counted is every move of a ticket to another tier or support centre in the period, and every ticket opened or"
        " resolved in it; the time at a tier runs from its arrival there, in the desk’s working time."
    ),
    icon="arrow-up-right",
    scans=(MOVES, TICKETS, SOLVED),
    panels=(
        Panel("flow", _("Between the tiers"), "moves", "move", "flow", ends=("was_tier", "tier")),
        Panel("time", _("Over time"), "moves", "step", "columns"),
        Panel("left", _("Left for another team, by tier"), "moves", "was_tier", "bars", has_middle=True),
        Panel("solved", _("Resolved or closed, by tier"), "solved", "tier", "bars", has_middle=True),
        Panel("from", _("By the support centre that passed on"), "moves", "from", "bars"),
        Panel("to", _("By the support centre that received"), "moves", "to", "bars"),
        Panel("codes", _("Moved at least once, by problem code"), "tickets", "code", "bars", "moved", ""),
        Panel("centres", _("Came back, by support centre"), "tickets", "centre", "bars", "returned", ""),
    ),
    headlines=(
        Headline(_("Escalations and hand-offs"), "moves"),
        Headline(_("Up a tier"), "moves", "up"),
        Headline(_("Because time ran out"), "moves", "clock"),
        Headline(_("Moved at least once"), "tickets", "moved", of=""),
        Headline(_("To and fro"), "tickets", "to_and_fro"),
    ),
)
