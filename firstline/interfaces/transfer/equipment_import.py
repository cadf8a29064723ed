"""Equipment as one of the nouns that can be brought in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.parties import Party, account_of, customer_of, place_of, read_party, read_place
from firstline.interfaces.transfer.reading import Row, RowRefused
from firstline.interfaces.transfer.row_by_row import RowByRow
from firstline.reference.customers.belongings import LocationFacts, create_equipment
from firstline.reference.customers.models import Agreement, Degree
from firstline.reference.customers.numbers import normal_code


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """What one row says of a thing."""

    line: int
    source: str
    name: str
    model_number: str
    serial_number: str
    criticality: int | None
    agreement: str
    party: Party
    place: LocationFacts
    flags: tuple[str, ...]


class Things(RowByRow[EquipmentRow]):
    """Rows become equipment of the customers and accounts they name."""

    kind = "equipment"

    def read(self, mapping: Mapping, row: Row) -> EquipmentRow:
        cells = Cells(mapping, row)
        criticality = cells.text("criticality")
        return EquipmentRow(
            place=read_place(cells, "building", "floor", "unit"),
            line=row.line,
            source=mapping.source(cells.text("key")),
            name=cells.text("name"),
            model_number=cells.text("model_number"),
            serial_number=cells.text("serial_number"),
            criticality=_degree(criticality) if criticality else None,
            agreement=cells.text("agreement"),
            party=read_party(cells),
            flags=tuple(cells.flags),
        )

    def enter(self, draft: EquipmentRow, made: Made) -> int:
        thing = create_equipment(
            by=self.by,
            name=draft.name,
            model_number=draft.model_number,
            serial_number=draft.serial_number,
            criticality=draft.criticality,
            customer=customer_of(draft.party),
            account=account_of(draft.party, made, by=self.by),
            agreement=_agreement(draft.agreement),
            location=place_of(draft.place, made, by=self.by),
        )
        made.add(thing)
        return thing.pk


def _degree(text: str) -> int:
    try:
        return Degree[text.upper()].value
    except KeyError as unknown:
        raise RowRefused(_("criticality is high, medium or low.")) from unknown


def _agreement(number: str) -> Agreement | None:
    if not number:
        return None
    found = Agreement.objects.filter(normal=normal_code(number)).first()
    if found is None:
        raise RowRefused(_("there is no agreement %(number)s.") % {"number": number})
    return found
