"""The procedure beside a contact or a ticket: the step that is due, the answers so far, and what can be started."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from firstline.casework.contacts.facts import facts_of_contact
from firstline.casework.contacts.models import Contact
from firstline.casework.guidance import following
from firstline.casework.guidance.models import Answer, Run
from firstline.casework.guidance.walking import due, walk
from firstline.casework.tickets.facts import RELATED, facts_of
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.triage import foresee
from firstline.casework.work_orders.similar import Similar, problem_of, similar_open
from firstline.interfaces.desk.access import department_limits
from firstline.interfaces.desk.forms.call_backs import PromiseForm
from firstline.interfaces.desk.procedure_answers import Control, control_of, shown
from firstline.interfaces.desk.procedure_parts import Line, Sent, escalation_form
from firstline.journal.prepared import Prepared
from firstline.reference.procedures.choosing import Choice, choose
from firstline.reference.procedures.flow import flow_of, passes_by_itself
from firstline.reference.procedures.models import Deed, ProcedureVersion, Step
from firstline.reference.service_levels import laid_down
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

ACTS = ("starts", "answers", "skips", "jumps", "deeds", "leaving", "endings")

_IN_USE: Prepared[ProcedureVersion] = Prepared(
    lambda: ProcedureVersion.objects.in_use().select_related("procedure").order_by("procedure")
)


@dataclass(frozen=True)
class Followed:
    """One version as it is followed; without a run, as it would begin."""

    guide: "Guide"
    version: ProcedureVersion
    run: Run | None = None
    because: str = ""

    @property
    def key(self) -> int:
        return self.run.pk if self.run else 0

    @cached_property
    def facts(self) -> dict[str, Any]:
        return self.guide.facts_for(self.run)

    @cached_property
    def progress(self) -> following.Progress:
        if self.run:
            return following.progress(self.run, self.facts)
        flow = flow_of(self.version)
        steps = [step for step in walk(flow, {}, self.facts) if not passes_by_itself(step)]
        return following.Progress(steps, due(flow, {}, self.facts), {}, 1, len(steps))

    @property
    def due(self) -> Step | None:
        return self.progress.due

    @property
    def answer(self) -> Answer | None:
        """What stands as the answer to the step that is due, where somebody went back to it."""
        return self.progress.answers.get(self.due.key) if self.due else None

    @cached_property
    def lines(self) -> list[Line]:
        """All steps on the way, and those answered that lie on it no more."""
        given, now = self.progress.answers, self.due
        steps = list(self.progress.steps)
        by_key = flow_of(self.version).by_key
        steps += [by_key[key] for key in given if key in by_key and by_key[key] not in steps]
        return [
            Line(
                step,
                number,
                f"{self.key}.{step.key}",
                given.get(step.key),
                shown(step, given[step.key]) if step.key in given else "",
                now is not None and step.key == now.key,
            )
            for number, step in enumerate(steps, start=1)
        ]

    @property
    def answered(self) -> list[Line]:
        return [line for line in self.lines if line.answer]

    @property
    def anchor(self) -> str:
        return f"{self.key}.{self.due.key}" if self.due else ""

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard goes on with the step that is due."""
        return self.guide.focus in ("procedure", self.anchor) and self.guide.shown == self

    @cached_property
    def sent(self) -> Sent | None:
        found = self.guide.sent
        is_mine = found is not None and self.due is not None and (found.run, found.step_key) == (self.key, self.due.key)
        return found if is_mine else None

    @cached_property
    def control(self) -> Control | None:
        """How the step that is due is answered, with what was typed or stands already in it."""
        if self.due is None:
            return None
        typed = self.sent.values.get("value_text") or self.sent.values.get("value", "") if self.sent else None
        standing = self.ticket or self.guide.contact
        return control_of(self.due, self.answer, standing, typed)

    @property
    def error(self) -> str:
        is_told = self.sent and self.sent.act == "answers" and not self.sent.form
        return str(self.sent.refusal) if self.sent and is_told else ""

    @property
    def skip_error(self) -> str:
        return str(self.sent.refusal) if self.sent and self.sent.act == "skips" else ""

    @cached_property
    def ticket(self) -> Ticket | None:
        return self.guide.ticket_of(self.run)

    @cached_property
    def form(self) -> forms.Form | None:
        """What has to be filled in before the step can be carried out."""
        if self.sent and self.sent.form:
            return self.sent.form
        deed = self.due.deed if self.due else ""
        if deed == Deed.PROMISE_CALL_BACK:
            return PromiseForm(auto_id="id_step_%s")
        return escalation_form(self.ticket) if deed == Deed.ESCALATE and self.ticket else None

    @cached_property
    def similar(self) -> list[Similar]:
        """The open work orders that the ticket may be linked to."""
        if self.ticket is None or self.due is None or self.due.deed != Deed.LINK_WORK_ORDER:
            return []
        return similar_open(problem_of(self.ticket), departments=department_limits(self.guide.user) or None, limit=5)


