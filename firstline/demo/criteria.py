"""A draft of criteria in the shown city: worth trying on the past, and in use only when a manager says so."""

from firstline.casework.tickets.facts import FOR_PRIORITY
from firstline.demo.texts import labels
from firstline.demo.weeks import Desk
from firstline.reference.service_levels.criteria_tables import add_row, draft, move_row
from firstline.reference.service_levels.models import Kind, Priority

BAD_WATER = (
    "Bad water is a danger to health.",
    "Une eau de mauvaise qualité est un danger pour la santé.",
    "El agua en mal estado es un peligro para la salud.",
    "Zła woda zagraża zdrowiu.",
    "น้ำเสียเป็นอันตรายต่อสุขภาพ",
)


def propose_criteria(desk: Desk) -> None:
    """Water that smells, reported by telephone, as a critical situation: the first row of a draft."""
    codes = {code.key: str(code.pk) for code in desk.codes}
    condition = {
        "all": [
            {"field": "code", "is": "any_of", "value": [codes["water-smell"], codes["low-pressure"]]},
            {"field": "channel", "is": "any_of", "value": ["telephone"]},
        ]
    }
    facts = {
        "condition": condition,
        "priority": Priority.objects.get(key="critical_situation"),
        "because": labels(BAD_WATER),
    }
    manager = desk.staff["mateo"]
    table = draft(Kind.PRIORITY, by=manager)
    move_row(add_row(table, facts, vocabulary=FOR_PRIORITY, by=manager), 1, by=manager)
