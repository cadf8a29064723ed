"""What the screens of arriving messages know: mailboxes and how they stand, rules, the ledger, one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from firstline.casework.contacts.enclosing import enclosed_in
from firstline.casework.contacts.models import Contact, Enclosure
from firstline.casework.tickets.models import Ticket
from firstline.criteria.conditions import restore
from firstline.criteria.describing import sentence
from firstline.criteria.naming import knowing
from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.email.message import Message
from firstline.interfaces.channels.email.reading import read
from firstline.interfaces.channels.models import Arrival, End, MailboxState
from firstline.interfaces.channels.reconciling import standing
from firstline.interfaces.desk.condition_editor import Editor, draw
from firstline.interfaces.desk.fax_pages import Shown, faxes_of
from firstline.interfaces.desk.forms.arrivals import IntakeRuleForm
from firstline.reference.correspondence.intake_rules import VOCABULARY
from firstline.reference.correspondence.models import IntakeRule, Mailbox

DAYS = 14
PAGE = 50
_SHOWN_HEADERS = ("from", "to", "cc", "reply-to", "date", "subject", "message-id", "in-reply-to", "x-original-to")


def all_mailboxes(at: datetime) -> list[tuple[Mailbox, bool, str]]:
    """Each mailbox, whether it is read as it should be, and how it stands."""
    states = {state.mailbox_id: state for state in MailboxState.objects.all()}
    rows = Mailbox.objects.order_by("retired_at", "name")
    return [(row, *(standing(states.get(row.pk), at) if not row.is_retired else (True, ""))) for row in rows]


def all_rules() -> list[tuple[IntakeRule, str]]:
    """The rules in use in their order, each with its condition as a sentence."""
    rows = list(IntakeRule.objects.filter(retired_at=None).select_related("code"))
    conditions = [restore(row.condition) for row in rows]
    known = knowing(VOCABULARY, conditions)
    return [(row, sentence(condition, known)) for row, condition in zip(rows, conditions, strict=True)]


@dataclass
class RulePage:
    """A rule being written: its condition and what it decides."""

    rule: IntakeRule | None
    editor: Editor
    form: IntakeRuleForm
    when: str = ""
    refused: str = ""

    @classmethod
    def standing(cls, rule: IntakeRule | None) -> "RulePage":
        """As it stands; a new one begins with one empty line."""
        editor = Editor.of(rule.condition, VOCABULARY) if rule else Editor.sent(QueryDict("edit=add+0"), VOCABULARY)
        return cls(rule, editor, IntakeRuleForm(rule=rule))

    @classmethod
    def sent(cls, rule: IntakeRule | None, sent: QueryDict) -> "RulePage":
        return cls(rule, Editor.sent(sent, VOCABULARY), IntakeRuleForm(sent))

    @property
    def fields(self) -> list[tuple[str, Any]]:
        """What a condition can ask about, as (name, label)."""
        return [(field.name, field.label) for field in VOCABULARY.fields]

    @property
    def facts(self) -> dict[str, Any] | None:
        """What was sent, for the verb; None where it is not complete."""
        condition = self.editor.condition()
        if not self.form.is_valid() or condition is None:
            return None
        return {**self.form.cleaned_data, "condition": condition}

    def blame(self, field: str, text: str) -> None:
        """Put a refusal beside its field, else above all."""
        if field in self.form.fields:
            self.form.add_error(field, text)
        else:
            self.refused = text

    def drawn(self) -> "RulePage":
        errors = [line.error for line in self.editor.lines]
        self.when = self.editor.look_over()
        for line, error in zip(self.editor.lines, errors, strict=True):
            line.error = line.error or error
        draw(self.editor)
        return self


@dataclass(frozen=True)
class LedgerPage:
    """The days of the ledger, and its messages, of which only some may be wanted."""

    at: datetime
    wanted: str = ""
    before: int | None = None

    @cached_property
    def days(self) -> list[ledger.Day]:
        today = self.at.date()
        return ledger.days(today - timedelta(days=DAYS), today + timedelta(days=1))

    @cached_property
    def sources(self) -> Mapping[str, str]:
        return {row.source: row.name for row in Mailbox.objects.all()}

    @property
    def rows(self) -> list[tuple[ledger.Day, str, list[tuple[Any, int]]]]:
        """Each day, where it came from in words, and how many have each end."""
        return [
            (day, self.name_of(day.source), [(label, day.ends.get(end, 0)) for end, label in End.choices])
            for day in self.days
        ]

    def name_of(self, source: str) -> str:
        return self.sources.get(source, source.upper() if source == "smtp" else source)

    @property
    def missing(self) -> int:
        return ledger.missing()

    @property
    def ends(self) -> list[tuple[str, Any]]:
        return [("", _("all")), ("waiting", _("waiting")), *End.choices]

    @cached_property
    def _found(self) -> list[Arrival]:
        rows: QuerySet[Arrival] = Arrival.objects.select_related("contact", "ticket").order_by("-id")
        if self.wanted:
            rows = rows.filter(end="" if self.wanted == "waiting" else self.wanted)
        if self.before is not None:
            rows = rows.filter(pk__lt=self.before)
        return list(rows[: PAGE + 1])

    @property
    def arrivals(self) -> list[tuple[Arrival, str]]:
        return [(row, self.name_of(row.source)) for row in self._found[:PAGE]]

    @property
    def next(self) -> int | None:
        """The key before which the next page begins."""
        return self._found[PAGE - 1].pk if len(self._found) > PAGE else None


@dataclass(frozen=True)
class ArrivalPage:
    """One message as it came."""

    arrival: Arrival

    @cached_property
    def message(self) -> Message | None:
        return read(ledger.raw_of(self.arrival)) if self.arrival.channel == "email" else None

    @property
    def raw_text(self) -> str:
        """What is shown where there is no mail to be read."""
        return ledger.raw_of(self.arrival)[:20_000].decode(errors="replace").replace("\x00", "�")

    @property
    def headers(self) -> list[tuple[str, str]]:
        message = self.message
        return [(name, message.header(name)) for name in _SHOWN_HEADERS if message and message.header(name)]

    @property
    def is_quarantined(self) -> bool:
        return self.arrival.end == End.QUARANTINED

    @cached_property
    def files(self) -> Sequence[Enclosure]:
        return enclosed_in(self.arrival.contact, self.arrival.ticket)


@dataclass(frozen=True)
class Came:
    """The messages and files that belong to a contact or a ticket, for a card on its page."""

    contact: Contact | None
    ticket: Ticket | None = None

    @cached_property
    def arrivals(self) -> list[Arrival]:
        if self.ticket is not None:
            own = Arrival.objects.filter(ticket=self.ticket)
            first = Arrival.objects.filter(contact=self.contact, end=End.CONTACT) if self.contact else own.none()
            return sorted({*own, *first}, key=lambda row: row.pk)
        return list(Arrival.objects.filter(contact=self.contact).order_by("id"))

    @cached_property
    def files(self) -> Sequence[Enclosure]:
        return enclosed_in(self.contact, self.ticket)

    @property
    def faxes(self) -> Sequence[Shown]:
        """The pages of a fax for a ticket; on a contact's own screen they stand beside the form."""
        return faxes_of(self.contact) if self.ticket is not None else ()
