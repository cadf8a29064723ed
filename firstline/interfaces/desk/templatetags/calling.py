"""Numbers that can be called with a click. `{% load calling %}`."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.interfaces.desk.dialling import dial_address
from firstline.interfaces.ui.templatetags.ui import icon

register = template.Library()
_LINK = '<a class="call-link" href="{}"{} aria-label="{}">{}</a>'


@register.simple_tag(takes_context=True)
def call_link(context: Context, number: Any) -> SafeString | str:
    """A telephone beside a number, which calls it as the reader's own line wants it; nothing for what is no number."""
    address = dial_address(context.get("user"), str(number or ""))
    if not address:
        return ""
    # A page of the telephone system must not take the place of ours.
    aside = "" if address.startswith(("tel:", "sip:", "sips:", "callto:")) else _ASIDE
    return format_html(_LINK, address, aside, _("Call %(number)s") % {"number": number}, icon("phone", size=14))


_ASIDE = SafeString(' target="_blank" rel="noopener noreferrer"')
