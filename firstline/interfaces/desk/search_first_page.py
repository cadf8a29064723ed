"""Where a search has to come first, and whether it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Kind
from firstline.casework.reports import search_first
from firstline.casework.reports.search_first import Line
from firstline.interfaces.desk.forms.search_first import SearchFirstForm
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Handling
from firstline.reference.handling.searching_first import CODES, of_kinds

PERIODS = (7, 30, 90)


@dataclass(frozen=True)
class Part:
    """The figures broken down one way; each line with the words for what it is about."""

    title: str
    lines: list[tuple[str, Line]]


@dataclass(frozen=True)
class SearchFirstPage:
    """What is demanded of kinds and codes, and the figures of the last `days`; `refused` is a form as it was sent."""

    now: datetime
    days: int
    refused: Mapping[str, SearchFirstForm]

    @property
    def since(self) -> datetime:
        return self.now - timedelta(days=self.days)

    @property
    def periods(self) -> tuple[int, ...]:
        return PERIODS

    @cached_property
    def kinds(self) -> list[tuple[str, str, SearchFirstForm]]:
        """Kind, its words, and what is demanded of it. Comments are not answered, so nothing is demanded of them."""
        known = of_kinds()
        kinds = [kind for kind in Kind if kind != Kind.COMMENT]
        return [
            (kind.value, str(kind.label), self.refused.get(kind) or SearchFirstForm(kind=kind, row=known.get(kind)))
            for kind in kinds
        ]

    @cached_property
    def codes(self) -> list[Handling]:
        return list(CODES.filter(code__retired_at=None).select_related("code__category__provider__department"))

    @cached_property
    def total(self) -> Line:
        return search_first.totals(since=self.since)

    @cached_property
    def parts(self) -> list[Part]:
        kinds = {kind.value: str(kind.label) for kind in Kind}
        found = {by: search_first.measured(by, since=self.since) for by in search_first.BY}
        codes = ProblemCode.objects.in_bulk([line.key for line in found["code"] if line.key])
        labels = {pk: code.label for pk, code in codes.items()}
        return [
            Part(_("Before what"), [(str(line.key.label), line) for line in found["act"]]),
            Part(_("Kind"), [(kinds.get(line.key, "–"), line) for line in found["kind"]]),
            Part(_("Problem code"), [(labels.get(line.key, _("no code")), line) for line in found["code"]]),
            Part(_("Analyst"), [(line.name or "–", line) for line in found["analyst"]]),
        ]

    @cached_property
    def reasons(self) -> list[tuple[str, int]]:
        return search_first.reasons(since=self.since)
