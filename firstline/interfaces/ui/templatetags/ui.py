"""Tags of the shared look: icons, marks, times, people and fields. `{% load ui %}`."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.forms import BoundField
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from firstline.interfaces.ui import bundle, clockface, controls, marks
from firstline.interfaces.ui import frozen as frozen_parts
from firstline.interfaces.ui.places import address

register = template.Library()


@register.simple_tag(takes_context=True)
def look_url(context: Context, kind: str) -> str:
    """The address of the page's sheet ("css") or of the one script ("js"); it needs no request, as error pages."""
    if kind == "js":
        return address("ui:script", bundle.script().digest)
    name = bundle.sheet_of(context.template.name if context.template else None)
    return address("ui:sheet", name, bundle.sheet(name).digest)


@register.simple_tag(takes_context=True)
def frozen(context: Context, template: str, *depends_on: object) -> SafeString:
    """An include that is drawn once per language and per value of what it depends on."""
    return frozen_parts.draw(context, template, *(str(value) for value in depends_on))


@register.simple_tag
def icon(name: str, label: str = "", size: int = 16) -> SafeString:
    """An icon of the one family; decoration unless it is given a label."""
    if label:
        return format_html(
            '<span class="icon-with-name">{}<span class="hidden">{}</span></span>', _svg(name, size), label
        )
    return _svg(name, size)


@lru_cache(maxsize=512)
def _svg(name: str, size: int) -> SafeString:
    # The package parses and copies XML for every icon: far too slow for rows of lists.
    svg = lucide._render_icon(name, size, **{"class": "icon", "aria-hidden": "true", "stroke-width": "1.75"})
    return mark_safe(svg.replace("\n", ""))  # noqa: S308 - the package's own drawing


@register.simple_tag
def key(keys: str) -> SafeString:
    """A hint which key does it: `{% key "g q" %}`."""
    caps = [part.strip().capitalize() for part in keys.replace("+", " ").split()]
    return format_html('<kbd class="key" aria-hidden="true">{}</kbd>', " ".join(caps))


@register.simple_tag
def when(at: datetime | None, form: str = "short", now: datetime | None = None) -> SafeString:
    """`{% when ticket.opened_at %}` or `{% when at "relative" %}` or "whole"; nothing for no time."""
    if at is None:
        return mark_safe("")
    now = now or timezone.now()
    if form == "short":
        text, title = clockface.short_and_whole(at, now=now)
    else:
        title = clockface.whole(at)
        text = clockface.relative(at, now=now) if form == "relative" else title
    return format_html('<time datetime="{}" title="{}" data-when="{}">{}</time>', at.isoformat(), title, form, text)


@register.simple_tag
def running(since: datetime) -> SafeString:
    """How long something has been going on, by the second: "4:05"."""
    seconds = max(0, int((timezone.now() - since).total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    text = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
    return format_html('<time datetime="{}" data-running class="running">{}</time>', since.isoformat(), text)


@register.simple_tag
def time_left(
    by: datetime | None, since: datetime | None = None, *, paused: bool = False, label: str = ""
) -> SafeString:
    """A bar for the time left until a promise, with words; drawn on by the script as time goes by."""
    if by is None:
        return format_html('<span class="left" data-state="none">{}</span>', _("no promise"))
    left = clockface.left(by, since=since, now=timezone.now(), paused=paused)
    title = f"{label}: {clockface.whole(by)}" if label else clockface.whole(by)
    start = format_html(' data-since="{}"', since.isoformat()) if since else ""
    return format_html(_BAR, left.state, by.isoformat(), start, title, left.share, left.text)


_BAR = (
    '<span class="left" data-state="{}" data-by="{}"{} title="{}">'
    '<svg class="left-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="left-track" width="100" height="6"/><rect class="left-gone" width="{}" height="6"/></svg>'
    '<span class="left-text">{}</span></span>'
)


@register.simple_tag
def priority_mark(priority: Any, because: str = "") -> SafeString:
    """Shape, colour and word of a priority; `because` is shown on pointing at it."""
    if not priority:
        return format_html('<span class="priority" data-look="none">{}</span>', _("no priority"))
    return _priority(marks.look_of(priority), conditional_escape(priority), conditional_escape(because))


@lru_cache(maxsize=512, typed=True)
def _priority(look: int, word: str, because: str) -> SafeString:
    shape = mark_safe(marks.PRIORITY_SHAPES[look])  # noqa: S308 - our own drawing
    title = format_html(' title="{}"', because) if because else ""
    return format_html('<span class="priority" data-look="{}"{}>{}<span>{}</span></span>', look, title, shape, word)


@register.simple_tag
def state_mark(state: str, label: str = "") -> SafeString:
    """Icon, tone and word of a state: `{% state_mark ticket.state ticket.get_state_display %}`."""
    return _state(state, str(label or state))


@lru_cache(maxsize=512, typed=True)
def _state(state: str, label: str) -> SafeString:
    name, tone = marks.look_of_state(state)
    return format_html('<span class="state" data-tone="{}">{}<span>{}</span></span>', tone, _svg(name, 16), label)


@register.simple_tag
def person(who: Any, empty: str = "") -> SafeString:
    """A member of staff or a customer: initials and name; `empty` stands where there is nobody."""
    name = str(getattr(who, "name", who) or "") if who else ""
    return _person(name, str(name or empty or _("nobody")))


@lru_cache(maxsize=1024, typed=True)
def _person(name: str, shown: str) -> SafeString:
    mark = "" if name else mark_safe(" data-nobody")
    return format_html(_PERSON, mark, _initials(name), shown)


_PERSON = (
    '<span class="person"{}><span class="initials" aria-hidden="true">{}</span>'
    '<span class="person-name">{}</span></span>'
)


def _initials(name: str) -> str:
    # A Thai vowel that is written before its consonant is no initial.
    words = [word for word in (part.lstrip("เแโใไ") for part in name.split()) if word[:1].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


@register.simple_tag
def copyable(text: Any, label: str = "", href: str = "") -> SafeString:
    """Technical data (number, address, code) with a button that copies it; `label` says what it is."""
    if text is None or text == "":
        return mark_safe('<span class="datum nothing">–</span>')
    shown = format_html('<a href="{}">{}</a>', href, text) if href else format_html("<span>{}</span>", text)
    name = _("Copy %(what)s") % {"what": f"{label} {text}" if label else text}
    return format_html(_DATUM, shown, text, name, _svg("copy", 14))


_DATUM = (
    '<span class="datum">{}<button type="button" class="copy" data-copy="{}" data-needs-script aria-label="{}">{}'
    "</button></span>"
)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, hint: str = "", *, wide: bool = False, label: str = "") -> dict[str, Any]:
    """A form field: label, control, help and error tied together; `label` and `hint` replace the form's own."""
    return controls.plain(bound, hint=hint, wide=wide, label=label)


@register.inclusion_tag("ui/field.html")
def self_saving(
    bound: BoundField, version: int | None = None, hint: str = "", *, wide: bool = False, label: str = ""
) -> dict[str, Any]:
    """The same field, saving itself: stands in a `<form data-self-saving data-save-url=... data-version=...>`."""
    return controls.self_saving(bound, version=version, hint=hint, wide=wide, label=label)
