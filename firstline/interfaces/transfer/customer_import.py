"""Customers as one of the nouns that can be brought in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.importing import Loaded
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.reading import Row
from firstline.journal.quiet import quietly
from firstline.journal.refusal import Refused
from firstline.reference.customers.accounts import create_account
from firstline.reference.customers.belongings import create_location
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Account, AccountNumber, Customer, Location
from firstline.reference.customers.numbers import normal_code
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
    address: str
    area: str
    postcode: str
    city: str
    latitude: float | None
    longitude: float | None
    note: str
    flags: tuple[str, ...]


class Customers:
    """Rows become customers with their numbers and their place; those of one account find each other by its number."""

    def read(self, mapping: Mapping, row: Row) -> CustomerRow:
        cells = Cells(mapping, row)
        latitude, longitude = cells.point()
        return CustomerRow(
            line=row.line,
            source=f"{mapping.name}:{cells.text('key')}",
            name=cells.text("name"),
            points=tuple((kind, value) for kind, field in POINTS if (value := cells.text(field))),
            language=cells.text("language"),
            account=cells.text("account"),
            account_number=cells.text("account_number"),
            address=cells.text("address"),
            area=cells.text("area"),
            postcode=cells.text("postcode"),
            city=cells.text("city"),
            latitude=latitude,
            longitude=longitude,
            note=cells.text("note"),
            flags=tuple(cells.flags),
        )

    def note(self, draft: CustomerRow) -> None:
        """A customer needs nothing that is not in the row."""

    def prepare(self, *, dry_run: bool) -> None:
        """Accounts and places are entered row by row."""

    def load(self, drafts: Sequence[CustomerRow]) -> Loaded:
        rows = Customer.objects.filter(source__in=[draft.source for draft in drafts])
        refused = []
        with quietly():
            known = {source: pk for source, pk in rows.values_list("source", "pk") if source}
            for draft in drafts:
                if draft.source not in known:
                    try:
                        _enter(draft)
                    except Refused as reason:
                        refused.append((draft.line, str(reason)))
        return Loaded(known, refused)

    def rehearse(self, drafts: Sequence[CustomerRow]) -> Loaded:
        with transaction.atomic():
            loaded = self.load(drafts)
            transaction.set_rollback(True)
        return loaded

    def newest(self) -> int:
        return Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def count_words(self) -> None:
        rebuild_terms(["customer"])


@transaction.atomic
def _enter(draft: CustomerRow) -> Customer:
    return create_customer(
        draft.name,
        by=None,
        points=draft.points,
        language=draft.language,
        account=_account(draft),
        location=_location(draft),
        note=draft.note,
        source=draft.source,
    )


def _account(draft: CustomerRow) -> Account | None:
    if draft.account_number:
        number = (
            AccountNumber.objects.select_related("account").filter(normal=normal_code(draft.account_number)).first()
        )
        if number:
            return number.account
        return create_account(draft.account or draft.account_number, by=None, numbers=[draft.account_number])
    if draft.account:
        return Account.objects.filter(name=draft.account).first() or create_account(draft.account, by=None)
    return None


def _location(draft: CustomerRow) -> Location | None:
    if not draft.address:
        return None
    return create_location(
        by=None,
        address=draft.address,
        area=draft.area,
        postcode=draft.postcode,
        city=draft.city,
        latitude=draft.latitude,
        longitude=draft.longitude,
    )
