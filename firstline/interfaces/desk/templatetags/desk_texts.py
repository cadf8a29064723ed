"""Company texts and lengths of time in templates. `{% load desk_texts %}`."""

from collections.abc import Mapping
from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.forms.labels import languages
from firstline.interfaces.desk.reasons import reasons
from firstline.interfaces.desk.ticket_clocks import Next, next_of
from firstline.reference.labels import in_readers_language

register = template.Library()


@register.filter
def own_text(texts: Mapping[str, str]) -> str:
    """A company text in the reader's language, else in the nearest one there is."""
    return in_readers_language(texts)


@register.filter
def reason(kept: str) -> str:
    """Why the program decided so, which is kept in English, in the reader's language; a person's reason as it is."""
    return reasons(kept)


@register.filter
def next_promise(ticket: Ticket) -> Next | None:
    """The promise of a ticket that has to be kept first; costs no query."""
    return next_of(ticket)


@register.filter
def in_all_languages(texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Of each language of the desk: its code, its name, and the text in it or ""."""
    return [(code, name, texts.get(code, "")) for code, name in languages()]


@register.filter
def missing_in(texts: Mapping[str, str]) -> str:
    """The languages in which there is no text, by their codes: "FR, TH"; "" when all are there."""
    return ", ".join(code.upper() for code, _name in languages() if not texts.get(code))


@register.filter
def span(length: timedelta | None) -> str:
    """A length of time to the minute: "1 h 30 min"."""
    if length is None:
        return ""
    minutes = round(length.total_seconds() / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        _("%(count)s d") % {"count": days} if days else "",
        _("%(count)s h") % {"count": hours} if hours else "",
        _("%(count)s min") % {"count": minutes} if minutes else "",
    ]
    return " ".join(filter(None, parts)) or _("%(count)s min") % {"count": 0}
