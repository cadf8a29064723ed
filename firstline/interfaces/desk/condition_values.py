"""The values of a condition's lines: as they are typed, as they are understood, and what there is to choose from."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstline.criteria.vocabulary import WITHOUT_VALUE, Field, Operator, Type
from firstline.language.folding import fold
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.customers.directory import find
from firstline.reference.customers.models import Account, Agreement, Equipment
from firstline.reference.customers.numbers import normal_code

FEW = 12
MOST_OFFERED = 20
MOST_VALUES = 100
LONGEST = 200
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


class Unfit(ValueError):
    """What was typed is no value for the question; the message says what is wanted."""


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: its key, what it is called, and what tells it from others."""

    key: str
    label: str
    detail: str = ""


def tidy(text: str) -> str:
    """What was typed, short and storable."""
    return text[:LONGEST].replace("\x00", "").encode(errors="ignore").decode().strip()


def typed(field: Field, path: str, sent: QueryDict) -> list[str]:
    """The values of a line as they were sent, together with what was picked or typed into its search."""
    values = [tidy(value) for value in sent.getlist(f"c{path}.value")[:MOST_VALUES]]
    if field.type is not Type.CHOICE:
        return values
    picked, text = tidy(sent.get(f"c{path}.pick", "")), tidy(sent.get(f"c{path}.text", ""))
    if not picked and text:
        picked = next((choice.key for choice in offered(field, text)), "")
    return list(dict.fromkeys(value for value in [*values, picked] if value))


def value_of(field: Field, operator: Operator, values: list[str]) -> Any:
    """The value that a condition keeps; `Unfit` where it is none."""
    if operator in WITHOUT_VALUE:
        return None
    return _READING[field.type](values)


def is_found_by_typing(name: str) -> bool:
    """Whether a field has a search of its own, for there may be any number of things it can name."""
    return name in _FINDING


def listed(field: Field) -> list[Choice]:
    """All that can be chosen."""
    return [Choice(str(key), str(label)) for key, label in (field.choices() if field.choices else ())]


def offered(field: Field, text: str) -> list[Choice]:
    """What fits what was typed so far, best first; of a list of its own also without a text."""
    text = tidy(text)
    if field.name in _FINDING:
        return _FINDING[field.name](text) if text else []
    return [choice for choice in listed(field) if fold(text) in fold(choice.label)][:MOST_OFFERED]


def named(field: Field, values: list[str]) -> list[Choice]:
    """What was chosen, by its names; a key that names nothing any more stands for itself."""
    labels = field.labels(values) if values else {}
    return [Choice(value, str((labels or {}).get(value, value))) for value in values]


def _codes(text: str) -> list[Choice]:
    found = find_codes(text, get_language() or "en", limit=MOST_OFFERED)
    return [Choice(str(one.code.pk), one.code.label, one.code.path) for one in found]


def _customers(text: str) -> list[Choice]:
    return [Choice(str(hit.customer.pk), hit.customer.name, hit.because) for hit in find(text, limit=MOST_OFFERED)]


def _accounts(text: str) -> list[Choice]:
    begun = normal_code(text)
    by_number = Q(numbers__normal__startswith=begun) if begun else Q(pk__in=[])
    rows = Account.objects.filter(Q(name__icontains=text) | by_number).distinct()
    return [Choice(str(row.pk), row.name) for row in rows[:MOST_OFFERED]]


def _agreements(text: str) -> list[Choice]:
    begun = normal_code(text)
    rows = Agreement.objects.filter(normal__startswith=begun).select_related("account", "customer") if begun else ()
    return [Choice(str(row.pk), str(row), str(row.account or row.customer or "")) for row in rows[:MOST_OFFERED]]


def _equipment(text: str) -> list[Choice]:
    begun = normal_code(text)
    by_serial = Q(normal_serial__startswith=begun) if begun else Q(pk__in=[])
    rows = Equipment.objects.filter(Q(name__icontains=text) | by_serial, retired_at=None)
    return [Choice(str(row.pk), row.name, row.serial_number) for row in rows[:MOST_OFFERED]]


_FINDING: dict[str, Callable[[str], list[Choice]]] = {
    "code": _codes,
    "customer": _customers,
    "account": _accounts,
    "agreement": _agreements,
    "equipment": _equipment,
}


def _chosen(values: list[str]) -> tuple[str, ...]:
    if not any(values):
        raise Unfit(_("Choose at least one."))
    return tuple(value for value in values if value)


def number(text: str) -> float | int:
    """A number as people write it, with a comma or a point; `Unfit` where it is none."""
    try:
        found = float(text.replace(",", ".").replace(" ", "").replace("\u202f", ""))
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or abs(found) >= 1e12:
        raise Unfit(_("Give a number."))
    return int(found) if found.is_integer() else found


def _number(values: list[str]) -> float | int:
    return number("".join(values[:1]))


def _text(values: list[str]) -> str:
    if not values or not values[0]:
        raise Unfit(_("Type a text."))
    return values[0]


def _words(values: list[str]) -> tuple[str, ...]:
    words = tuple(word.strip() for word in ",".join(values).split(",") if word.strip())
    if not words:
        raise Unfit(_("Type words, with commas between them."))
    return words


def _yes_no(values: list[str]) -> bool:
    if values[:1] not in (["yes"], ["no"]):
        raise Unfit(_("Choose yes or no."))
    return values[0] == "yes"


def _clock(values: list[str]) -> tuple[int, ...]:
    found = [match for value in values if (match := _CLOCK.fullmatch(value))]
    if len(found) != 2 or len(values) != 2:
        raise Unfit(_("Give two times such as 08:00 and 17:30."))
    return tuple(int(match[1]) * 60 + int(match[2]) for match in found)


def _point(values: list[str]) -> tuple[float | int, ...]:
    wanted = _("Give latitude, longitude and metres.")
    if len(values) != 3:
        raise Unfit(wanted)
    latitude, longitude, metres = map(number, values)
    if abs(latitude) > 90 or abs(longitude) > 180 or not 0 < metres <= 1e6:
        raise Unfit(wanted)
    return latitude, longitude, metres


_READING: dict[Type, Callable[[list[str]], Any]] = {
    Type.CHOICE: _chosen,
    Type.NUMBER: _number,
    Type.TEXT: _text,
    Type.WORDS: _words,
    Type.YES_NO: _yes_no,
    Type.CLOCK: _clock,
    Type.POINT: _point,
}
