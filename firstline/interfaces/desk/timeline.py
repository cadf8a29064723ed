"""The journal in words: what happened to a ticket, a contact or a work order, each entry as a sentence of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.notes import CALLS
from firstline.casework.work_orders.models import Told as ToldState
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.desk.drawn import drawn
from firstline.interfaces.desk.reasons import reasons
from firstline.interfaces.desk.sentences import SENTENCES
from firstline.interfaces.desk.sentences.sentence import CHANGE, CUSTOMER, INTERNAL, Sentence
from firstline.interfaces.ui import clockface
from firstline.interfaces.ui.places import address
from firstline.journal.models import Entry
from firstline.journal.prepared import Prepared
from firstline.journal.recording import history_of, kind_of
from firstline.reference.customers.models import Degree
from firstline.reference.labels import in_readers_language
from firstline.reference.service_levels.models import EscalationStep

LONGEST = 100
REACHES = (CUSTOMER, INTERNAL, CHANGE)
TEMPLATE = "desk/timeline/_entries.html"
UNKNOWN = "–"
# The end of a history, as nearly every page of a ticket, contact or work order shows it.
_LAST: Prepared[Entry] = Prepared(
    lambda kind, key: Entry.objects.about(kind, key).order_by("-id")[: LONGEST + 1], *(str, int)
)
_VIEWS = {
    "of": "desk:ticket",
    "ticket": "desk:ticket",
    "contact": "desk:contact",
    "order": "desk:work_order",
    "article": "desk:article",
}
_NOUNS: dict[str, type[models.Model]] = {"ticket": Ticket, "contact": Contact, "work_order": WorkOrder}
_CHOICES: dict[tuple[str, str], Mapping[str, Any]] = {
    ("ticket.called", "outcome"): CALLS,
    ("call_back.attempted", "outcome"): CALLS,
    ("ticket.warned", "clock"): dict(EscalationStep.Clock.choices),
    ("contact.opened", "channel"): dict(Channel.choices),
    ("contact.classified", "was"): dict(Kind.choices),
    ("contact.classified", "now"): dict(Kind.choices),
    ("contact.closed", "outcome"): dict(Outcome.choices),
    ("work_order.told", "now"): dict(ToldState.choices),
    ("work_order.customers_told", "now"): dict(ToldState.choices),
}


@dataclass(frozen=True)
class Happened:
    """One entry in words: a line, what is quoted below it as (label, text), and what was and is now of a change."""

    entry: Entry
    icon: str
    reach: str
    line: SafeString
    body: list[tuple[str, str]]
    change: tuple[str, str] | None


@dataclass(frozen=True)
class Timeline:
    """A stretch of a history, newest last, ready drawn.

    `earlier` is its first entry where there are others before it, `latest` the last entry of the whole history, `whole`
    that history itself where it fits into one stretch.
    """

    pieces: list[str]
    earlier: int | None
    latest: int | None
    show: str
    whole: list[Entry] | None


def timeline_of(subject: models.Model, *, show: str = "", before: int | None = None, now: datetime) -> Timeline:
    """The last `LONGEST` entries about a thing, or those before an entry; `show` limits them to one reach."""
    is_whole = show not in REACHES and before is None
    found = _LAST.all(kind_of(subject), subject.pk) if is_whole else _stretch(subject, show, before)
    shown = found[:LONGEST][::-1]
    last = found[0] if found and is_whole else history_of(subject).only("pk").last()
    return Timeline(
        drawn_entries(shown, subject, now=now),
        earlier=shown[0].pk if len(found) > LONGEST else None,
        latest=last.pk if last else None,
        show=show if show in REACHES else "",
        whole=shown if is_whole and len(found) <= LONGEST else None,
    )


def _stretch(subject: models.Model, show: str, before: int | None) -> list[Entry]:
    """Entries of one reach or before one of them, newest first, and one more than is shown where there are more."""
    entries = history_of(subject).order_by("-id")
    if show in REACHES:
        entries = entries.filter(verb__in=[verb for verb, one in SENTENCES.items() if one.reach == show])
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries[: LONGEST + 1])


def drawn_entries(entries: Sequence[Entry], subject: models.Model, *, now: datetime) -> list[str]:
    """Entries as their template draws them. They never change, so most come from memory."""
    kind = kind_of(subject)
    own = [(entry.subject_kind, entry.subject_id) == (kind, subject.pk) for entry in entries]

    def facts(places: list[int]) -> dict[int, object]:
        return {place: happened(entries[place], is_own=own[place]) for place in places}

    keys = [f"{entry.pk}:{mine:d}" for entry, mine in zip(entries, own, strict=True)]
    return drawn(TEMPLATE, keys, facts, now=now)


def happened(entry: Entry, *, is_own: bool) -> Happened:
    """An entry in words; `is_own` is false in the timeline of a thing with which it merely happened."""
    sentence = SENTENCES.get(entry.verb) or Sentence("circle", CHANGE, entry.verb, entry.verb)
    wording = sentence.wording if is_own or not sentence.elsewhere else sentence.elsewhere
    if sentence.unsigned and entry.actor_id is None and is_own:
        wording = sentence.unsigned
    text = wording(entry.facts) if callable(wording) else str(wording)
    body = [(str(label), words) for fact, label in sentence.body if (words := _quoted(entry, fact))]
    change = (_quoted(entry, "was"), _quoted(entry, "now")) if sentence.compares else None
    return Happened(entry, sentence.icon, sentence.reach, _line(text, entry), body, change)


def _line(text: str, entry: Entry) -> SafeString:
    name = entry.actor_name or pgettext("who did something by itself", "Firstline")
    facts = _Escaped({fact: _shown(entry, fact, value) for fact, value in entry.facts.items()})
    facts["who"] = format_html("<strong>{}</strong>", name)
    return mark_safe(conditional_escape(text) % facts)  # noqa: S308 - text and facts are escaped one by one


class _Escaped(dict[str, str]):
    """Facts for a sentence; what an old entry does not hold is shown as unknown."""

    def __missing__(self, fact: str) -> str:
        return UNKNOWN


def _shown(entry: Entry, fact: str, value: Any) -> str:
    if isinstance(value, list) and fact == "of":
        return mark_safe(", ".join(_shown(entry, fact, one) for one in value))  # noqa: S308 - escaped one by one
    if isinstance(value, int) and not isinstance(value, bool):
        view = _VIEWS.get(fact) or (_VIEWS.get(_subject_view(entry)) if fact == "number" else None)
        url = address(view, value) if view else ""
        return format_html('<a href="{}">{}</a>', url, value) if url else str(value)
    return conditional_escape(_plain(entry, fact, value))


def _subject_view(entry: Entry) -> str:
    return "order" if entry.subject_kind == "work_order" else entry.subject_kind


def _quoted(entry: Entry, fact: str) -> str:
    return _plain(entry, fact, entry.facts.get(fact))


def _plain(entry: Entry, fact: str, value: Any) -> str:
    """A fact as its reader reads it."""
    if fact == "field":
        return _field(entry, str(value))
    choices = _CHOICES.get((entry.verb, fact))
    if choices and value in choices:
        return str(choices[value])
    if isinstance(value, dict):
        return in_readers_language(value)
    if isinstance(value, str) and (fact in _MOMENTS or (entry.verb, fact) in _MOMENTS):
        moment = _moment(value)
        return clockface.whole(moment) if moment else value
    if fact in _REASONS or (entry.verb, fact) in _REASONS:
        return reasons(str(value))
    if fact in ("was", "now") and entry.facts.get("field") in _DEGREES:
        return str(dict(Degree.choices).get(value, "") if isinstance(value, int) else "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return _window(value) if isinstance(value, str) and entry.verb in _WINDOWS else "" if value is None else str(value)


# Facts that are a moment in ISO 8601, and reasons that are kept in English.
_MOMENTS = {"due_by", "next_by", ("call_back.moved", "was"), ("call_back.moved", "now")}
_REASONS = {"because", ("work_order.linked", "text")}
_DEGREES = {"impact", "urgency"}
_WINDOWS = {"work_order.planned", "work_order.appointed", "work_order.unplanned"}


def _window(text: str) -> str:
    """Two moments in ISO 8601 with a stroke between, as times in the reader's zone."""
    moments = [moment for part in text.split("/") if (moment := _moment(part))]
    return " – ".join(clockface.whole(moment) for moment in moments) if "/" in text and moments else text


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _field(entry: Entry, name: str) -> str:
    """The name of a column in the reader's language."""
    noun = _NOUNS.get(entry.subject_kind)
    names: Iterable[models.Field[Any, Any]] = noun._meta.fields if noun else ()
    return next((str(field.verbose_name) for field in names if field.name == name), name)
