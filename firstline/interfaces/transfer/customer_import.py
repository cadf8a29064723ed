"""Customers as one of the nouns that can be brought in."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.parties import account_of, place_of, read_place
from firstline.interfaces.transfer.reading import Row
from firstline.interfaces.transfer.row_by_row import RowByRow
from firstline.reference.customers.belongings import LocationFacts
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Customer
from firstline.search.terms import rebuild_terms

POINTS = (
    ("phone", "phone"),
    ("phone", "phone_2"),
    ("mobile", "mobile"),
    ("fax", "fax"),
    ("email", "email"),
    ("email", "email_2"),
)


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """What one row says of a customer; `points` are (kind, value)."""

    line: int
    source: str
    name: str
    points: tuple[tuple[str, str], ...]
    language: str
    account: str
    account_number: str
    place: LocationFacts
    note: str
    flags: tuple[str, ...]


class Customers(RowByRow[CustomerRow]):
    """Rows become customers with their numbers and their place; those of one account find each other by its number."""

    kind = "customer"

    def read(self, mapping: Mapping, row: Row) -> CustomerRow:
        cells = Cells(mapping, row)
        return CustomerRow(
            place=read_place(cells),
            line=row.line,
            source=mapping.source(cells.text("key")),
            name=cells.text("name"),
            points=tuple((kind, value) for kind, field in POINTS if (value := cells.text(field))),
            language=cells.text("language"),
            account=cells.text("account"),
            account_number=cells.text("account_number"),
            note=cells.text("note"),
            flags=tuple(cells.flags),
        )

    def enter(self, draft: CustomerRow, made: Made) -> int:
        customer = create_customer(
            draft.name,
            by=self.by,
            points=draft.points,
            language=draft.language,
            account=account_of(draft, made, by=self.by),
            location=place_of(draft.place, made, by=self.by),
            note=draft.note,
            source=draft.source,
        )
        made.add(customer)
        return customer.pk

    def known(self, sources: Sequence[str]) -> dict[str, int]:
        rows = Customer.objects.filter(source__in=sources)
        return {source: pk for source, pk in rows.values_list("source", "pk") if source}

    def newest(self) -> int:
        return Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def remember(self, source: str, ident: int) -> None:
        """A customer keeps its key itself."""

    def count_words(self) -> None:
        rebuild_terms(["customer"])
