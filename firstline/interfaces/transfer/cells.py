"""Reading the texts of one row: required ones, moments, points of the earth."""

import math
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from firstline.interfaces.transfer.fields import NOUNS
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.reading import Row, RowRefused

T = TypeVar("T")


class Cells:
    """One row seen through its mapping; every question raises RowRefused when the row cannot answer it."""

    def __init__(self, mapping: Mapping, row: Row) -> None:
        if row.problem:
            raise RowRefused(row.problem)
        self.mapping, self.row = mapping, row
        self.flags: list[str] = []

    def text(self, name: str) -> str:
        """The text of a field, not longer than the field holds."""
        field = NOUNS[self.mapping.noun][name]
        try:
            found = self.mapping.text(name, self.row.cells)
        except KeyError as missing:
            raise RowRefused(
                _("%(column)s: the value %(value)s is not in the mapping's table of values.")
                % {"column": self._columns(name), "value": f'"{_short(missing.args[0])}"'}
            ) from missing
        if field.required and not found:
            raise RowRefused(_("%(column)s is empty.") % {"column": self._columns(name)})
        if field.longest and len(found) > field.longest:
            raise RowRefused(
                _("%(column)s has %(length)s characters; %(longest)s are the most.")
                % {"column": self._columns(name), "length": len(found), "longest": field.longest}
            )
        return found

    def cut(self, name: str, longest: int) -> str:
        """The text of a field, cut to `longest` characters and flagged when it had more."""
        found = self.text(name)
        if len(found) <= longest:
            return found
        self.flags.append(f"{name}_cut")
        return found[: longest - 1].rstrip() + "…"

    def moment(self, name: str) -> datetime | None:
        return self.needed_moment(name) if self.text(name) else None

    def day(self, name: str) -> date | None:
        return self._read_time(name, self.mapping.clock.day) if self.text(name) else None

    def needed_moment(self, name: str) -> datetime:
        return self._read_time(name, self.mapping.clock.read)

    def _read_time(self, name: str, read: Callable[[str], T]) -> T:
        found = self.text(name)
        try:
            return read(found)
        except (ValueError, OverflowError) as problem:
            raise RowRefused(
                _("%(column)s: %(value)s is no date in any of the mapping's formats.")
                % {"column": self._columns(name), "value": f'"{_short(found)}"'}
            ) from problem

    def point(self) -> tuple[float, float] | tuple[None, None]:
        """Latitude and longitude; flagged and left out when one is missing or they name no more than a whole degree."""
        latitude, longitude = self._degrees("latitude", 90), self._degrees("longitude", 180)
        if latitude is None and longitude is None:
            return None, None
        if latitude is None or longitude is None:
            self.flags.append("half_a_point")
            return None, None
        if latitude.is_integer() and longitude.is_integer():
            self.flags.append("coarse_point")
            return None, None
        return latitude, longitude

    def number(self, name: str) -> float | None:
        """A number as people write it, with a point or a comma; None where there is none."""
        found = self.text(name)
        try:
            number = float(found.replace(",", ".")) if found else None
        except ValueError:
            number = math.nan
        if number is not None and not math.isfinite(number):
            raise RowRefused(
                _("%(column)s: %(value)s is no number.")
                % {"column": self._columns(name), "value": f'"{_short(found)}"'}
            )
        return number

    def path(self) -> tuple[str, str, str, str]:
        """Department, provider, category and code; a level that the row leaves out is named as the one above."""
        department, code = self.text("department"), self.text("code")
        provider = self.text("provider") or department
        return department, provider, self.text("category") or provider, code

    def _degrees(self, name: str, most: int) -> float | None:
        found = self.text(name)
        if not found:
            return None
        try:
            degrees = float(found)
        except ValueError:
            degrees = math.nan
        if not -most <= degrees <= most:
            raise RowRefused(
                _("%(column)s: %(value)s is no number of degrees from -%(most)s to %(most)s.")
                % {"column": self._columns(name), "value": f'"{_short(found)}"', "most": most}
            )
        return degrees

    def _columns(self, name: str) -> str:
        origin = self.mapping.columns.get(name)
        return " / ".join(origin.columns) if origin else name


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
