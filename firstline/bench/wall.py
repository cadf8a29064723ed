"""What a refresh of the wall costs: after something has happened, and for every further screen that shows the same."""

import time
from collections.abc import Callable

from firstline.bench.processes import desk, exact_seconds, postmaster
from firstline.bench.promises import Figure
from firstline.bench.visitor import HTMX, Visitor
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.notes import note_internally
from firstline.interfaces.desk.wall_page import address_of
from firstline.reference.staff.wall_links import make_wall_link, withdraw_wall_link

ROUNDS, REFRESHES, MILLISECONDS = 5, 20, 5
# What was written is told to the web process at once, and to the jobs; that is no part of a refresh.
AFTER_SECONDS = 0.05


def all_figures() -> list[Figure]:
    """Processor time per refresh, of the web process and the database."""
    database = postmaster()
    with desk() as (port, web, _worker):
        screen = Visitor(port)
        return figures(
            lambda address: screen.get(address, HTMX),
            lambda: exact_seconds(web) + (exact_seconds(database) if database else 0.0),
        )


def figures(
    get: Callable[[str], object],
    seconds: Callable[[], float],
    *,
    rounds: int = ROUNDS,
    after: float = AFTER_SECONDS,
) -> list[Figure]:
    """Of so many rounds the one that was disturbed least; `get` asks for an address, `seconds` tells what was used."""
    link = make_wall_link("Bench", by=None)
    address, ticket = address_of(link), Ticket.objects.open().order_by("-pk").first()
    get(address)
    costs = [_round(ticket, lambda: get(address), seconds, after) for _number in range(rounds)] if ticket else []
    withdraw_wall_link(link, by=None)
    changed, again = (min(found) for found in zip(*costs, strict=True)) if costs else (0.0, 0.0)
    return [
        Figure("wall, refresh after a change", changed * 1000, "ms", MILLISECONDS),
        Figure("wall, refresh of each further screen", again * 1000, "ms", MILLISECONDS),
    ]


def _round(
    ticket: Ticket, refresh: Callable[[], object], seconds: Callable[[], float], after: float
) -> tuple[float, float]:
    """Seconds of a refresh after a change, and of one more."""
    changed = again = 0.0
    for number in range(REFRESHES):
        note_internally(ticket, f"For the wall ({number})", by=None)
        time.sleep(after)
        before = seconds()
        refresh()
        between = seconds()
        refresh()
        changed += between - before
        again += seconds() - between
    return changed / REFRESHES, again / REFRESHES
