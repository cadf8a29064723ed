"""Parts of a page that are the same for many requests, drawn once: the rail, the strip, the dialogs.

Drawing the frame of a page cost as much as the page's own rows. What such a part depends on is named in the template
(`{% frozen "ui/rail.html" current_place %}`); the language and the address table always count. The token of its forms
is put in afterwards, because each page has its own.
"""

from django.conf import settings
from django.template import Context
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

LIMIT = 500
PLACE = "place-of-the-token"
_drawn: dict[tuple[object, ...], str] = {}


def draw(context: Context, template: str, *depends_on: object) -> SafeString:
    """The part, from memory where it was drawn before (with DEBUG always anew)."""
    key = (template, get_language(), settings.ROOT_URLCONF, get_script_prefix(), *depends_on)
    text = None if settings.DEBUG else _drawn.get(key)
    if text is None:
        text = _drawn[key] = _anew(context, template)
    if PLACE in text:
        text = text.replace(PLACE, str(context.get("csrf_token", "")))
    return mark_safe(text)  # noqa: S308 - a template's own output


def _anew(context: Context, template: str) -> str:
    if len(_drawn) >= LIMIT:
        _drawn.clear()
    if context.template is None:
        raise RuntimeError("a part is drawn inside a page")
    with context.push(csrf_token=PLACE):
        return str(context.template.engine.get_template(template).render(context))
