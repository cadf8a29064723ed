"""The usual ways of taking rows apart: by a word, by a row of reference, by the tree of codes, and by time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Func, Model, Q, Value
from django.db.models.fields import FloatField, IntegerField, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, Floor, Left, Mod
from django.db.models.lookups import Exact, IsNull
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.reports.asked import Asked
from firstline.casework.reports.period import Step
from firstline.casework.reports.reckoning import array, seconds
from firstline.casework.reports.reckoning import at as at_place
from firstline.casework.reports.scan import Split, Sql
from firstline.casework.tickets.asking import keys_of
from firstline.casework.tickets.facts import WEEKDAYS
from firstline.criteria.vocabulary import Text
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.staff.models import User

NOT_KNOWN, NOBODY = gettext_lazy("not known"), gettext_lazy("nobody")
HOUR_OF_WEEK, STEP = "hour", "step"
WEEK_HOURS = 7 * 24
# From the beginning of 1970, a Thursday, back to a Monday that is before all that is counted.
_TO_A_MONDAY = 3600.0 * (3 * 24 + 52 * 100 * WEEK_HOURS)
MONTH = ".month"
# Between the two keys of a flow, and between their names.
ARROW, TO = ">", " → "
GRID = 100.0  # squares to a degree
_MOMENT = "%Y%m%dT%H%MZ"
NEVER = Q(pk__in=[])


def known(labels: Mapping[str, Text], keys: Collection[str]) -> dict[str, Text]:
    return {key: labels.get(key, key) if key else NOT_KNOWN for key in keys}


def by_word(name: str, title: Text, path: str, choices: Sequence[tuple[str, Text]] = (), blank: Text = "") -> Split:
    """By a column of words; `blank` is what an empty one is called."""
    labels: dict[str, Text] = {str(key): label for key, label in choices}

    def named(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
        return {**known(labels, keys), **({"": blank} if blank and "" in keys else {})}

    return Split(name, title, (name,), lambda key, _asked: worded(path, key), named)


def worded(path: str, key: str) -> Q:
    """Rows with this word; an empty one is also an unknown one."""
    return (
        Q(Exact(Cast(path, TextField()), key))
        if key
        else Q(Exact(Cast(path, TextField()), "")) | Q(**{f"{path}__isnull": True})
    )


def by_yes_no(name: str, title: Text, *, yes: Text, no: Text) -> Split:
    """By a column that is true or false."""
    labels = {"true": yes, "false": no}

    def narrow(key: str, _asked: Asked) -> Q:
        return Q(**{name: key == "true"}) if key in labels else NEVER

    return Split(name, title, (name,), narrow, lambda keys, _asked: known(labels, keys))


def by_row(name: str, title: Text, model: type[Model], path: str = "") -> Split:
    """By a row of another table, known by its key."""
    return Split(name, title, (name,), lambda key, _asked: keyed(path or name, key), labels_of(model))


def by_person(name: str, title: Text) -> Split:
    """By a member of staff; nobody where there is none."""
    return replace(by_row(name, title, User), labels=labels_of(User, NOBODY), is_personal=True)


def labels_of(model: type[Model], blank: Text = NOT_KNOWN) -> Callable[[Collection[str], Asked], Mapping[str, Text]]:
    """What the rows of a table are called, by their keys; in one query. `blank` is the name of none."""

    def named(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
        rows = model._default_manager.filter(pk__in=keys_of([key for key in keys if key]))
        return known({str(row.pk): str(row) for row in rows}, keys) | ({"": blank} if "" in keys else {})

    return named


def by_expression(
    name: str,
    title: Text,
    of: Callable[[Asked], Any],
    labels: Callable[[Collection[str], Asked], Mapping[str, Text]],
    *,
    order: Callable[[Asked], Sequence[str]] | None = None,
    is_personal: bool = False,
) -> Split:
    """By a text that is reckoned from a row, the piece of the same name; an empty one is also an unknown one."""

    def narrow(key: str, asked: Asked) -> Q:
        said = of(asked)
        return Q(Exact(said, key)) if key else Q(Exact(said, "")) | Q(IsNull(said, rhs=True))

    return Split(name, title, (name,), narrow, labels, order=order, is_personal=is_personal)


def keyed(path: str, key: str) -> Q:
    """Rows that point to this row; an empty key is none."""
    if not key:
        return Q(**{f"{path}__isnull": True})
    found = keys_of([key])
    return Q(**{path: found[0]}) if found else NEVER


_ABOVE = {
    "category": "SELECT code.category_id FROM catalogue_problemcode code WHERE code.id = {code}",
    "provider": (
        "SELECT category.provider_id FROM catalogue_problemcode code"
        " JOIN catalogue_servicecategory category ON category.id = code.category_id WHERE code.id = {code}"
    ),
    "department": (
        "SELECT provider.department_id FROM catalogue_problemcode code"
        " JOIN catalogue_servicecategory category ON category.id = code.category_id"
        " JOIN catalogue_serviceprovider provider ON provider.id = category.provider_id WHERE code.id = {code}"
    ),
}
_LEVELS: tuple[tuple[str, Text, type[Model], str], ...] = (
    ("department", gettext_lazy("department"), Department, "code__category__provider__department"),
    ("provider", gettext_lazy("service provider"), ServiceProvider, "code__category__provider"),
    ("category", gettext_lazy("service category"), ServiceCategory, "code__category"),
    ("code", gettext_lazy("problem code"), ProblemCode, "code"),
)


def by_tree(first: str = "") -> tuple[Split, ...]:
    """By department, provider, category and code; all from the piece `code`, so that rows are grouped only once.

    `first` is a column of another code that goes before the row's own where there is one.
    """
    return tuple(_by_level(*level, first) for level in _LEVELS)


def _by_level(name: str, title: Text, model: type[Model], path: str, first: str) -> Split:
    split = by_row(name, title, model, path)
    above = _ABOVE.get(name)

    def narrow(key: str, asked: Asked) -> Q:
        has_first = Q(**{f"{first}__isnull": False})
        return has_first & keyed(path.replace("code", first, 1), key) | ~has_first & split.narrow(key, asked)

    return replace(
        split,
        pieces=("code",),
        narrow=narrow if first else split.narrow,
        sql=(lambda _asked: (above, ())) if above else None,
    )


def hour(at: str) -> Callable[[Asked], Any]:
    """The piece `hour`: which hour of the week of the period's zone a moment lies in, the first of Monday being 0.

    Plain numbers: a zone known to the database by its name would cost several times as much.
    """

    def place(asked: Asked) -> Func:
        changes, offsets = asked.period.offsets
        moment = seconds(F(at))
        ahead: Any = Value(offsets[0], output_field=FloatField())
        if changes:
            since = Func(moment, array(changes), function="width_bucket", output_field=IntegerField())
            ahead = at_place(offsets, since + 1)
        hours = Cast(Floor((moment + ahead + _TO_A_MONDAY) / 3600.0), IntegerField())
        return Mod(hours, Value(WEEK_HOURS))

    return place


def step(at: str) -> Callable[[Asked], Any]:
    """The piece `step`: which step of the period a moment lies in, counted from 1; what was before it is 0."""

    def place(asked: Asked) -> Func:
        starts = array([start.timestamp() for start in asked.period.starts])
        return Func(seconds(F(at)), starts, function="width_bucket", output_field=IntegerField())

    return place


def by_step(at: str) -> Split:
    """By the steps of the period; a key is the moment at which one begins."""

    def key(asked: Asked) -> Sql:
        return "(%s::text[])[{step}]", ([written(start) for start in asked.period.starts],)

    def narrow(key: str, asked: Asked) -> Q:
        try:
            start, end = asked.period.step_of(datetime.strptime(key, _MOMENT).replace(tzinfo=UTC))
        except ValueError:
            return NEVER
        return Q(**{f"{at}__gte": start, f"{at}__lt": end})

    def order(asked: Asked) -> list[str]:
        return [written(start) for start in asked.period.starts]

    return Split("step", gettext_lazy("time"), (STEP,), narrow, step_labels, key, order, is_compared=False)


def written(moment: datetime) -> str:
    """A moment as it stands in an address."""
    return moment.astimezone(UTC).strftime(_MOMENT)


def step_labels(keys: Collection[str], asked: Asked) -> Mapping[str, Text]:
    """Steps as the axis names them, in the period's zone."""
    zone, step = ZoneInfo(asked.period.zone), asked.period.step
    form = {Step.HOUR: "j M H:i", Step.MONTH: "M Y"}.get(step, "j M")
    moments = {key: datetime.strptime(key, _MOMENT).replace(tzinfo=UTC).astimezone(zone) for key in keys if key}
    return {key: date_format(moment, form) for key, moment in moments.items()} | ({"": ""} if "" in keys else {})


