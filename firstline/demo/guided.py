"""Procedures followed during the weeks of the shown city, so that their coverage and compliance have figures."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from firstline.casework.contacts.facts import facts_of_contact
from firstline.casework.contacts.models import Contact
from firstline.casework.guidance import following
from firstline.casework.guidance.models import Run
from firstline.casework.tickets.facts import facts_of
from firstline.casework.tickets.models import Ticket
from firstline.reference.procedures.choosing import choose, occasion_for
from firstline.reference.procedures.flow import OUTCOMES, answers_of
from firstline.reference.procedures.models import Act, AnswerType, Deed, Step

# The procedure for whatever has no other is followed only lately: it is long.
LATELY = timedelta(days=3)
FOLLOWED, SKIPPED, OUT_OF_TURN = 0.8, 0.08, 0.06
MOST_STEPS = 14
REASONS = ("The caller was in a hurry", "Known from the call before", "The caller could not say")


class Following:
    """One contact in which a procedure is followed, step by step; each takes a while."""

    def __init__(self, run: Run, contact: Contact, at: datetime, chance: Random) -> None:
        self.run, self.contact, self.at, self.chance = run, contact, at, chance
        self.ticket: Ticket | None = None

    @property
    def facts(self) -> dict[str, Any]:
        return facts_of(self.ticket) if self.ticket else facts_of_contact(self.contact, self.at)

    def go_on(self) -> None:
        """Answer what is due, up to the next step that has to be carried out, or the end."""
        for _step in range(MOST_STEPS):
            self.run = Run.objects.with_answers().get(pk=self.run.pk)
            step = following.next_step(self.run, self.facts) if self.run.is_open else None
            if step is None or step.act == Act.DO:
                return
            self.at += timedelta(seconds=self.chance.randint(4, 35))
            self._take(step)

    def _take(self, step: Step) -> None:
        act: dict[str, Any] = {"facts": self.facts, "by": self.contact.taken_by, "at": self.at}
        value = _value(step, self.contact, self.chance)
        if value is None or self.chance.random() < SKIPPED:
            following.skip(self.run, step.key, self.chance.choice(REASONS), **act)
            return
        later = following.progress(self.run, self.facts).steps[-1]
        if later.act == Act.SAY and later.key != step.key and self.chance.random() < OUT_OF_TURN:
            following.go_to(self.run, later.key, **act)
            following.answer(self.run, later.key, value=True, seen=0, **act)
            return
        following.answer(self.run, step.key, value, seen=0, **act)

    def opened(self, ticket: Ticket) -> None:
        """The ticket is there: the step that says so is done, and the rest follows."""
        step = following.next_step(Run.objects.with_answers().get(pk=self.run.pk), self.facts)
        self.ticket, self.at = ticket, max(self.at, ticket.opened_at)
        act: dict[str, Any] = {"facts": self.facts, "by": self.contact.taken_by, "at": self.at}
        if step is not None and step.deed == Deed.OPEN_TICKET:
            following.record_done(self.run, step.key, {"ticket": ticket.pk, "number": ticket.number}, **act)
            self.go_on()
        elif self.run.is_open:
            following.tie(self.run, ticket, **act)


def follow(contact: Contact, at: datetime, now: datetime) -> Following | None:
    """Follow what is due for a contact up to its ticket, mostly; None where nobody does."""
    chance = Random(contact.number)  # noqa: S311
    code = contact.code
    best = occasion_for(kind=contact.kind, code=code)
    is_long = best is not None and best.code_id is None
    if best is None or chance.random() > FOLLOWED or (is_long and now - at > LATELY):
        return None
    choice = choose(kind=contact.kind, code=code)
    if choice is None:
        return None
    run = following.start(
        choice.version, contact, facts=facts_of_contact(contact, at), by=contact.taken_by, at=at + timedelta(seconds=5)
    )
    followed = Following(run, contact, at + timedelta(seconds=5), chance)
    followed.go_on()
    return followed


def _value(step: Step, contact: Contact, chance: Random) -> Any:
    """What a caller might answer; None where nobody can say."""
    kind, keys = answers_of(step)
    if not kind:
        return True
    if step.lands_in == "contact.kind":
        return str(contact.kind)
    if kind == AnswerType.CHOICE:
        return "worked" if keys == OUTCOMES and chance.random() < 0.7 else chance.choice(keys)
    return _VALUES[AnswerType(kind)](contact, chance)


def _day(contact: Contact, chance: Random) -> str:
    return (contact.started_at + timedelta(days=chance.randint(1, 9))).date().isoformat()


_VALUES: Mapping[AnswerType, Callable[[Contact, Random], Any]] = {
    AnswerType.TEXT: lambda contact, _chance: contact.words or contact.caller_name or None,
    AnswerType.NUMBER: lambda _contact, chance: chance.randint(1, 12),
    AnswerType.YES_NO: lambda _contact, chance: chance.random() < 0.7,
    AnswerType.DATE: _day,
    AnswerType.EQUIPMENT: lambda contact, _chance: contact.equipment,
    AnswerType.LOCATION: lambda contact, _chance: contact.location or contact.place or None,
    AnswerType.CODE: lambda contact, _chance: contact.code,
    AnswerType.PHOTO: lambda _contact, _chance: None,
}
