"""Agreements as one of the nouns that can be brought in."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.parties import Party, account_of, customer_of, read_party
from firstline.interfaces.transfer.reading import Row, RowRefused
from firstline.interfaces.transfer.row_by_row import RowByRow
from firstline.reference.customers.accounts import create_agreement
from firstline.reference.customers.models import Agreement


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """What one row says of an agreement."""

    line: int
    source: str
    number: str
    kind: str
    coverage: str
    party: Party
    starts_on: date | None
    ends_on: date | None
    flags: tuple[str, ...]


class Agreements(RowByRow[AgreementRow]):
    """Rows become agreements of the customers and accounts they name."""

    kind = "agreement"

    def read(self, mapping: Mapping, row: Row) -> AgreementRow:
        cells = Cells(mapping, row)
        kind = cells.text("kind") or Agreement.Kind.SUPPORT
        if kind not in Agreement.Kind.values:
            raise RowRefused(_("%(kind)s is no kind of agreement.") % {"kind": f'"{kind[:60]}"'})
        return AgreementRow(
            line=row.line,
            source=mapping.source(cells.text("key")),
            number=cells.text("number"),
            kind=kind,
            coverage=cells.text("coverage"),
            party=read_party(cells),
            starts_on=cells.day("starts_on"),
            ends_on=cells.day("ends_on"),
            flags=tuple(cells.flags),
        )

    def enter(self, draft: AgreementRow, made: Made) -> int:
        agreement = create_agreement(
            draft.number,
            by=self.by,
            customer=customer_of(draft.party),
            account=account_of(draft.party, made, by=self.by),
            kind=draft.kind,
            coverage=draft.coverage,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
        )
        made.add(agreement)
        return agreement.pk
