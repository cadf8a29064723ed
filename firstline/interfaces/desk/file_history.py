"""What happened to something the company has laid down, from the journal, in the reader's words."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.interfaces.desk.templatetags.desk_texts import span
from firstline.journal.models import Entry
from firstline.journal.recording import history_of
from firstline.reference.labels import in_readers_language
from firstline.reference.service_levels import written_hours

MOST = 40

_DONE: dict[str, tuple[str, str | Promise]] = {
    "added": ("plus", gettext_lazy("Added")),
    "created": ("plus", gettext_lazy("Entered")),
    "changed": ("pencil", gettext_lazy("Changed")),
    "renamed": ("pencil", gettext_lazy("Renamed")),
    "described": ("pencil", gettext_lazy("Changed")),
    "instructed": ("pencil", gettext_lazy("Changed")),
    "moved": ("move", gettext_lazy("Moved")),
    "set": ("pencil", gettext_lazy("Changed")),
    "given": ("plus", gettext_lazy("Given")),
    "removed": ("trash-2", gettext_lazy("Removed")),
    "ended": ("trash-2", gettext_lazy("Ended")),
    "retired": ("archive", gettext_lazy("Retired")),
    "restored": ("archive-restore", gettext_lazy("In use again")),
    "deactivated": ("user-x", gettext_lazy("May no longer sign in")),
    "reactivated": ("user-check", gettext_lazy("May sign in again")),
    "password_set": ("key-round", gettext_lazy("New password")),
    "secret_renewed": ("key-round", gettext_lazy("New address")),
    "appointed_catch_all": ("inbox", gettext_lazy("Takes what nobody else takes")),
    "made_default": ("star", gettext_lazy("The default from now on")),
    "day_set": ("calendar-plus", gettext_lazy("Day of its own")),
    "days_set": ("calendar-plus", gettext_lazy("Days of its own")),
    "day_forgotten": ("calendar-minus", gettext_lazy("As the week says again")),
    "reordered": ("arrow-up-down", gettext_lazy("Order changed")),
}
_NOUNS: dict[str, str | Promise] = {
    "contact_point": gettext_lazy("number or address"),
    "account_number": gettext_lazy("account number"),
    "account": gettext_lazy("account"),
    "agreement": gettext_lazy("agreement"),
    "equipment": gettext_lazy("equipment"),
    "location": gettext_lazy("location"),
    "handling": gettext_lazy("what it carries"),
    "question": gettext_lazy("question"),
    "standard_task": gettext_lazy("task"),
    "membership": gettext_lazy("membership"),
    "extension": gettext_lazy("extension"),
    "responsibility": gettext_lazy("responsibility"),
    "service_provider": gettext_lazy("service provider"),
    "service_category": gettext_lazy("service category"),
    "problem_code": gettext_lazy("problem code"),
}
# Facts that name the thing itself, where an entry does not say which field changed.
_LENGTHS = ("temporary_turnaround", "permanent_turnaround", "duration")
_NAMING = ("value", "number", "name", "user", "leads", "username", "labels", "texts")


@dataclass(frozen=True)
class Told:
    """One entry as a line: what was done to what, by whom, and the values before and after."""

    at: datetime
    who: str
    icon: str
    what: str
    named: str = ""
    url: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def file_history(subject: models.Model) -> list[Told]:
    """The last entries about one thing, the newest first."""
    return [_told(entry, subject) for entry in history_of(subject).order_by("-id")[:MOST]]


def _told(entry: Entry, of: models.Model) -> Told:
    noun, _dot, verb = entry.verb.partition(".")
    icon, done = _DONE.get(verb, ("circle", verb.replace("_", " ")))
    is_itself = entry.subject_id == of.pk and entry.subject_kind in _kinds(of)
    what = str(done) if is_itself else f"{capfirst(str(_NOUNS.get(noun, noun)))}: {str(done).lower()}"
    return Told(
        at=entry.at,
        who=entry.actor_name or _("the clock"),
        icon=icon,
        what=what,
        named=_days(entry) if is_itself else _named(entry),
        changes=_changes(entry),
    )


def _kinds(of: models.Model) -> set[str]:
    return {of._meta.model_name or "", of._meta.verbose_name_raw.replace(" ", "_")}


def _changes(entry: Entry) -> list[tuple[str, str, str]]:
    facts = entry.facts
    several = facts.get("changes") or ([facts] if "field" in facts else [])
    return [_change(entry, each) for each in several]


def _change(entry: Entry, each: dict[str, Any]) -> tuple[str, str, str]:
    shown = _minutes if each["field"] in _LENGTHS else _week if each["field"] == "week" else _shown
    return capfirst(_label(entry, each["field"])), shown(each.get("was")), shown(each.get("now"))


def _label(entry: Entry, name: str) -> str:
    """A field in the reader's words: its verbose name, with the language it is in where there is one."""
    word, _blank, language = name.partition(" ")
    if word in ("label", "synonyms", "instructions"):
        return f"{_WORDS[word]} ({language})"
    if name in _WORDS:
        return str(_WORDS[name])
    for model in apps.get_models():
        if model._meta.verbose_name_raw.replace(" ", "_") == entry.subject_kind:
            try:
                return str(getattr(model._meta.get_field(name), "verbose_name", name))
            except FieldDoesNotExist:
                break
    return name.replace("_", " ")


_WORDS: dict[str, str | Promise] = {
    "label": gettext_lazy("label"),
    "synonyms": gettext_lazy("words that customers use"),
    "instructions": gettext_lazy("instructions"),
    "account": gettext_lazy("account"),
    "location": gettext_lazy("location"),
    "agreement": gettext_lazy("agreement"),
    "customer": gettext_lazy("customer"),
    "centre": gettext_lazy("support centre"),
    "priority": gettext_lazy("priority"),
    "standard_work_order": gettext_lazy("standard work order"),
    "department": gettext_lazy("department"),
    "provider": gettext_lazy("service provider"),
    "category": gettext_lazy("service category"),
    "crew": gettext_lazy("crew"),
    "tiers": gettext_lazy("tiers"),
    "look": gettext_lazy("look"),
    "position": gettext_lazy("position"),
    "texts": gettext_lazy("text"),
    "choices": gettext_lazy("answers to choose from"),
}


def _named(entry: Entry) -> str:
    return next((_shown(entry.facts[name]) for name in _NAMING if entry.facts.get(name)), "")


def _days(entry: Entry) -> str:
    """The own days of a calendar that an entry is about."""
    days = entry.facts.get("days") or ([entry.facts] if "day" in entry.facts else [])
    return ", ".join(f"{each['day']} {each.get('name', '')}".strip() for each in days)


def _minutes(value: Any) -> str:
    return span(timedelta(minutes=value)) if isinstance(value, int | float) else _shown(value)


def _week(week: Any) -> str:
    """The hours of a week, day by day."""
    return " · ".join(
        f"{day} {written_hours.write(hours) or '–'}" for day, hours in zip(_day_names(), week or (), strict=False)
    )


def _day_names() -> list[str]:
    return [str(name) for name in WEEKDAYS_ABBR.values()]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return in_readers_language(value)
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value) or "–"
    return str(value)
