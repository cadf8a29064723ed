"""Publishing a draft: what stands in the way of it, each with its place, and the version before it becoming past."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.criteria.checking import doubts
from firstline.criteria.conditions import asks
from firstline.criteria.evaluating import holds
from firstline.criteria.vocabulary import Vocabulary
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.procedures.branches import vocabulary
from firstline.reference.procedures.drafts import hold
from firstline.reference.procedures.flow import PREFIX, Flow, Way, answers_of, flow_of, passes_by_itself
from firstline.reference.procedures.landing import fits
from firstline.reference.procedures.models import END, Act, AnswerType, ProcedureVersion, Step
from firstline.reference.staff.models import User

State = ProcedureVersion.State


@dataclass(frozen=True)
class Problem:
    """What is wrong: the key of the step (or none), its field, a sentence; `is_grave` where it forbids publishing."""

    step_key: str
    field: str
    text: str
    is_grave: bool = True


class Unfit(Refused):
    """The draft cannot be published; `problems` says what for, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            _("Before it can be published: %(problems)s") % {"problems": " ".join(p.text for p in problems)}
        )
        self.problems = problems


@transaction.atomic
def publish(
    version: ProcedureVersion, *, vocabulary: Vocabulary, by: User | None, at: datetime | None = None
) -> ProcedureVersion:
    """From now on it is chosen; whoever follows the one before goes on with that. `Unfit` where it has grave faults."""
    at = at or timezone.now()
    held = hold(version)
    grave = [problem for problem in problems(held, vocabulary=vocabulary) if problem.is_grave]
    if grave:
        raise Unfit(grave)
    held.procedure.versions.filter(state=State.PUBLISHED).update(state=State.PAST)
    held.state, held.published_at, held.published_by = State.PUBLISHED, at, by
    held.save(update_fields=["state", "published_at", "published_by"])
    record("procedure.published", held.procedure, by=by, at=at, facts={"version": held.number, "text": held.note})
    return held


@transaction.atomic
def withdraw(version: ProcedureVersion, *, by: User | None, at: datetime | None = None) -> ProcedureVersion:
    """No version is chosen any more until another is published; whoever follows this one may go on."""
    held = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure").get(pk=version.pk)
    if held.state != State.PUBLISHED:
        raise Refused(_("This version is not the published one."))
    held.state = State.PAST
    held.save(update_fields=["state"])
    record("procedure.withdrawn", held.procedure, by=by, at=at, facts={"version": held.number})
    return held


def problems(version: ProcedureVersion, *, vocabulary: Vocabulary) -> list[Problem]:
    """All that is wrong with a version, in the order of its steps. `vocabulary`: what is known beside the answers."""
    flow = flow_of(version)
    if not flow.steps:
        return [Problem("", "steps", _("It has no steps."))]
    return [problem for step in flow.steps for problem in _of_step(step, flow, vocabulary)]


def _of_step(step: Step, flow: Flow, around: Vocabulary) -> Iterator[Problem]:
    yield from _texts(step)
    yield from _asked(step)
    yield from _ways(step, flow)
    yield from _conditions(step, flow, vocabulary(flow.steps, around))


def _texts(step: Step) -> Iterator[Problem]:
    named = {"step": step.title or step.key}
    if not step.title:
        yield Problem(step.key, "title", _("The step %(step)s has no title.") % named)
    if step.act == Act.SAY and not step.say:
        yield Problem(step.key, "say", _("%(step)s does not say anything.") % named)
    missing = step.missing_languages
    if missing and len(missing) < len(settings.LANGUAGES):
        languages = ", ".join(str(label) for key, label in settings.LANGUAGES if key in missing)
        text = _("%(step)s is not written in all languages yet: %(languages)s.") % {**named, "languages": languages}
        yield Problem(step.key, "texts", text, is_grave=False)


def _asked(step: Step) -> Iterator[Problem]:
    named = {"step": step}
    kind, keys = answers_of(step)
    if step.act == Act.ASK and not kind:
        yield Problem(step.key, "answer_type", _("%(step)s asks, and has no type of answer.") % named)
    if kind == AnswerType.CHOICE and not keys:
        yield Problem(step.key, "choices", _("%(step)s has nothing to choose from.") % named)
    if step.act == Act.DO and not step.deed:
        yield Problem(step.key, "deed", _("%(step)s does not say what is to be done.") % named)
    if step.lands_in and not fits(step.lands_in, kind, keys):
        yield Problem(step.key, "lands_in", _("The answer to %(step)s does not fit where it goes.") % named)
    if (step.blocks_closing or step.blocks_resolving) and not step.required:
        text = _("%(step)s is to block something, and is not required.") % named
        yield Problem(step.key, "required", text, is_grave=False)


def _ways(step: Step, flow: Flow) -> Iterator[Problem]:
    named = {"step": step}
    for way in flow.ways(step):
        if way.goes_to != END and way.goes_to not in flow.by_key:
            text = _("%(step)s leads to a step that does not exist: %(key)s.") % {**named, "key": way.goes_to}
            yield Problem(step.key, "then" if way.condition is None else "branches", text)
    if step.key in flow.reach[step.key]:
        yield Problem(step.key, "then", _("%(step)s leads back to itself: that would never end.") % named)
    if step.key != flow.steps[0].key and step.key not in flow.reach[flow.steps[0].key]:
        yield Problem(step.key, "position", _("No way leads to %(step)s.") % named)
    if not flow.otherwise(step) and not _covers(step, list(flow.ways(step))):
        text = _("%(step)s has no way out when none of its branches holds.") % named
        yield Problem(step.key, "then", text)


def _covers(step: Step, ways: list[Way]) -> bool:
    """Whether some branch holds whatever is answered, and also when the step is skipped, with nothing else known."""
    kind, keys = answers_of(step)
    answers: list[object] = [None]
    if kind == AnswerType.CHOICE:
        answers += keys
    elif kind == AnswerType.YES_NO:
        answers += [True, False]
    elif kind:
        return any(way.condition is not None and not list(asks(way.condition)) for way in ways)
    field = f"{PREFIX}{step.key}"
    own = [way.condition for way in ways if way.condition and {ask.field for ask in asks(way.condition)} <= {field}]
    return all(any(holds(condition, {field: answer}) for condition in own) for answer in answers)


def _conditions(step: Step, flow: Flow, words: Vocabulary) -> Iterator[Problem]:
    named = {"step": step}
    for condition in [way.condition for way in flow.branches.get(step.key, ()) if way.condition]:
        strange = [ask.field for ask in asks(condition) if ask.field not in words]
        for field in strange:
            text = _("%(step)s asks for an answer that nobody gives: %(field)s.") % {**named, "field": field}
            yield Problem(step.key, "branches", text)
        if strange:
            continue
        for doubt in doubts(condition, words):
            yield Problem(step.key, "branches", f"{step}: {doubt.text}")
        for ask in asks(condition):
            yield from _too_late(step, ask.field.removeprefix(PREFIX), flow, is_answer=ask.field.startswith(PREFIX))


def _too_late(step: Step, asked: str, flow: Flow, *, is_answer: bool) -> Iterator[Problem]:
    if not is_answer:
        return
    earlier = flow.by_key[asked]
    named = {"step": step, "earlier": earlier}
    if passes_by_itself(earlier):
        yield Problem(step.key, "branches", _("%(step)s asks for an answer that nobody gives: %(earlier)s.") % named)
    elif earlier.key != step.key and step.key not in flow.reach[earlier.key]:
        text = _("%(step)s asks for the answer to %(earlier)s, which does not come before it.") % named
        yield Problem(step.key, "branches", text)