@dataclass(frozen=True)
class Guide:
    """All procedures of a contact or ticket; `focus` says where the keyboard goes, `sent` what was refused."""

    noun: str
    subject: Contact | Ticket
    user: User
    focus: str = ""
    sent: Sent | None = None
    now: Any = field(default_factory=timezone.now)

    @property
    def number(self) -> int:
        return self.subject.number

    @property
    def target(self) -> str:
        """The part of the page that an act draws anew."""
        return "#call" if self.noun == "contact" else "#procedure"

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Where each act is sent to."""
        return {act: reverse(f"desk:{self.noun}_procedure_{act}", args=[self.number]) for act in ACTS}

    @property
    def places_url(self) -> str:
        return self._list("places")

    @property
    def equipment_url(self) -> str:
        return self._list("equipment")

    @property
    def codes_url(self) -> str:
        return self._list("codes") or reverse("desk:ticket_codes")

    def _list(self, name: str) -> str:
        """Where the contact offers such a list; "" for a ticket that came from none."""
        return reverse(f"desk:contact_{name}", args=[self.contact.number]) if self.contact else ""

    @cached_property
    def contact(self) -> Contact | None:
        return self.subject if isinstance(self.subject, Contact) else self.subject.contact

    @property
    def may_act(self) -> bool:
        if isinstance(self.subject, Contact):
            return self.subject.is_open and may(self.user, Right.TAKE_CONTACTS)
        # A resolved one is followed on: the customer still has to say that it is solved.
        return self.subject.state != State.CLOSED and may(self.user, Right.WORK_TICKETS)

    @cached_property
    def runs(self) -> list[Run]:
        return following.of_subject(self.subject)

    @cached_property
    def choice(self) -> Choice | None:
        """The version that is due by kind, code and priority; None where it has been followed here."""
        subject = self.subject
        if isinstance(subject, Ticket):
            kind = subject.contact.kind if subject.contact else ""
            chosen = choose(kind=kind, code=subject.code, priority=subject.priority.key)
        else:
            chosen = choose(kind=subject.kind, code=subject.code, priority=self._priority)
        known = {run.version.procedure_id for run in self.runs}
        return None if chosen is None or chosen.version.procedure_id in known else chosen

    @property
    def _priority(self) -> str:
        """The key of the priority that a ticket of the contact would get."""
        if not isinstance(self.subject, Contact) or self.subject.code is None:
            return ""
        found = foresee(self.subject.code, self.facts_for(None), laid_down.current())
        return found.priority.key if found else ""

    @cached_property
    def followed(self) -> list[Followed]:
        """What is being followed, newest first; on the call screen, what is due and not begun stands before it."""
        begun = [Followed(self, run.version, run) for run in self.runs if run.is_open]
        if self.choice and self.noun == "contact" and self.may_act:
            return [Followed(self, self.choice.version, None, self.choice.because), *begun]
        return begun

    @property
    def ended(self) -> list[Followed]:
        return [Followed(self, run.version, run) for run in self.runs if not run.is_open]

    @cached_property
    def shown(self) -> Followed | None:
        """The one whose step stands in full: where something was refused or is missing, that; else the first."""
        wanted = str(self.sent.run) if self.sent else self.focus.partition(".")[0]
        return next((one for one in self.followed if str(one.key) == wanted), next(iter(self.followed), None))

    @property
    def others(self) -> list[Followed]:
        return [one for one in self.followed if one is not self.shown]

    @cached_property
    def startable(self) -> list[ProcedureVersion]:
        """What may be started by hand."""
        begun = {one.version.procedure_id for one in self.followed}
        return [version for version in _IN_USE.all() if version.procedure_id not in begun]

    def ticket_of(self, run: Run | None) -> Ticket | None:
        """The ticket that a run is followed for, if there is one yet."""
        if isinstance(self.subject, Ticket):
            return self.subject
        key = run.ticket_id if run else None
        return self.subject.tickets.select_related(*RELATED).filter(pk=key).first() if key else None

    def facts_for(self, run: Run | None) -> dict[str, Any]:
        """What is known: of the ticket once there is one, else of the contact."""
        ticket = self.ticket_of(run)
        if ticket is None and isinstance(self.subject, Contact):
            return facts_of_contact(self.subject, self.now)
        return facts_of(ticket) if ticket else {}
