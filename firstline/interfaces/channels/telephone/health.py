"""Whether the telephone is heard, as `firstline health` and Setup > Health ask."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.interfaces.channels.models import Hearing
from firstline.interfaces.health import Finding, ask_also
from firstline.reference.correspondence.models import TelephoneLine


@ask_also
def examined(_at: datetime) -> Iterator[Finding]:
    """Nothing where there is no line."""
    lines = TelephoneLine.objects.filter(retired_at=None).count()
    if not lines:
        return
    wrong = Hearing.objects.filter(line__retired_at=None).exclude(problem="").select_related("line").first()
    if wrong:
        text = _("line %(name)s cannot be heard: %(problem)s") % {"name": wrong.line.name, "problem": wrong.problem}
        yield Finding("telephone", ok=False, text=text, value=wrong.line.name)
        return
    text = ngettext("%(count)d telephone line is listened to", "%(count)d telephone lines are listened to", lines)
    yield Finding("telephone", ok=True, text=text % {"count": lines}, value=lines)
