"""Earlier tickets that a problem may be the same as, or the return of (T6), each with its reasons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from math import exp

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from firstline.casework.tickets.candidates import SAME_CATEGORY, SAME_PROBLEM, Candidate, ProblemFacts, candidates
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.nearness import distance, metres_between, point_of
from firstline.journal.prepared import Prepared
from firstline.language.tokens import analyse

__all__ = ["Likely", "ProblemFacts", "likely"]

DUPLICATE, REPEAT, RELATED = "duplicate", "repeat", "related"
REPEAT_DAYS = 30
LONGEST_WORDS = 200

# The scale of each piece of evidence, learned on four years of one city's requests (the years, not the rows: every
# choice near these does as well). A score is their product.
METRES, HOURS = 250.0, 48.0
REPEAT_METRES, REPEAT_SHARE = 50.0, 0.15
SOLVED_ALREADY = 0.4
PLACE_UNKNOWN = 0.25
SAME_EQUIPMENT = 0.5
SAME_CUSTOMER = 1.5
SIMILAR_WORDS = 0.5

# Shown from here on, and worth interrupting for from there on: about one problem in thirteen is.
SHOWN_FROM = 0.05
ALERT_FROM = 0.36


@dataclass(frozen=True, slots=True)
class Likely:
    """A ticket that may be meant. `score` is 0 to 1; `because` are translated reasons, the weightiest first.

    `kind` is "duplicate" (the same event, while the ticket was open), "repeat" (the same fault back within 30 days of
    its solution) or "related" (another problem nearby).
    """

    ticket: Ticket
    score: float
    because: list[str]
    metres: float | None
    kind: str

    @property
    def is_alert(self) -> bool:
        """Whether it is likely enough to interrupt somebody for it."""
        return self.score >= ALERT_FROM


@dataclass(frozen=True, slots=True)
class _Compared:
    candidate: Candidate
    score: float
    metres: float | None
    kind: str


def likely(
    facts: ProblemFacts,
    *,
    departments: Collection[int] | None = None,
    without: Collection[int] = (),
    limit: int = 5,
) -> list[Likely]:
    """Earlier tickets that may be meant, likeliest first; none where nothing known can be compared. Two queries.

    `departments` are those whose tickets the reader may see (None: all); `without` are keys of tickets to leave out.
    """
    asked = _roots(facts.words)
    best: dict[int, _Compared] = {}
    for candidate in candidates(facts, departments=departments, without=without):
        found = _compared(facts, candidate, asked)
        first = candidate.first
        if found and (first not in best or best[first].score < found.score):
            best[first] = found
    chosen = sorted(best.values(), key=lambda found: (-found.score, -found.candidate.pk))[:limit]
    keys = [found.candidate.first for found in chosen]
    tickets = {ticket.pk: ticket for ticket in _tickets(len(keys)).all(*keys)} if keys else {}
    return [
        Likely(tickets[found.candidate.first], found.score, _because(facts, found, asked), found.metres, found.kind)
        for found in chosen
    ]


@cache
def _tickets(count: int) -> Prepared[Ticket]:
    """So many tickets by their keys."""
    return Prepared(lambda *keys: Ticket.objects.filter(pk__in=keys), *[int] * count)


def _compared(facts: ProblemFacts, there: Candidate, asked: frozenset[str]) -> _Compared | None:
    """How alike they are; None where it would not be shown."""
    metres, near = _nearness(facts, there)
    hours = (facts.at - there.opened_at).total_seconds() / 3600
    days = _solved_for(facts, there)
    code = max(there.weight, SAME_EQUIPMENT) if _same_equipment(facts, there) else there.weight
    share = code * (SAME_CUSTOMER if _same_customer(facts, there) else 1.0)
    score = near * share * (1 + hours / HOURS) ** -2 * (1 if days is None else SOLVED_ALREADY)
    kind = DUPLICATE
    if days is not None and days <= REPEAT_DAYS:
        kind = REPEAT
        returning = near if metres is None else exp(-metres / REPEAT_METRES)
        score = max(score, returning * share * REPEAT_SHARE * (1 - days / REPEAT_DAYS))
    # Words take longest to compare, and most candidates are too far away for any words to bring them in.
    if score * _worth(1.0) < SHOWN_FROM:
        return None
    score *= _worth(_common(there, asked))
    is_same = code >= SAME_EQUIPMENT
    return _Compared(there, min(score, 1.0), metres, kind if is_same else RELATED) if score >= SHOWN_FROM else None


def _worth(common: float | None) -> float:
    """What the share of common words counts for."""
    return 1.0 if common is None else 0.6 + 0.8 * common


def _solved_for(facts: ProblemFacts, there: Candidate) -> float | None:
    """For how many days it had been solved; None while it was open."""
    if there.ended_at is None or there.ended_at > facts.at:
        return None
    return (facts.at - there.ended_at) / timedelta(days=1)


def _nearness(facts: ProblemFacts, there: Candidate) -> tuple[float | None, float]:
    """Metres if known, and what the place counts for."""
    point = point_of(there.latitude, there.longitude)
    metres = metres_between(point, facts.point) if point and facts.point else None
    if _same_equipment(facts, there):
        return metres, 1.0
    if metres is not None:
        return metres, exp(-metres / METRES)
    return None, 1.0 if _same_place(facts, there) else PLACE_UNKNOWN


def _same_equipment(facts: ProblemFacts, there: Candidate) -> bool:
    return facts.equipment_id is not None and facts.equipment_id == there.equipment_id


def _same_customer(facts: ProblemFacts, there: Candidate) -> bool:
    return facts.customer_id is not None and facts.customer_id == there.customer_id


def _same_place(facts: ProblemFacts, there: Candidate) -> bool:
    return facts.place != "" and facts.place.casefold() == there.place.casefold()


def _common(there: Candidate, asked: frozenset[str]) -> float | None:
    """The share of words in common; None where one of the two says nothing."""
    said = _roots(f"{there.title}\n{there.words}") if asked and there.words else frozenset()
    return len(asked & said) / min(len(asked), len(said)) if said else None


# The same tickets are compared each time the screen of a call is drawn anew.
@lru_cache(maxsize=1000)
def _roots(text: str) -> frozenset[str]:
    return frozenset(token.root for token in analyse(text, LONGEST_WORDS))


def _because(facts: ProblemFacts, found: _Compared, asked: frozenset[str]) -> list[str]:
    there, metres = found.candidate, found.metres
    reasons = []
    if _same_equipment(facts, there):
        reasons.append(_("same equipment"))
    reasons += [str(_CODE[there.weight])] if there.weight in _CODE else []
    if metres is not None and metres >= 1:
        reasons.append(distance(metres))
    elif metres is not None or _same_place(facts, there):
        reasons.append(_("same place"))
    if _same_customer(facts, there):
        reasons.append(_("same customer"))
    if (_common(there, asked) or 0) >= SIMILAR_WORDS:
        reasons.append(_("similar words"))
    days = _solved_for(facts, there)
    reasons.append(_earlier((facts.at - there.opened_at) / timedelta(hours=1)) if days is None else _solved(days))
    return reasons


_CODE = {
    1.0: gettext_lazy("same problem code"),
    SAME_PROBLEM: gettext_lazy("same problem with another provider"),
    SAME_CATEGORY: gettext_lazy("same category"),
}


def _earlier(hours: float) -> str:
    if hours >= 48:
        return ngettext("%(days)s day earlier", "%(days)s days earlier", int(hours / 24)) % {"days": int(hours / 24)}
    if hours >= 1:
        return ngettext("%(hours)s hour earlier", "%(hours)s hours earlier", int(hours)) % {"hours": int(hours)}
    minutes = max(1, int(hours * 60))
    return ngettext("%(minutes)s minute earlier", "%(minutes)s minutes earlier", minutes) % {"minutes": minutes}


def _solved(days: float) -> str:
    if days < 1:
        return _("solved less than a day before")
    return ngettext("solved %(days)s day before", "solved %(days)s days before", int(days)) % {"days": int(days)}