def by_hour_of_week(at: str) -> Split:
    """By weekday and hour in the period's zone; a key is "1-13" for Monday at one in the afternoon."""
    place, order = hour(at), [f"{day}-{hour}" for day in range(1, 8) for hour in range(24)]

    def key(_asked: Asked) -> Sql:
        return f"({{{HOUR_OF_WEEK}}} / 24 + 1) || '-' || ({{{HOUR_OF_WEEK}}} %% 24)", ()

    def narrow(key: str, asked: Asked) -> Q:
        return Q(Exact(place(asked), order.index(key))) if key in order else NEVER

    def named(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
        days = dict(WEEKDAYS)
        return {key: f"{days[key[0]]} {int(key[2:]):02}:00" for key in keys}

    return Split("hour", gettext_lazy("weekday and hour"), (HOUR_OF_WEEK,), narrow, named, key, lambda _asked: order)


def attribute(asked: Asked) -> Any:
    """The piece `attribute`: what an imported row said of the attribute that is asked for, as given.

    "opened.month" is the month of a date that is written as 2026-03-04.
    """
    said = KeyTextTransform(asked.attribute.removesuffix(MONTH), "imported")
    return Left(said, len("2026-03")) if asked.attribute.endswith(MONTH) else said


def by_attribute() -> Split:
    """By an attribute of imported tickets, as given."""

    def named(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
        return {key: key if key.strip() else _("not given") for key in keys}

    return by_expression("attribute", gettext_lazy("attribute"), attribute, named)


def cell(_asked: Asked) -> Any:
    """The piece `cell`: the square of a grid in which a place lies, counted north and east."""
    return Concat(
        Cast(Floor(F("latitude") * GRID), IntegerField()),
        Value(":"),
        Cast(Floor(F("longitude") * GRID), IntegerField()),
        output_field=TextField(),
    )


def by_cell() -> Split:
    """By place: squares of a hundredth of a degree, about a kilometre."""

    def named(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
        spots = {key: spot_of(key) for key in keys}
        return {key: f"{spot[0]:.3f}, {spot[1]:.3f}" if spot else str(NOT_KNOWN) for key, spot in spots.items()}

    return by_expression("cell", gettext_lazy("place"), cell, named)


def spot_of(key: str) -> tuple[float, float] | None:
    """The middle of a square, in degrees north and east."""
    north, _colon, east = key.partition(":")
    try:
        return (int(north) + 0.5) / GRID, (int(east) + 0.5) / GRID
    except ValueError:
        return None
