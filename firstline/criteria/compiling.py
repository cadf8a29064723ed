"""A condition asked of many rows at once: the same answer as `evaluating.holds` gives for each, as a query."""

from typing import Any

from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import CombinedExpression, Expression
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt
from django.db.models.lookups import LessThanOrEqual

from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not
from firstline.criteria.evaluating import EARTH_METRES
from firstline.criteria.vocabulary import Field, Operator, Type, Vocabulary

NEVER = Q(pk__in=[])
# An empty Q would vanish from the alternatives that it stands among.
EVER = ~NEVER


class NoFilter(ValueError):
    """A list cannot be filtered by this field; `field` is its name."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def query(condition: Condition, vocabulary: Vocabulary) -> Q:
    """The rows for which a condition holds; `NoFilter` where it asks for what rows do not carry."""
    match condition:
        case Ask():
            return _ask(condition, vocabulary[condition.field])
        case All(of):
            found = EVER
            for one in of:
                found &= query(one, vocabulary)
            return found
        case AnyOf(of):
            found = NEVER
            for one in of:
                found |= query(one, vocabulary)
            return found
        case Not(of):
            return ~query(of, vocabulary)


def _ask(ask: Ask, field: Field) -> Q:
    if field.query is not None:
        return field.query(ask.operator, ask.value)
    if not field.path:
        raise NoFilter(field.name)
    if field.type is Type.POINT:
        return _point(ask, *field.path.split(","))
    return _plain(ask, field.path, is_text=field.type is Type.TEXT)


def _plain(ask: Ask, path: str, *, is_text: bool) -> Q:
    unknown = Q(**{f"{path}__isnull": True}) | (Q(**{path: ""}) if is_text else NEVER)
    lookup = {
        Operator.AT_LEAST: "gte",
        Operator.AT_MOST: "lte",
        Operator.CONTAINS: "icontains",
        Operator.BEGINS: "istartswith",
    }.get(ask.operator)
    match ask.operator:
        case Operator.UNKNOWN:
            return unknown
        case Operator.KNOWN:
            return ~unknown
        case Operator.ANY_OF:
            return _known(path) & Q(**{f"{path}__in": ask.value})
        case Operator.NONE_OF:
            return Q(**{f"{path}__isnull": True}) | ~Q(**{f"{path}__in": ask.value})
        case Operator.IS:
            return _known(path) & Q(**{f"{path}__iexact" if is_text else path: ask.value})
    return _known(path) & Q(**{f"{path}__{lookup}": ask.value})


def _known(path: str) -> Q:
    """Spelled out, so that a `Not` around a question also finds the rows where nothing is known."""
    return Q(**{f"{path}__isnull": False})


def _point(ask: Ask, latitude: str, longitude: str) -> Q:
    known = _known(latitude) & _known(longitude)
    if ask.operator is Operator.KNOWN:
        return known
    if ask.operator is Operator.UNKNOWN:
        return ~known
    lat, lon, reach = ask.value
    return known & Q(LessThanOrEqual(_metres(latitude, longitude, lat, lon), Value(reach, FloatField())))


def _metres(latitude: str, longitude: str, lat: float, lon: float) -> Any:
    half_north = Sin(Radians(F(latitude) - Value(lat, FloatField())) / 2.0)
    half_east = Sin(Radians(F(longitude) - Value(lon, FloatField())) / 2.0)
    across: Expression | CombinedExpression = Power(half_north, 2) + Cos(Radians(F(latitude))) * Cos(
        Radians(Value(lat, FloatField()))
    ) * Power(half_east, 2)
    return ASin(Least(Value(1.0), Sqrt(across))) * Value(2 * EARTH_METRES, FloatField())
