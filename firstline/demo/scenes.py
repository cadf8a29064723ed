"""Scenes of today that show what the desk is for: a burst main, a printer, a call that is on the line right now."""

from datetime import datetime, timedelta

from firstline.casework.contacts import closing
from firstline.casework.contacts.models import Channel, Kind, Outcome
from firstline.casework.tickets import alike, assignment, escalation, notes, resolution
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.opening import open_ticket
from firstline.casework.work_orders import linking, planning, progress, raising, telling
from firstline.casework.work_orders.models import Told
from firstline.demo.customers import CENTRE_OF_TOWN
from firstline.demo.weeks import Desk, log
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Customer, Location

BURST = (
    ("en", "Water is shooting out of the road in front of our house!"),
    ("fr", "Il y a de l'eau partout dans la rue, la chaussée se soulève."),
    ("pl", "Woda leje się na ulicę, pękła chyba rura."),
    ("th", "น้ำพุ่งขึ้นมาจากถนน ท่อน่าจะแตก"),
    ("en", "There is a fountain in Ferry Street, is that a burst pipe?"),
)
PAPER = "Paper taken out and put in again, another page printed."
TRAY = "See why the tray is not believed to hold A4."


def play(desk: Desk) -> None:
    """All scenes, ending a few minutes before now."""
    codes = {code.key: code for code in desk.codes}
    _burst_main(desk, codes["water-main"], desk.now - timedelta(hours=5))
    _printer(desk, codes["printer"], desk.now - timedelta(hours=26))
    _on_the_line(desk, codes["no-water"])


def _open(
    desk: Desk, code: ProblemCode, words: str, customer: Customer, at: datetime, place: Location | None
) -> Ticket:
    location = place or customer.location
    contact = log(
        desk, at, customer, kind=Kind.ACTION, words=words, code=code, location=location, place=str(location or "")
    )
    ticket = open_ticket(contact, by=contact.taken_by, at=at + timedelta(minutes=2))
    closing.close(contact, Outcome.TICKETED, by=contact.taken_by, at=at + timedelta(minutes=4))
    return ticket


def _burst_main(desk: Desk, code: ProblemCode, at: datetime) -> None:
    """Five customers report one burst; one work order is done for all of them."""
    ines = desk.staff["ines"]
    corners = [
        Location.objects.create(
            address=f"{212 + 4 * number} Ferry Street",
            city="Riverton",
            area="Harbour",
            latitude=CENTRE_OF_TOWN[0] + number * 0.0002,
            longitude=CENTRE_OF_TOWN[1],
        )
        for number in range(len(BURST))
    ]
    speakers = {language: [one for one in desk.people.residents if one.language == language] for language, _ in BURST}
    tickets = [
        _open(desk, code, words, speakers[language][number], at + timedelta(minutes=9 * number), corners[number])
        for number, (language, words) in enumerate(BURST)
    ]
    first = tickets[0]
    assignment.take(first, by=ines, at=at + timedelta(minutes=15))
    order = raising.raise_for(first, by=ines, at=at + timedelta(minutes=20))
    start = at + timedelta(minutes=45)
    planned_at = at + timedelta(minutes=21)
    planning.plan(order, order.crew, start, None, zone=at.tzinfo, by=ines, at=planned_at)  # type: ignore[arg-type]
    progress.release(order, by=ines, at=at + timedelta(minutes=22))
    progress.start(order, by=ines, at=at + timedelta(minutes=50))
    for ticket in tickets[1:4]:
        linking.link(order, ticket, "same problem code, less than 100 m away", by=ines, at=at + timedelta(hours=1))
    alike.mark_duplicate(tickets[4], first, by=ines, at=at + timedelta(hours=1))
    telling.mark_told(order.links.get(ticket=first), Told.TELEPHONE, by=ines, at=at + timedelta(hours=2))


def _printer(desk: Desk, code: ProblemCode, at: datetime) -> None:
    """A printer that does not print: what was done before, reproduced, proposed, waiting for a second answer."""
    piotr, customer = desk.staff["piotr"], _with_a_printer(desk)
    contact = log(
        desk,
        at,
        customer,
        kind=Kind.ACTION,
        words="The printer by the window prints nothing, the lamp is orange.",
        before="Filled in new paper this morning.",
        wanted="Needs to print the council papers by Friday.",
        code=code,
        equipment=desk.people.equipment[customer.pk],
        location=customer.location,
        place=str(customer.location),
        answers={str(question.pk): "Load tray 2" for question in code.questions.all() if question.required},
    )
    ticket = open_ticket(contact, by=contact.taken_by, at=at + timedelta(minutes=4))
    closing.close(contact, Outcome.TICKETED, by=contact.taken_by, at=at + timedelta(minutes=6))
    why, ola, then = "Not solved by telephone.", desk.staff["ola"], at + timedelta(hours=1)
    escalation.escalate(ticket, 2, why, tried=PAPER, expected=TRAY, by=ola, at=then)
    assignment.take(ticket, by=piotr, at=at + timedelta(hours=2))
    resolution.reproduce(
        ticket,
        "Same model in the training room",
        "Loaded tray 2 with A5, sent an A4 page",
        "Same message, lamp orange",
        reproduced=True,
        by=piotr,
        at=at + timedelta(hours=3),
    )
    proposal = resolution.propose(ticket, "Set tray 2 to A4 in its menu.", by=piotr, at=at + timedelta(hours=3))
    resolution.settle(proposal, "failed", by=piotr, at=at + timedelta(hours=4))
    resolution.propose(ticket, "Reset the tray and load it again.", by=piotr, at=at + timedelta(hours=4))
    notes.call(ticket, "Will try it after lunch and ring back.", "reached", by=piotr, at=at + timedelta(hours=5))
    resolution.ask_customer(ticket, "Did the reset help?", by=piotr, at=at + timedelta(hours=5))


def _with_a_printer(desk: Desk) -> Customer:
    owners = [one for one in desk.people.colleagues if desk.people.equipment[one.pk].name == "Printer"]
    return next(one for one in owners if one.language == "en")


def _on_the_line(desk: Desk, code: ProblemCode) -> None:
    """Two contacts that are open now: one just begun, one with the problem half entered, where a notice applies."""
    customer = next(one for one in desk.people.residents[20:] if one.language == "en")
    place = Location.objects.create(
        address="31 Ferry Street",
        city="Riverton",
        area="Harbour",
        latitude=CENTRE_OF_TOWN[0] + 0.003,
        longitude=CENTRE_OF_TOWN[1] + 0.002,
    )
    log(
        desk,
        desk.now - timedelta(minutes=3),
        customer,
        kind=Kind.ACTION,
        words="Since this morning nothing comes out of the tap, not a drop.",
        code=code,
        location=place,
        place=str(place),
        channel=Channel.TELEPHONE,
    )
    log(desk, desk.now - timedelta(minutes=1), channel=Channel.TELEPHONE)
