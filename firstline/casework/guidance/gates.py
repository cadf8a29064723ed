"""What is still open before a contact can be closed or a ticket resolved (P3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import models
from django.utils.translation import gettext as _

from firstline.casework.guidance.holding import given, known
from firstline.casework.guidance.models import Run
from firstline.casework.guidance.walking import Facts, blocking
from firstline.journal.prepared import Prepared
from firstline.journal.recording import Thing, kind_of
from firstline.journal.refusal import Refused
from firstline.reference.procedures.flow import flow_of
from firstline.reference.procedures.models import Step

CLOSING = "closing"
RESOLVING = "resolving"


@dataclass(frozen=True)
class OpenStep:
    """A required step that nobody has answered or skipped, and the run in which it stands."""

    run: Run
    step: Step

    @property
    def text(self) -> str:
        return _("Procedure: %(step)s") % {"step": self.step}


class Unmet(Refused):
    """Required steps are open; `steps` says which."""

    def __init__(self, steps: Sequence[OpenStep]) -> None:
        named = "; ".join(str(one.step) for one in steps)
        super().__init__(_("Steps of the procedure are still open: %(steps)s.") % {"steps": named})
        self.steps = steps


@cache
def _running(kind: str) -> Prepared[Run]:
    """Whether anything is followed: mostly nothing is, and then this is all that is asked."""
    return Prepared(lambda pk: Run.objects.of(Thing(kind, pk)).filter(left_at=None)[:1], int)


def unmet(subject: models.Model, act: str, facts: Callable[[], Facts]) -> list[OpenStep]:
    """The steps because of which `act` ("closing", "resolving") cannot be; in one query where nothing is followed.

    `facts` are asked for only where something is.
    """
    if not _running(kind_of(subject)).all(subject.pk):
        return []
    runs = list(Run.objects.of(subject).filter(left_at=None).with_answers())
    now = facts() if runs else {}
    return [
        OpenStep(run, step) for run in runs for step in blocking(flow_of(run.version), given(run), known(run, now), act)
    ]


def demand(subject: models.Model, act: str, facts: Callable[[], Facts]) -> None:
    """Raise `Unmet` where steps are open."""
    steps = unmet(subject, act, facts)
    if steps:
        raise Unmet(steps)
