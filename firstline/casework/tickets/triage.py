"""How urgent a ticket is and who works it: by the company's criteria, else by what its problem code carries.

The reasons are kept in English and shown in the reader's language, so they stand here as whole sentences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstline.casework.tickets.facts import FOR_PRIORITY, FOR_ROUTE
from firstline.casework.tickets.routing import best_placed
from firstline.criteria.evaluating import Facts
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Handling
from firstline.reference.service_levels.deciding import Rule, matching
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.service_levels.models import Kind, Priority
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import Right, may

BY_CODE = gettext_noop("The problem code carries it.")
BY_MATRIX = gettext_noop("By its impact and urgency.")
NO_PRIORITY = gettext_noop("The problem code carries no priority: the regular one.")
NO_CENTRE = gettext_noop("The problem code carries no support centre in service: the one that catches all.")
AWAY = gettext_noop("%(name)s no longer works on tickets.")

CATCH_ALL = {
    "en": "Unrouted",
    "fr": "Non attribués",
    "es": "Sin asignar",
    "pl": "Nieprzydzielone",
    "th": "ยังไม่มีศูนย์รับผิดชอบ",
}
LONGEST_REASON = 300


@dataclass(frozen=True)
class Triage:
    """The decision and its reasons; `assignee` only where a rule wants a person."""

    priority: Priority
    priority_because: str
    centre: SupportCentre
    tier: int
    route_because: str
    assignee: User | None = None


def decide(code: ProblemCode | None, facts: Facts, known: LaidDown) -> Triage:
    """Priority and route of a problem: the first criteria that match, then the matrix, then the code, then the rest."""
    priority, priority_because = decide_priority(code, facts, known.rules(Kind.PRIORITY, FOR_PRIORITY), known)
    rule = route_rule({**facts, "priority": priority.pk}, known)
    if rule is None:
        return Triage(priority, priority_because, *carried_route(code, known))
    centre, tier = routed(rule, known)
    assignee, why = _person(rule, centre, tier, str(facts.get("language") or ""))
    because = f"{rule.because} {why}".strip()[:LONGEST_REASON]
    return Triage(priority, priority_because, centre, tier, because, assignee)


@dataclass(frozen=True)
class Foreseen:
    """What would be decided now; `centre` is None where the ticket would go to the one that catches all."""

    priority: Priority
    priority_because: str
    centre: SupportCentre | None
    tier: int
    route_because: str


def foresee(code: ProblemCode | None, facts: Facts, known: LaidDown) -> Foreseen | None:
    """The decision on a problem that is still being told, without choosing a person; None where no priority is."""
    rules = known.rules(Kind.PRIORITY, FOR_PRIORITY)
    try:
        priority, because = decide_priority(code, facts, rules, known)
    except Refused:
        return None
    rule = route_rule({**facts, "priority": priority.pk}, known)
    if rule:
        return Foreseen(priority, because, *routed(rule, known), rule.because)
    own = _own_centre(code, known)
    return Foreseen(priority, because, *(own or (known.catch_all(), 1, NO_CENTRE)))


def carried(code: ProblemCode, known: LaidDown) -> Triage:
    """What the problem code alone decides, as for tickets of the past."""
    priority, priority_because = _carried_priority(code, known)
    return Triage(priority, priority_because, *carried_route(code, known))


def decide_priority(
    code: ProblemCode | None, facts: Facts, rules: Sequence[Rule], known: LaidDown
) -> tuple[Priority, str]:
    """The priority of a problem by these criteria, and why."""
    rule = first_in_service(matching(facts, rules), known)
    if rule and rule.row.priority_id:
        return known.priorities[rule.row.priority_id], rule.because
    in_matrix = known.by_matrix(facts.get("impact"), facts.get("urgency"))
    if in_matrix and in_matrix.retired_at is None:
        return in_matrix, BY_MATRIX
    return _carried_priority(code, known)


def route_rule(facts: Facts, known: LaidDown) -> Rule | None:
    """The rule that routes a problem whose priority is decided."""
    return first_in_service(matching(facts, known.rules(Kind.ROUTE, FOR_ROUTE)), known)


def routed(rule: Rule, known: LaidDown) -> tuple[SupportCentre, int]:
    """Where a rule sends a ticket; never to a tier that the centre no longer has."""
    centre = known.centres[rule.row.centre_id or 0]
    return centre, min(rule.row.tier, centre.tiers)


def catch_all(known: LaidDown) -> SupportCentre:
    """The support centre where tickets without one arrive; made when there is none, for a ticket never goes nowhere."""
    found = known.catch_all()
    if found is None:
        found, _made = SupportCentre.objects.get_or_create(
            is_catch_all=True, defaults={"key": "unrouted", "labels": CATCH_ALL, "tiers": 1}
        )
    return found


def first_in_service(rules: Iterable[Rule], known: LaidDown) -> Rule | None:
    """The first of matching rules that decides; those that name what has been retired since decide nothing."""
    for rule in rules:
        decided = known.priorities.get(rule.row.priority_id or 0) or known.centres.get(rule.row.centre_id or 0)
        if decided and decided.retired_at is None:
            return rule
    return None


def _person(rule: Rule, centre: SupportCentre, tier: int, language: str) -> tuple[User | None, str]:
    row = rule.row
    if row.person_id:
        person = User.objects.get(pk=row.person_id)
        if person.is_active and may(person, Right.WORK_TICKETS):
            return person, ""
        return None, AWAY % {"name": person.name}
    if row.to_best:
        choice = best_placed(centre, tier, skill=row.skill, language=language)
        return choice.user, choice.because
    return None, ""


def _handling(code: ProblemCode | None) -> Handling | None:
    return getattr(code, "handling", None)


def _carried_priority(code: ProblemCode | None, known: LaidDown) -> tuple[Priority, str]:
    handling = _handling(code)
    own = known.priorities.get(handling.priority_id) if handling and handling.priority_id else None
    if own and own.retired_at is None:
        return own, BY_CODE
    regular = known.regular_priority()
    if regular is None:
        raise Refused(_("No priority is in service: a manager has to set one up before tickets can be opened."))
    return regular, NO_PRIORITY


def carried_route(code: ProblemCode | None, known: LaidDown) -> tuple[SupportCentre, int, str]:
    """Where the problem code sends a ticket, else the centre that catches all."""
    return _own_centre(code, known) or (catch_all(known), 1, NO_CENTRE)


def _own_centre(code: ProblemCode | None, known: LaidDown) -> tuple[SupportCentre, int, str] | None:
    handling = _handling(code)
    own = known.centres.get(handling.centre_id) if handling and handling.centre_id else None
    return (own, min(handling.tier, own.tiers), BY_CODE) if handling and own and own.retired_at is None else None
