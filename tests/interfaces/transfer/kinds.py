"""A small file of every kind that can be brought in, and the mapping it is read by."""

from pathlib import Path

from openpyxl import Workbook

from firstline.interfaces.transfer import toml_mapping
from firstline.interfaces.transfer.import_book import RunBook
from firstline.interfaces.transfer.import_working import bring_in
from firstline.interfaces.transfer.models import ImportRun
from firstline.interfaces.transfer.models.imports import State
from tests.builders import NOON

TIME = '\n[time]\nzone = "Europe/Warsaw"\nformats = ["iso"]\n'

FILES: dict[str, tuple[str, list[list[object]]]] = {
    "customers": (
        "",
        [
            ["key", "name", "phone", "account_number", "address"],
            ["c1", "Anna Nowak", "+48 22 123 45 67", "A-1", "Mill Lane 4"],
            ["c2", "Peter Nowak", "", "a1", ""],
        ],
    ),
    "equipment": (
        "",
        [
            ["key", "name", "serial_number", "criticality", "customer", "account_number", "address"],
            ["e1", "Pump", "SN-1", "high", "c1", "A-1", "Mill Lane 4"],
            ["e2", "Boiler", 4711.0, "", "c9", "", ""],
            ["e3", "Valve", "", "", "", "B-2", ""],
        ],
    ),
    "agreements": (
        TIME,
        [
            ["key", "number", "kind", "customer", "account_number", "starts_on", "ends_on"],
            ["a1", "S-100", "warranty", "", "A-1", "2026-01-01", "2026-12-31"],
            ["a2", "S-101", "support", "c2", "", "2026-05-01", "2025-12-31"],
            ["a3", "S-102", "", "", "", "", ""],
        ],
    ),
    "catalogue": (
        "",
        [
            ["department", "provider", "category", "code", "label_fr", "synonyms_en", "centre", "priority"],
            ["Roads", "Street care", "Surface", "Pothole", "Nid-de-poule", "hole; crater", "Depot", "regular"],
            ["Roads", "Street care", "Surface", "Crack", "", "", "", "soon"],
            ["Roads", "", "", "Sign", "", "", "", ""],
        ],
    ),
    "articles": (
        '\n[constants]\nlanguage = "en"\n',
        [
            ["key", "title", "language", "body", "state", "translation_of", "code"],
            ["k1", "Potholes", "", "Who fills them", "published", "", "Pothole"],
            ["k2", "Nids-de-poule", "fr", "Qui les comble", "published", "k1", ""],
            ["k3", "Lost", "fr", "x", "", "k9", ""],
            ["k4", "Unknown", "", "x", "", "", "Nowhere"],
        ],
    ),
    "tickets": (
        TIME,
        [
            ["key", "department", "provider", "category", "code", "state", "opened_at", "words"],
            ["t1", "Roads", "Street care", "Surface", "Pothole", "new", "2026-07-01 10:00", "=1+1"],
            ["t2", "Roads", "Street care", "Surface", "Pothole", "closed", "2026-07-02 10:00", "Deep"],
        ],
    ),
    "work_orders": (
        TIME,
        [
            ["key", "title", "department", "code", "state", "raised_at", "completed_at", "hours", "crew", "tickets"],
            ["w1", "Fill", "Roads", "Sign", "completed", "2026-07-01 11:00", "2026-07-03 12:00", "1,5", "", "t1; t2"],
            ["w2", "Fill", "Roads", "Sign", "planned", "2026-07-01 11:00", "", "", "Nobody", ""],
            ["w3", "Fill", "Roads", "Sign", "planned", "2026-07-01 11:00", "", "", "", "t9"],
            ["w4", "Fill", "Roads", "Sign", "planned", "never", "", "", "", ""],
        ],
    ),
}


def mapping_text(kind: str) -> str:
    """The columns of these files are called as the fields are."""
    more, rows = FILES[kind]
    columns = "\n".join(f'{name} = "{name}"' for name in rows[0])
    return f'name = "old"\nlabel = "Old desk"\n[columns]\n{columns}\n{more}'


def sheet(folder: Path, kind: str, rows: list[list[object]] | None = None) -> Path:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    for row in rows or FILES[kind][1]:
        page.append(row)
    path = folder / f"{kind}.xlsx"
    workbook.save(path)
    return path


def run_of(kind: str, text: str = "") -> ImportRun:
    return ImportRun.objects.create(
        kind=kind,
        file_name=kind,
        mapping=text or mapping_text(kind),
        begun_at=NOON,
        changed_at=NOON,
        state=State.LOADING,
    )


def load(folder: Path, kind: str, rows: list[list[object]] | None = None) -> ImportRun:
    """A run of this file, brought in."""
    run = run_of(kind)
    toml_mapping.read_text(run.mapping, kind, "mapping")
    bring_in(run, sheet(folder, kind, rows), RunBook(run, State.LOADING), dry_run=False)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int]:
    return run.new, run.known, run.refused


def wrong(run: ImportRun) -> list[tuple[int, str]]:
    return list(run.bad_lines.order_by("line").values_list("line", "reason"))
