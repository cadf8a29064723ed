"""Small CSV files and mappings for the tests of imports."""

from pathlib import Path

from firstline.interfaces.transfer import toml_mapping
from firstline.interfaces.transfer.mapping import Mapping

MAPPING = """
name = "town"
label = "Our town"
keep = ["opened", "area"]

[time]
zone = "Europe/Warsaw"
formats = ["iso", "%d.%m.%Y %H:%M"]

[columns]
key = "id"
department = "dept"
code = "problem"
centre = "team"
title = "title"
place = "place"
latitude = "lat"
longitude = "lon"
channel = "via"
state = "state"
opened_at = "opened"
closed_at = "closed"
resolution = "result"

[values.channel]
"call" = "telephone"
"*" = "other"

[values.state]
"open" = "new"
"done" = "closed"
"""
HEADING = "id,dept,problem,team,title,place,lat,lon,via,state,opened,closed,result,area"
FIRST = "1,Roads,Pothole,Depot,Deep hole,Mill Lane 4,52.1,21.01,call,open,2026-07-01 10:00,,,North"
SECOND = "2,Roads,Pothole,Depot,Hole again,Mill Lane 4,52.1,21.01,web,done,02.01.2026 08:30,03.01.2026 09:00,Filled, "


class Listener:
    """Keeps what an import tells."""

    def __init__(self) -> None:
        self.refusals: list[tuple[int, str]] = []
        self.shares: list[tuple[int, int, bool]] = []

    def refused(self, line: int, reason: str) -> None:
        self.refusals.append((line, reason))

    def looked_through(self, rows: int) -> None: ...

    def loaded(self, rows: int, of: int, rate: float) -> None:
        self.shares.append((rows, of, rate > 0))


def mapping(folder: Path, text: str = MAPPING, noun: str = "tickets") -> Mapping:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return toml_mapping.read(path, noun)


def csv(folder: Path, *rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Path:
    path = folder / "rows.csv"
    path.write_bytes("\r\n".join([heading, *rows, ""]).encode(encoding, "surrogatepass"))
    return path
