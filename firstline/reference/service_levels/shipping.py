"""What a fresh installation promises: four priorities, what decides them, a calendar, targets, steps and protocols.

Each is put in only where nothing of its kind was ever laid down: what a company decides stays as it is.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone

from firstline.journal.models import Entry
from firstline.journal.recording import Actor, record
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.escalation_steps import add_step
from firstline.reference.service_levels.keeping import create_priority
from firstline.reference.service_levels.models import (
    CriteriaRow,
    CriteriaTable,
    Kind,
    Priority,
)
from firstline.reference.service_levels.protocols import set_protocol
from firstline.reference.service_levels.targets import set_target

SHIPPED = {
    "enterprise_failure": {
        "en": "Enterprise failure",
        "fr": "Panne générale",
        "es": "Fallo general",
        "pl": "Awaria całościowa",
        "th": "ระบบล่มทั้งองค์กร",
    },
    "critical_situation": {
        "en": "Critical situation",
        "fr": "Situation critique",
        "es": "Situación crítica",
        "pl": "Sytuacja krytyczna",
        "th": "สถานการณ์วิกฤต",
    },
    "regular_service": {
        "en": "Regular scheduled service",
        "fr": "Service ordinaire planifié",
        "es": "Servicio ordinario programado",
        "pl": "Zwykła usługa planowa",
        "th": "บริการปกติตามกำหนด",
    },
    "planned_event": {
        "en": "Planned event",
        "fr": "Événement planifié",
        "es": "Evento planificado",
        "pl": "Zdarzenie planowane",
        "th": "งานที่วางแผนไว้",
    },
}


def ship_priorities() -> list[Priority]:
    """The four priorities, made where there is none at all; what a company has laid down stays as it is."""
    if not Priority.objects.exists():
        for look, (key, labels) in enumerate(SHIPPED.items(), start=1):
            create_priority(labels, key=key, look=look, by=None)
    return list(Priority.objects.filter(retired_at=None))


# Promises in working time. What is planned carries its own dates, and regular work those of its problem code.
TARGETS = {
    "enterprise_failure": {
        "respond": "15m",
        "update": "1h",
        "resolve": "4h",
        "temporary": "4h",
        "permanent": "2d",
    },
    "critical_situation": {
        "respond": "30m",
        "update": "2h",
        "resolve": "8h",
        "temporary": "8h",
        "permanent": "3d",
    },
    "regular_service": {"respond": "4h", "update": "2d", "resolve": "5d"},
    "planned_event": {"respond": "1d", "update": "5d", "resolve": "20d"},
}
PROTOCOLS = {"enterprise_failure": "1h", "critical_situation": "2h", "regular_service": "2d", "planned_event": "5d"}
# Promise, after how many percent of its time, what happens, and for a move the tier.
STEPS: dict[str, list[tuple[str, int, str, int | None]]] = {
    "enterprise_failure": [
        ("respond", 50, "tell_supervisors", None),
        ("respond", 100, "tell_managers", None),
        ("update", 100, "tell_supervisors", None),
        ("resolve", 25, "to_tier", 2),
        ("resolve", 50, "to_tier", 3),
        ("resolve", 100, "tell_managers", None),
    ],
    "critical_situation": [
        ("respond", 100, "tell_supervisors", None),
        ("update", 100, "tell_supervisors", None),
        ("resolve", 50, "to_tier", 2),
        ("resolve", 75, "to_tier", 3),
        ("resolve", 100, "tell_managers", None),
    ],
    "regular_service": [
        ("respond", 100, "tell_supervisors", None),
        ("resolve", 80, "tell_assignee", None),
        ("resolve", 100, "tell_supervisors", None),
    ],
    "planned_event": [("resolve", 100, "tell_assignee", None)],
}


def _ask(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {"field": field, "is": operator, "value": value}


# In order: the first that matches decides. Where nothing of it is known, the problem code does.
CRITERIA: list[tuple[dict[str, Any], str, dict[str, str]]] = [
    (
        _ask("whole_site_down", "is", value=True),
        "enterprise_failure",
        {
            "en": "A whole site is without service.",
            "fr": "Un site entier est privé de service.",
            "es": "Toda una sede está sin servicio.",
            "pl": "Cały obiekt jest bez obsługi.",
            "th": "ทั้งสถานที่ใช้งานไม่ได้",
        },
    ),
    (
        _ask("people_affected", "at_least", 50),
        "critical_situation",
        {
            "en": "Fifty people or more are affected.",
            "fr": "Cinquante personnes ou plus sont touchées.",
            "es": "Hay cincuenta personas o más afectadas.",
            "pl": "Dotyczy to co najmniej pięćdziesięciu osób.",
            "th": "มีผู้ได้รับผลกระทบตั้งแต่ห้าสิบคนขึ้นไป",
        },
    ),
    (
        _ask("criticality", "any_of", ["1"]),
        "critical_situation",
        {
            "en": "The equipment is of high criticality.",
            "fr": "L'équipement est de criticité élevée.",
            "es": "El equipo es de criticidad alta.",
            "pl": "Urządzenie ma wysoką krytyczność.",
            "th": "อุปกรณ์มีความสำคัญสูง",
        },
    ),
    (
        {"all": [_ask("impact", "any_of", ["1"]), _ask("urgency", "any_of", ["1"])]},
        "critical_situation",
        {
            "en": "Its impact and its urgency are high.",
            "fr": "Son impact et son urgence sont élevés.",
            "es": "Su impacto y su urgencia son altos.",
            "pl": "Wpływ i pilność są wysokie.",
            "th": "ผลกระทบและความเร่งด่วนสูง",
        },
    ),
    (
        {"all": [_ask("impact", "any_of", ["3"]), _ask("urgency", "any_of", ["3"])]},
        "planned_event",
        {
            "en": "Its impact and its urgency are low: it is done with what is planned.",
            "fr": "Son impact et son urgence sont faibles : il est traité avec ce qui est planifié.",
            "es": "Su impacto y su urgencia son bajos: se hace con lo planificado.",
            "pl": "Wpływ i pilność są niskie: zostanie wykonane z pracami planowymi.",
            "th": "ผลกระทบและความเร่งด่วนต่ำ จึงทำพร้อมงานที่วางแผนไว้",
        },
    ),
    (
        {"all": [_ask("impact", "any_of", ["2", "3"]), _ask("urgency", "any_of", ["2", "3"])]},
        "regular_service",
        {
            "en": "Its impact and its urgency are not high.",
            "fr": "Son impact et son urgence ne sont pas élevés.",
            "es": "Su impacto y su urgencia no son altos.",
            "pl": "Wpływ i pilność nie są wysokie.",
            "th": "ผลกระทบและความเร่งด่วนไม่สูง",
        },
    ),
]


def ship_promises() -> None:
    """The default calendar, and what is promised and done for each of the shipped priorities that is still in use.

    Whatever a company has laid down once and taken away again does not come back.
    """
    if _never("calendar.created"):
        create_calendar({"name": "Office hours", "time_zone": settings.TIME_ZONE}, by=None)
    priorities = {row.key: row for row in Priority.objects.filter(key__in=SHIPPED, retired_at=None)}
    fresh = {verb: _never(verb) for verb in ("service_target.set", "call_back_protocol.set", "escalation_step.added")}
    for key, priority in priorities.items():
        if fresh["service_target.set"]:
            set_target(priority, TARGETS[key], by=None)
        if fresh["call_back_protocol.set"]:
            set_protocol(priority, PROTOCOLS[key], by=None)
        for clock, percent, act, tier in STEPS[key] if fresh["escalation_step.added"] else ():
            add_step(priority, clock, percent, act, tier=tier, by=None)
    if not CriteriaTable.objects.filter(kind=Kind.PRIORITY).exists():
        _ship_criteria(priorities, by=None)


def _never(verb: str) -> bool:
    return not Entry.objects.filter(verb=verb).exists()


def _ship_criteria(priorities: dict[str, Priority], *, by: Actor | None) -> None:
    """In use at once; what their conditions ask for is known one storey up, and tested there."""
    now = timezone.now()
    table = CriteriaTable.objects.create(
        kind=Kind.PRIORITY, state=CriteriaTable.State.LIVE, changed_at=now, live_at=now
    )
    rows = [row for row in CRITERIA if row[1] in priorities]
    CriteriaRow.objects.bulk_create(
        CriteriaRow(table=table, position=position, condition=condition, priority=priorities[key], because=because)
        for position, (condition, key, because) in enumerate(rows, start=1)
    )
    record("criteria_table.put_in_use", table, by=by, facts={"kind": table.kind, "rows": len(rows)})
