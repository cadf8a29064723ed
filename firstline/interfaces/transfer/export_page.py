"""What the screens of exports know."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from firstline.interfaces.listings import Listing, find
from firstline.interfaces.transfer.exporting import formats_of, listing_for, wanted_by
from firstline.interfaces.transfer.exporting_asking import AT_ONCE, size_of
from firstline.interfaces.transfer.exporting_keeping import KEPT_DAYS
from firstline.interfaces.transfer.models import Export
from firstline.interfaces.transfer.regular_reports import PREFIX
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

MOST = 50
NAMES = {"csv": "CSV", "xlsx": "XLSX (Excel, LibreOffice)", "json": "OCEL 2.0 (JSON)"}


@dataclass(frozen=True)
class Question:
    """What would be exported; `refusal` says why it is not."""

    user: User
    of: str
    address: str
    now: datetime
    refusal: str = ""

    @property
    def is_unknown(self) -> bool:
        return self._listing is None and not self.refusal

    @cached_property
    def _listing(self) -> Listing | None:
        try:
            return listing_for(self.of, self.user)
        except Refused:
            return None

    @property
    def title(self) -> str:
        return str(self._listing.title) if self._listing else _("Export")

    @cached_property
    def _rows(self) -> tuple[int, str]:
        """How many there would be, or why none."""
        if self._listing is None:
            return 0, _refused(self.of, self.user)
        try:
            return size_of(self._listing, wanted_by(self.user, self.address, self.now)), ""
        except Refused as refusal:
            return 0, str(refusal)

    @property
    def count(self) -> int:
        return self._rows[0]

    @property
    def trouble(self) -> str:
        return self.refusal or self._rows[1]

    @property
    def is_long(self) -> bool:
        return self.count > AT_ONCE

    @property
    def formats(self) -> list[tuple[str, str]]:
        return [(name, NAMES[name]) for name in formats_of(self._listing)] if self._listing else []

    @property
    def can_be_regular(self) -> bool:
        return self.of.startswith(PREFIX)

    @property
    def back(self) -> str:
        """The screen where it came from."""
        if self._listing is None or not self._listing.where:
            return reverse("transfer:exports")
        return f"{reverse(self._listing.where)}?{self.address.removeprefix('?')}"


def _refused(name: str, user: User) -> str:
    try:
        listing_for(name, user)
    except Refused as refusal:
        return str(refusal)
    return ""


@dataclass(frozen=True)
class Row:
    """One export as it is listed."""

    export: Export

    @property
    def title(self) -> str:
        listing = find(self.export.listing)
        return str(listing.title) if listing else self.export.listing

    @property
    def format(self) -> str:
        return self.export.format.upper()

    @property
    def written(self) -> str:
        """How many rows there are, or are written of how many."""
        rows, of = (number_format(number, force_grouping=True) for number in (self.export.rows, self.export.of))
        return _("%(rows)s of %(of)s") % {"rows": rows, "of": of} if self.export.is_under_way else rows

    @property
    def is_ready(self) -> bool:
        return self.export.state == Export.State.READY

    @property
    def tone(self) -> str:
        tones = {Export.State.READY: "good", Export.State.FAILED: "bad"}
        return tones.get(Export.State(self.export.state), "")


@dataclass(frozen=True)
class OwnExports:
    """What a person has exported lately, newest first."""

    user: User
    refusal: str = ""
    kept_days = KEPT_DAYS

    @cached_property
    def rows(self) -> list[Row]:
        return [Row(export) for export in Export.objects.filter(by=self.user)[:MOST]]

    @property
    def is_moving(self) -> bool:
        """Whether any of them is being written, so that the page has to look again."""
        return any(row.export.is_under_way for row in self.rows)

    @property
    def may_regulate(self) -> bool:
        return may(self.user, Right.EDIT_REFERENCE)
