"""By when? What is promised for a priority, and for whom it is promised otherwise (T7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import plain
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import spans
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.models import Calendar, Priority, ServiceTarget
from firstline.reference.service_levels.spans import Span
from firstline.reference.service_levels.working_time import WorkingTime

PROMISES = ("respond", "update", "resolve", "temporary", "permanent")
# Whose target goes first: that of an agreement before that of a code, before that of a department, before all.
SCOPES = ("agreement_id", "code_id", "department_id")


@dataclass(frozen=True)
class Promise:
    """What is promised, in which calendar; a span that is None promises nothing."""

    calendar: Calendar
    respond: Span | None
    update: Span | None
    resolve: Span | None
    temporary: Span | None
    permanent: Span | None

    @property
    def working_time(self) -> WorkingTime:
        return working_time(self.calendar)


def choose(targets: Iterable[ServiceTarget], scope: Mapping[str, int | None]) -> ServiceTarget | None:
    """The most particular target of those that fit: every scope that it names is the ticket's."""
    fitting = [target for target in targets if all(getattr(target, name) in (None, scope[name]) for name in SCOPES)]
    return max(fitting, key=_particular, default=None)


def _particular(target: ServiceTarget) -> tuple[bool, ...]:
    return tuple(getattr(target, name) is not None for name in SCOPES)


def read(target: ServiceTarget, calendar: Calendar) -> Promise:
    """A target with its spans, counted in a calendar."""
    return Promise(calendar, *(spans.read(getattr(target, name)) for name in PROMISES))


def stamp(target: ServiceTarget) -> str:
    """A target as its reader knows it: whoever writes over it says which one they have seen."""
    return "|".join([str(target.calendar_id or ""), *(getattr(target, name) for name in PROMISES)])


@transaction.atomic
def set_target(
    priority: Priority, facts: Mapping[str, Any], *, by: Actor | None, seen: str | None = None
) -> ServiceTarget:
    """Lay down what is promised for a priority in a scope, in place of what was there.

    `facts` names the scope (agreement, code, department), the calendar and the promises as texts. Deadlines that are
    promised already stay as they are. With `seen`, its stamp as the writer knew it, what somebody else has laid down
    since is not written over.
    """
    written = {name: str(spans.read(text) or "") for name, text in _spans(facts).items()}
    if not any(written.values()):
        raise Refused(_("A target promises something: write at least one time."), field="resolve")
    scope = {name: facts.get(name) for name in ("agreement", "code", "department")}
    values = {**written, "calendar": facts.get("calendar")}
    target, is_new = ServiceTarget.objects.select_for_update().get_or_create(
        priority=priority, **scope, defaults=values
    )
    if seen is not None and not is_new and stamp(target) != seen:
        raise Refused(_("Somebody else has changed this target in the meantime. Look at it again."))
    was = {} if is_new else {name: plain(getattr(target, name)) for name in values}
    for name, value in values.items():
        setattr(target, name, value)
    target.save()
    now = {name: plain(value) for name, value in values.items()}
    record("service_target.set", target, by=by, facts={"priority": priority.labels, "was": was, "now": now})
    return target


@transaction.atomic
def remove_target(target: ServiceTarget, *, by: Actor | None) -> None:
    """Promise nothing more in this scope; what is promised already stays promised, and one that is gone stays gone."""
    held = ServiceTarget.objects.select_for_update().filter(pk=target.pk).first()
    if held:
        facts = {"priority": held.priority.labels, "target": str(held)}
        record("service_target.removed", held, by=by, facts=facts)
        held.delete()


def _spans(facts: Mapping[str, Any]) -> dict[str, str]:
    for name in PROMISES:
        try:
            spans.read(facts.get(name, ""))
        except Refused as refused:
            raise Refused(str(refused), field=name) from None
    return {name: facts.get(name, "") for name in PROMISES}
