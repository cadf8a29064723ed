"""What the screens of telephone and fax lines know."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet
from django.urls import reverse

from firstline.interfaces.channels.fax.folder import is_there
from firstline.interfaces.channels.models import Call, Hearing
from firstline.interfaces.desk.file_history import Told, file_history
from firstline.interfaces.desk.forms.telephony import ExtensionForm
from firstline.reference.correspondence.models import Extension, FaxLine, TelephoneLine

FEW = 10


def all_lines() -> QuerySet[TelephoneLine]:
    """Those in use first, with how many answer at each and whether it is heard."""
    rows = TelephoneLine.objects.select_related("hearing").annotate(people=Count("extensions"))
    return rows.order_by("retired_at", "name")


def all_fax_lines() -> list[tuple[FaxLine, bool]]:
    """All, each with whether its folder can be looked into from here."""
    return [(line, is_there(line)) for line in FaxLine.objects.order_by("retired_at", "name")]


@dataclass(frozen=True)
class LinePage:
    """One telephone line; `absolute` makes a whole address of a path."""

    line: TelephoneLine
    absolute: Callable[[str], str]
    form: ExtensionForm

    @property
    def address(self) -> str:
        """Where the telephone system is to post; nothing for one that we listen to."""
        if self.line.is_asterisk:
            return ""
        return self.absolute(reverse("telephone:events", args=[self.line.pk, self.line.secret]))

    @cached_property
    def hearing(self) -> Hearing | None:
        return Hearing.objects.filter(line=self.line).first()

    @cached_property
    def extensions(self) -> list[Extension]:
        return list(self.line.extensions.select_related("user"))

    @cached_property
    def calls(self) -> list[Call]:
        """The last ones."""
        rows = self.line.calls.select_related("contact__customer", "answered_by", "call_back")
        return list(rows.order_by("-id")[:FEW])

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.line)
