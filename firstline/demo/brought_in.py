"""A file of another office that the shown city has brought in: one to look at under Setup > Imports, and to undo."""

from pathlib import Path
from tempfile import TemporaryDirectory

from firstline.demo.weeks import Desk
from firstline.interfaces.transfer import import_runs, import_working
from firstline.interfaces.transfer.import_book import RunBook
from firstline.interfaces.transfer.models.imports import State

NAME = "harbour-equipment.csv"
MAPPING = """name = "harbour"
label = "Harbour office"
noun = "equipment"
delimiter = ";"

[columns]
key = "no"
name = "what"
model_number = "model"
serial_number = "serial"
criticality = "weight"
customer_email = "keeper"
address = "where"

[values.criticality]
"1" = "high"
"2" = "medium"
"3" = "low"
"""
ROWS = """no;what;model;serial;weight;keeper;where
1;Crane 1;LX-40;40-1187;1;;Quay 1
2;Crane 2;LX-40;40-1192;1;;Quay 2
3;Lock gate;;;1;;Canal Side 1
4;Sluice pump;P-9;9-0031;2;;Canal Side 1
5;Light mast;;;often;;Quay 2
6;Beacon;B-2;2-77;3;harbourmaster@example.org;Quay 3
2;Crane 2;LX-40;40-1192;1;;Quay 2
"""


def bring_file_in(desk: Desk) -> None:
    """Seven rows, of which three are in error."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        file.write_text(ROWS, encoding="utf-8")
        run = import_runs.begin_at_once("equipment", NAME, MAPPING, size=file.stat().st_size, at=desk.now)
        import_working.bring_in(run, file, RunBook(run, State.LOADING), dry_run=False)
