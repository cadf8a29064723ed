"""Whether every spelling of real telephone numbers finds the customer who has it."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from firstline.reference.customers import directory
from firstline.reference.customers.keeping import create_customer
from firstline.scores.cases import Case, figure

SPELLINGS = ("e164", "international", "national", "rfc3966", "from_us")

Out = Callable[[str], None]


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case per row of `phones/forms.jsonl`: it passes when each of its five spellings finds a customer with it."""
    lines = (folder / "phones" / "forms.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for number in dict.fromkeys(row["e164"] for row in rows):
        create_customer("Customer", points=[("phone", number)], by=None)
    passed = 0
    for row in rows:
        missed = [spelling for spelling in SPELLINGS if not _is_found(row, spelling)]
        passed += not missed
        yield Case(f"{row['region']} {row['type']} {row['e164']}", not missed, ", ".join(row[each] for each in missed))
    out(figure("numbers found in all five spellings", passed, len(rows)))


def _is_found(row: dict[str, str], spelling: str) -> bool:
    """The region of the desk is the row's own, and the United States for a number dialled from there."""
    hits = directory.find(row[spelling], region="US" if spelling == "from_us" else row["region"], limit=50)
    return any(point.normal == row["e164"] for hit in hits for point in hit.customer.contact_points.all())
