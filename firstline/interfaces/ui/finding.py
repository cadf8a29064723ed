"""What a template names, found in fewer steps than the framework takes: it tries a key, a name and a place in turn.

Whatever is not simply there is left to the framework, so that the answer stays its own.
"""

import operator
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.template import Context
from django.template.base import FilterExpression
from django.template.defaulttags import TemplateLiteral
from django.utils.safestring import SafeData, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

Find = Callable[[Context], Any]
# What says that something is not simply there. Anything else is an error for the framework as well.
_MISSED = (AttributeError, KeyError, TypeError, ValueError, IndexError, ObjectDoesNotExist)
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda one, several: one in several,
    "not in": lambda one, several: one not in several,
}


def finder(said: FilterExpression, *, or_none: bool = False) -> Find:
    """As `said.resolve` finds it; `or_none` as with its `ignore_failures`."""
    slow: Find = partial(said.resolve, ignore_failures=or_none)
    is_named = said.is_var and said.var.lookups is not None
    if said.is_var and (said.var.translate or said.var.message_context):
        return slow
    filters = [_filter(*one) for one in said.filters]
    if not is_named and not filters:
        value = said.var.literal if said.is_var else said.var
        return lambda _context: value
    if not filters:
        return _looking(said.var.lookups, slow)
    plain = said.var.literal if said.is_var else said.var
    return partial(_filtered, _looking(said.var.lookups) if is_named else partial(_given, plain), slow, filters)


def _given(value: Any, _context: Context) -> Any:
    return value


def _filtered(look: Find, slow: Find, filters: "list[Callable[[Any, Context], Any]]", context: Context) -> Any:
    try:
        value = look(context)
    except _MISSED:
        return slow(context)
    for one in filters:
        value = one(value, context)
    return value


def _looking(names: tuple[str, ...], otherwise: Find | None = None) -> Find:
    """Looks a name up in the context, and the further ones each in what was found before."""
    first, further = names[0], names[1:]

    def look(context: Context) -> Any:
        try:
            for one in reversed(context.dicts):
                if first in one:
                    found = one[first]
                    break
            else:
                raise KeyError(first)
            if callable(found):
                found = _called(found)
            return _below(found, further) if further else found
        except _MISSED:
            if otherwise is None:
                raise
            return otherwise(context)

    return look


def _below(found: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        found = _in(found, name) if hasattr(type(found), "__getitem__") else getattr(found, name)
        if callable(found):
            found = _called(found)
    return found


def _in(found: Any, name: str) -> Any:
    try:
        return found[name]
    except (TypeError, AttributeError, KeyError, ValueError, IndexError):
        return getattr(found, name)


def _called(found: Any) -> Any:
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        raise AttributeError
    return found()


def _filter(func: Any, arguments: list[tuple[bool, Any]]) -> Callable[[Any, Context], Any]:
    given = [None if is_named else mark_safe(value) for is_named, value in arguments]  # noqa: S308 written in the template
    named = [(place, value) for place, (is_named, value) in enumerate(arguments) if is_named]
    local, is_safe = getattr(func, "expects_localtime", False), getattr(func, "is_safe", False)
    escapes = getattr(func, "needs_autoescape", False)

    def apply(value: Any, context: Context) -> Any:
        values = given
        if named:
            values = given.copy()
            for place, one in named:
                values[place] = one.resolve(context)
        if local:
            value = template_localtime(value, context.use_tz)
        new = func(value, *values, autoescape=context.autoescape) if escapes else func(value, *values)
        return mark_safe(new) if is_safe and isinstance(value, SafeData) else new  # noqa: S308 as the filter says

    return apply


def tested(condition: Any) -> Find:
    """As the condition of an {% if %} answers: whatever fails within is not so."""
    if isinstance(condition, TemplateLiteral):
        return finder(cast("FilterExpression", condition.value), or_none=True)
    first = tested(condition.first)
    if condition.id == "not":
        return partial(_not, first)
    second = tested(condition.second)
    if condition.id in _COMPARISONS:
        return partial(_compared, _COMPARISONS[condition.id], first, second)
    return partial(_or if condition.id == "or" else _and, first, second)


def _not(first: Find, context: Context) -> bool:
    try:
        return not first(context)
    except Exception:  # noqa: BLE001 as the framework does
        return False


def _or(first: Find, second: Find, context: Context) -> Any:
    try:
        return first(context) or second(context)
    except Exception:  # noqa: BLE001 as the framework does
        return False


def _and(first: Find, second: Find, context: Context) -> Any:
    try:
        return first(context) and second(context)
    except Exception:  # noqa: BLE001 as the framework does
        return False


def _compared(compare: Callable[[Any, Any], Any], first: Find, second: Find, context: Context) -> Any:
    try:
        return compare(first(context), second(context))
    except Exception:  # noqa: BLE001 as the framework does
        return False
