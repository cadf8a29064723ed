"""What lies ahead of the shown city: planned events on the bulletin, and orders that come back by themselves."""

from datetime import datetime, timedelta

from firstline.casework.work_orders import bulletin, regular
from firstline.demo.customers import CENTRE_OF_TOWN
from firstline.demo.texts import labels
from firstline.demo.weeks import Desk
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import StandardWorkOrder

OUTAGE = (
    "The water in the Harbour quarter is cut for work on the main; it is back at four in the afternoon.",
    "L'eau est coupée dans le quartier du port pour des travaux ; elle revient à seize heures.",
    "El agua está cortada en el barrio del puerto por obras; vuelve a las cuatro de la tarde.",
    "Woda w dzielnicy portowej jest wyłączona z powodu prac; wróci o szesnastej.",
    "ย่านท่าเรือหยุดจ่ายน้ำเพื่อซ่อมท่อหลัก จะจ่ายน้ำตามปกติเวลาสี่โมงเย็น",
)
CLOSURE = (
    "Market Street is closed to traffic for the autumn fair; the detour leads over Canal Side.",
    "La rue du Marché est fermée pour la foire d'automne ; déviation par Canal Side.",
    "Market Street está cortada por la feria de otoño; desvío por Canal Side.",
    "Market Street jest zamknięta z powodu jarmarku; objazd przez Canal Side.",
    "ถนน Market Street ปิดการจราจรเพราะมีงานเทศกาล ใช้เส้นทาง Canal Side แทน",
)


def plan_ahead(desk: Desk) -> None:
    """Two notices, one of them for today, and two regular orders."""
    codes = {code.key: code for code in desk.codes}
    morning = desk.now.replace(hour=8, minute=0, second=0, microsecond=0)
    _announce(desk, codes, morning)
    _lay_down(desk, codes, morning)
    regular.raise_due(desk.now)


def _announce(desk: Desk, codes: dict[str, ProblemCode], morning: datetime) -> None:
    outage = {
        "title": "Water main, Harbour quarter",
        "texts": labels(OUTAGE),
        "category": codes["no-water"].category,
        "latitude": CENTRE_OF_TOWN[0],
        "longitude": CENTRE_OF_TOWN[1],
        "near_metres": 900,
        "starts_at": morning,
        "ends_at": morning + timedelta(hours=16),
    }
    closure = {
        "title": "Autumn fair, Market Street closed",
        "texts": labels(CLOSURE),
        "category": codes["road-closure"].category,
        "starts_at": morning + timedelta(days=2),
        "ends_at": morning + timedelta(days=5),
    }
    for facts in (outage, closure):
        bulletin.announce(facts, by=desk.staff["sara"])


def _lay_down(desk: Desk, codes: dict[str, ProblemCode], morning: datetime) -> None:
    standards = {standard.key: standard for standard in StandardWorkOrder.objects.all()}
    for standard, code, title, rule in (
        ("play", "playground", "Playground inspection, Riverside", "FREQ=WEEKLY;BYDAY=MO"),
        ("sweep", "park-cleaning", "Park paths, Old Town", "FREQ=WEEKLY;BYDAY=TU,FR"),
    ):
        facts = {
            "standard": standards[standard],
            "code": codes[code],
            "title": title,
            "rule": rule,
            "first_at": morning + timedelta(days=1),
            "time_zone": "UTC",
            "days_ahead": 14,
        }
        regular.lay_down(facts, by=desk.staff["sara"])
