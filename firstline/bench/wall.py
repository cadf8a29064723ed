"""What a refresh of the wall costs: after something has happened, and for every further screen that shows the same."""

from collections.abc import Callable
from time import process_time

from django.test import Client

from firstline.bench.promises import Figure
from firstline.casework.reports import room
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.notes import note_internally
from firstline.interfaces.desk.wall_page import address_of
from firstline.reference.staff.wall_links import make_wall_link, withdraw_wall_link

ROUNDS, MILLISECONDS = 50, 5


def all_figures(database: Callable[[], float]) -> list[Figure]:
    """Processor time per refresh, of the application and (`database` gives its seconds) of the database."""
    link = make_wall_link("Bench", by=None)
    screen, address = Client(headers={"HX-Request": "true", "host": "localhost"}), address_of(link)
    ticket = Ticket.objects.open().order_by("-pk").first()
    room.forget()
    screen.get(address)
    changed = again = 0.0
    for number in range(ROUNDS if ticket else 0):
        note_internally(ticket, f"For the wall ({number})", by=None)  # type: ignore[arg-type]
        changed += _seconds(lambda: screen.get(address), database)
        again += _seconds(lambda: screen.get(address), database)
    withdraw_wall_link(link, by=None)
    return [
        Figure("wall, refresh after a change", changed / ROUNDS * 1000, "ms", MILLISECONDS),
        Figure("wall, refresh of each further screen", again / ROUNDS * 1000, "ms", MILLISECONDS),
    ]


def _seconds(act: Callable[[], object], database: Callable[[], float]) -> float:
    before = process_time() + database()
    act()
    return process_time() + database() - before
