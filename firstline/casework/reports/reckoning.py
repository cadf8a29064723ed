"""Moments as plain numbers, so that the database reckons with a million of them quickly."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import FloatField, Func, Value

MINUTE, HOUR = 60.0, 3600.0
MICROSECONDS = 1e6


def seconds(moment: Any) -> Func:
    """Seconds since 1970, or those of a duration. Not numeric, as EXTRACT would give them: that sorts far slower."""
    return Func(moment, template="date_part('epoch', %(expressions)s)", output_field=FloatField())


def array(values: Sequence[float]) -> Func:
    """Numbers as an array of the database."""
    given = Value(list(values), output_field=ArrayField(FloatField()))
    return Func(given, template="(%(expressions)s)::float8[]", output_field=ArrayField(FloatField()))


def at(values: Sequence[float], place: Any) -> Func:
    """One of the values, counted from 1; nothing before the first."""
    return Func(array(values), place, template="(%(expressions)s]", arg_joiner=")[", output_field=FloatField())
