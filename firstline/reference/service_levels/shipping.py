"""The four priorities of a fresh installation."""

from firstline.reference.service_levels.keeping import create_priority
from firstline.reference.service_levels.models import Priority

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
