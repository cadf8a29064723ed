"""The catalogue of the shown city, with what each code carries."""

from datetime import timedelta
from typing import Any

from firstline.demo.texts import LANGUAGES, labels, read
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.handling.models import Handling, Question, StandardTask, StandardWorkOrder
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import Crew, SupportCentre

PERMANENT_FIX = {
    "enterprise_failure": timedelta(days=1),
    "critical_situation": timedelta(days=2),
    "regular_service": timedelta(days=10),
    "planned_event": timedelta(days=30),
}
TEMPORARY_FIX = {"enterprise_failure": timedelta(hours=4), "critical_situation": timedelta(hours=12)}


def grow_tree() -> dict[str, ProblemCode]:
    """Departments, providers, categories and codes; gives the codes by their key."""
    texts = read("catalogue")
    departments = {
        key: Department.objects.create(key=key, labels=labels(names)) for key, names in texts["departments"].items()
    }
    providers = {}
    for path, names in texts["providers"].items():
        parent, _, key = path.rpartition("/")
        providers[path] = ServiceProvider.objects.create(key=key, labels=labels(names), department=departments[parent])
    categories = {}
    for path, names in texts["categories"].items():
        parent, _, key = path.rpartition("/")
        categories[path] = ServiceCategory.objects.create(key=key, labels=labels(names), provider=providers[parent])
    return {
        entry["key"]: ProblemCode.objects.create(
            key=entry["key"],
            labels=labels(entry["labels"]),
            synonyms=dict(zip(LANGUAGES, entry["words"], strict=True)),
            category=categories[entry["category"]],
        )
        for entry in texts["codes"]
    }


def standards(crews: dict[str, Crew]) -> dict[str, StandardWorkOrder]:
    """The standard work orders with their tasks."""
    made = {}
    for entry in read("carried")["standards"]:
        made[entry["key"]] = standard = StandardWorkOrder.objects.create(
            key=entry["key"],
            labels=labels(entry["labels"]),
            crew=crews[entry["crew"]],
            duration=timedelta(hours=entry["hours"]),
        )
        StandardTask.objects.bulk_create(
            StandardTask(standard=standard, position=position, labels=labels(texts))
            for position, texts in enumerate(entry["tasks"], start=1)
        )
    return made


def carry(
    codes: dict[str, ProblemCode], centres: dict[str, SupportCentre], orders: dict[str, StandardWorkOrder]
) -> None:
    """Give each code its support centre, priority, standard work order and questions."""
    priorities = {priority.key: priority for priority in Priority.objects.all()}
    Handling.objects.bulk_create(
        Handling(
            code=codes[entry["key"]],
            centre=centres[entry["centre"]],
            tier=entry["tier"],
            priority=priorities[entry["priority"]],
            standard_work_order=orders.get(entry.get("standard", "")),
            temporary_turnaround=TEMPORARY_FIX.get(entry["priority"]),
            permanent_turnaround=PERMANENT_FIX[entry["priority"]],
            requires_location=entry.get("location", False),
            requires_equipment=entry.get("equipment", False),
        )
        for entry in read("catalogue")["codes"]
    )
    Question.objects.bulk_create(
        _question(codes[entry["code"]], position, entry)
        for position, entry in enumerate(read("carried")["questions"], start=1)
    )


def _question(code: ProblemCode, position: int, entry: dict[str, Any]) -> Question:
    return Question(
        code=code,
        position=position,
        kind=entry["kind"],
        required=entry["required"],
        texts=labels(entry["texts"]),
        choices=[labels(choice) for choice in entry.get("choices", [])],
    )
