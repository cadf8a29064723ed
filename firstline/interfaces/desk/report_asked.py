"""What an address asks of a report: the period, and the limits of the queue in the words of the queue."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict

from firstline.casework.reports.asked import Asked
from firstline.casework.tickets.models import State
from firstline.criteria.conditions import AnyOf, Ask, Condition
from firstline.criteria.vocabulary import Operator
from firstline.interfaces.desk.access import department_limits
from firstline.interfaces.desk.forms.reports import NOBODY, PeriodForm
from firstline.interfaces.desk.queue import ANY, Filters, not_found
from firstline.interfaces.desk.queue_asked import ask_of
from firstline.interfaces.desk.queue_views import Chip, chips_of
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

PERIOD = ("from", "to", "step", "zone", "attribute", "persons")


@dataclass(frozen=True)
class Wish:
    """What was asked for. `asked` is None where the period makes no sense: the form says why."""

    form: PeriodForm
    filters: Filters
    asked: Asked | None
    not_found: list[str]

    @property
    def period(self) -> dict[str, str]:
        """What the address says of the period, as it was typed."""
        return {name: value for name in PERIOD if (value := str(self.form.data.get(name) or ""))}

    def address(self, filters: str | None = None, **other: str) -> str:
        """The address of the same question, with something added or other limits."""
        said = self.filters.address() if filters is None else filters
        return "&".join(filter(None, (urlencode({**self.period, **other}), said)))

    def chips(self) -> Iterator[Chip]:
        """The limits, each with the address without it."""
        for chip in chips_of(self.filters):
            yield Chip(chip.label, chip.text, self.address(chip.without))


def read(sent: QueryDict, user: User, now: datetime) -> Wish:
    """Figures by person are for those who move work; everybody else has them without persons."""
    form, filters = PeriodForm(sent, now), _limits(Filters.read(sent))
    if not may(user, Right.MOVE_WORK):
        del form.fields["persons"]
    asked = None
    if form.is_valid() and form.period:
        asked = Asked(
            form.period,
            within=tuple(sorted(department_limits(user))),
            asks=tuple(_conditions(filters.chosen, user)),
            attribute=form.cleaned_data["attribute"],
            has_persons=form.cleaned_data.get("persons", NOBODY) != NOBODY,
            now=now,
        )
    return Wish(form, filters, asked, not_found(sent, filters))


def _limits(filters: Filters) -> Filters:
    """Only limits: a report has no order, no pages, and no text of its own to search for."""
    return Filters({name: values for name, values in filters.chosen.items() if (name, values) != ("state", (ANY,))})


def _conditions(chosen: Mapping[str, Sequence[str]], user: User) -> Iterator[Condition]:
    for name, values in chosen.items():
        condition: Condition | None
        match name:
            case "state":
                known = [value for value in values if value in State.values]
                condition = ask_of(name, known) if known and ANY not in values else None
            case "priority":
                condition = ask_of(name, _priorities(values) or ["0"])
            case "assignee":
                condition = _assigned(values, user)
            case _:
                condition = ask_of(name, values)
        if condition is not None:
            yield condition


def _priorities(ranks: Sequence[str]) -> list[str]:
    """The address names priorities by their rank, as everybody's bookmarks do."""
    return [str(key) for key in Priority.objects.filter(rank__in=ranks).values_list("pk", flat=True)]


def _assigned(values: Sequence[str], user: User) -> Condition | None:
    people = [str(user.pk) if value == "me" else value for value in values if value != "none"]
    nobody = Ask("assignee", Operator.UNKNOWN)
    somebody = ask_of("assignee", people) if people else None
    if "none" not in values:
        return somebody
    return AnyOf((nobody, somebody)) if somebody else nobody
