"""The procedures that come with Firstline: the help desk's own, for whatever has no other, and six examples.

Their texts stand in files, each once per language, in the order of `LANGUAGES`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from firstline.journal.recording import record
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.procedures.models import PARTS, Branch, Occasion, Procedure, ProcedureVersion, Step
from firstline.reference.staff.models import User

LANGUAGES = ("en", "fr", "es", "pl", "th")
FOLDER = Path(__file__).parent / "shipped"
DEFAULT = "help_desk"
EXAMPLES = ("appliance", "printer", "pothole", "no_water", "lift", "password")
FACTS = ("answer_type", "required", "blocks_closing", "blocks_resolving", "lands_in", "deed", "then")


def ship_default() -> None:
    """The seven parts of the help desk's procedure, where there is no procedure at all and never was."""
    if not Procedure.objects.exists():
        _ship(_read(DEFAULT), None, by=None)


def ship_examples(codes: Mapping[str, ProblemCode], *, by: User | None = None) -> list[ProcedureVersion]:
    """An example for each of the codes, by their keys, that there is one for."""
    plans = [_read(name) for name in EXAMPLES]
    return [_ship(plan, codes[plan["code"]], by=by) for plan in plans if plan["code"] in codes]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@transaction.atomic
def _ship(plan: Mapping[str, Any], code: ProblemCode | None, *, by: User | None) -> ProcedureVersion:
    """Published at once; that nothing is wrong with it is known from the tests, one storey up."""
    now = timezone.now()
    made = Procedure.objects.create(key=plan["key"], labels=_labels(plan["labels"]))
    Occasion.objects.create(procedure=made, code=code)
    version = ProcedureVersion.objects.create(
        procedure=made,
        number=1,
        state=ProcedureVersion.State.PUBLISHED,
        drafted_at=now,
        drafted_by=by,
        published_at=now,
        published_by=by,
    )
    steps = Step.objects.bulk_create(
        _step(version, position, one) for position, one in enumerate(plan["step"], start=1)
    )
    Branch.objects.bulk_create(
        Branch(step=step, position=position, goes_to=branch["goes_to"], condition=branch["condition"])
        for step, one in zip(steps, plan["step"], strict=True)
        for position, branch in enumerate(one.get("branch", ()), start=1)
    )
    record("procedure.published", made, by=by, at=now, facts={"version": 1})
    return version


def _step(version: ProcedureVersion, position: int, plan: Mapping[str, Any]) -> Step:
    return Step(
        of=version,
        key=plan["key"],
        position=position,
        act=plan["act"],
        texts={part: _labels(plan[part]) for part in PARTS if part in plan},
        choices=[{"key": key, "labels": _labels(texts)} for key, texts in plan.get("choices", {}).items()],
        **{name: plan[name] for name in FACTS if name in plan},
    )


def _labels(texts: Sequence[str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))
