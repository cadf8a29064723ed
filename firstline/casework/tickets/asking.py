"""Questions of the vocabulary that a plain column cannot answer, as conditions on tickets."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, ExtractMinute, TruncDate
from django.db.models.lookups import GreaterThanOrEqual, In, LessThan
from django.utils import timezone

from firstline.criteria.compiling import EVER, NEVER
from firstline.criteria.evaluating import words
from firstline.criteria.vocabulary import Operator
from firstline.search.holding import holding

Query = Callable[[Operator, Any], Q]
LONGEST_KEY = 18


def keys_of(texts: Collection[str]) -> list[int]:
    """The keys that texts write; what can be none of a row is left out, so that any address may be read."""
    return [
        int(text)
        for text in texts
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY and text == str(int(text))
    ]


def keyed(path: str) -> Query:
    """A question about the key of a row behind `path`."""

    def ask(operator: Operator, value: Any) -> Q:
        known = Q(**{f"{path}__isnull": False})
        match operator:
            case Operator.KNOWN:
                return known
            case Operator.UNKNOWN:
                return ~known
            case Operator.NONE_OF:
                return ~known | ~Q(**{f"{path}__in": keys_of(value)})
        return known & Q(**{f"{path}__in": keys_of(value)})

    return ask


def worded(path: str) -> Query:
    """A question about one of a list of words; an empty one is not known."""

    def ask(operator: Operator, value: Any) -> Q:
        known = Q(**{f"{path}__isnull": False}) & ~Q(**{path: ""})
        match operator:
            case Operator.KNOWN:
                return known
            case Operator.UNKNOWN:
                return ~known
            case Operator.NONE_OF:
                return ~known | ~Q(**{f"{path}__in": value})
        return known & Q(**{f"{path}__in": value})

    return ask


def in_force(operator: Operator, value: Any) -> Q:
    """Whether the ticket's agreement covered the day on which it was opened."""
    known = Q(agreement__isnull=False)
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return known if operator is Operator.KNOWN else ~known
    day = TruncDate("opened_at", tzinfo=timezone.get_default_timezone())
    before = Q(agreement__starts_on__isnull=False, agreement__starts_on__gt=day)
    after = Q(agreement__ends_on__isnull=False, agreement__ends_on__lt=day)
    return known & (~before & ~after if value else before | after)


def with_words(operator: Operator, value: Any) -> Q:
    """Tickets in which words stand, as the search keeps them."""
    return holding("ticket", words(" ".join(value)), every=operator is Operator.HAS_ALL)


def at_time_of_day(_operator: Operator, value: Any) -> Q:
    """Opened between two minutes of the desk's day; the second may be on the next."""
    start, end = value
    zone = timezone.get_default_timezone()
    minute = ExtractHour("opened_at", tzinfo=zone) * 60 + ExtractMinute("opened_at", tzinfo=zone)
    late, early = Q(GreaterThanOrEqual(minute, start)), Q(LessThan(minute, end))
    return late & early if start <= end else late | early


def on_weekday(operator: Operator, value: Any) -> Q:
    """Opened on one of these days of the desk's week, Monday is "1"."""
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return EVER if operator is Operator.KNOWN else NEVER
    day = ExtractIsoWeekDay("opened_at", tzinfo=timezone.get_default_timezone())
    wanted = [key for key in keys_of(value) if 1 <= key <= 7]
    found = Q(In(day, wanted)) if wanted else NEVER
    return ~found if operator is Operator.NONE_OF else found
