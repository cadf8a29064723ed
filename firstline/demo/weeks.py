"""Four weeks at the desk: contacts, tickets and work orders in all states, made by the desk's own verbs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from firstline.casework.contacts import closing
from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.casework.contacts.searching import index_contact
from firstline.casework.tickets.opening import open_ticket
from firstline.demo import phrases
from firstline.demo.counted import count_rows
from firstline.demo.customers import People
from firstline.demo.guided import follow
from firstline.demo.lives import live
from firstline.journal.numbers import next_number
from firstline.journal.recording import record
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceProvider
from firstline.reference.customers.models import Customer, Equipment
from firstline.reference.handling.models import Question
from firstline.reference.staff.models import User

DAYS = 28
A_DAY = 12
CHANNELS = {Channel.TELEPHONE: 70, Channel.EMAIL: 14, Channel.PORTAL: 10, Channel.COUNTER: 4, Channel.FAX: 2}
# After so many contacts the rows are counted: early, while most tables are nearly empty, and once more.
COUNTED_AFTER = (10, 100)
ANALYSTS = ("ana", "luc", "ola", "nok")


@dataclass
class Desk:
    """Everything the weeks happen with; `chance` is seeded, so they are the same every time."""

    staff: dict[str, User]
    people: People
    codes: list[ProblemCode]
    chance: Random
    now: datetime


def pass_weeks(desk: Desk) -> int:
    """Let the weeks before `desk.now` happen; gives the number of contacts."""
    contacts = 0
    for at in moments(desk):
        contacts += 1
        if contacts in COUNTED_AFTER:
            count_rows()
        match desk.chance.choices(["action", "information", "comment", "abandoned"], weights=(62, 24, 7, 7))[0]:
            case "action":
                _action(desk, at)
            case "information":
                _information(desk, at)
            case "comment":
                _comment(desk, at)
            case _:
                _close(log(desk, at), Outcome.ABANDONED, at, seconds=25)
    return contacts


def moments(desk: Desk) -> Iterator[datetime]:
    """When somebody gets in touch: more on Mondays, few at weekends, mostly by day."""
    midnight = desk.now.replace(hour=0, minute=0, second=0, microsecond=0)
    for back in range(DAYS, -1, -1):
        day = midnight - timedelta(days=back)
        busy = {0: A_DAY + 5, 5: 4, 6: 2}.get(day.weekday(), A_DAY)
        hours = sorted(min(max(desk.chance.gauss(11.5, 2.6), 6.5), 20) for _ in range(busy))
        for hour in hours:
            at = day + timedelta(minutes=round(hour * 60))
            if at < desk.now - timedelta(minutes=5):
                yield at


def log(desk: Desk, at: datetime, customer: Customer | None = None, **known: Any) -> Contact:
    """A contact as it stands after the customer has said what they want, begun at its own time."""
    channel = known.pop("channel", None) or desk.chance.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
    by = desk.staff[desk.chance.choice(ANALYSTS)]
    if customer:
        point = customer.contact_points.all()[0]
        known |= {
            "customer": customer,
            "account": customer.account,
            "caller_name": customer.name,
            "caller_number": point.value,
            "language": customer.language,
        }
    number = next_number("contact")
    contact = Contact.objects.create(number=number, channel=channel, started_at=at, taken_by=by, **known)
    record("contact.opened", contact, by=by, at=at, facts={"channel": str(channel), "outbound": False})
    index_contact(contact)
    return contact


def _close(contact: Contact, outcome: Outcome, at: datetime, *, seconds: int) -> None:
    closing.close(contact, outcome, by=contact.taken_by, at=at + timedelta(seconds=seconds))


def _said(desk: Desk, code: ProblemCode, language: str) -> str:
    word = desk.chance.choice([*code.synonyms.get(language, ()), code.labels[language]])
    since = desk.chance.choice(phrases.SINCE[language])
    text = desk.chance.choice(phrases.OPENINGS[language]).format(word=word, since=since)
    return text[0].upper() + text[1:]


def _action(desk: Desk, at: datetime) -> None:
    code = desk.chance.choice(desk.codes)
    equipment = None
    if code.handling.requires_equipment and code.category.provider.department.key == "it":
        customer = desk.chance.choice(desk.people.colleagues)
        equipment = desk.people.equipment[customer.pk]
    elif code.category.provider.department.key == "it":
        customer = desk.chance.choice(desk.people.colleagues)
    else:
        customer = desk.chance.choice(desk.people.residents)
    contact = log(desk, at, customer, kind=Kind.ACTION, **_problem(desk, code, customer, equipment))
    if code.handling.requires_equipment and equipment is None:
        _close(contact, Outcome.MISDIRECTED, at, seconds=90)
        return
    followed = follow(contact, at, desk.now)
    ticket = open_ticket(contact, by=contact.taken_by, at=at + timedelta(minutes=3))
    if followed:
        followed.opened(ticket)
    if desk.now - at > timedelta(hours=1) or desk.chance.random() < 0.6:
        _close(contact, Outcome.TICKETED, at, seconds=desk.chance.randint(200, 600))
    live(ticket, desk.staff, desk.chance, desk.now)


def _problem(desk: Desk, code: ProblemCode, customer: Customer, equipment: Equipment | None) -> dict[str, Any]:
    language = customer.language or "en"
    return {
        "words": _said(desk, code, language),
        "wanted": phrases.WANTED[language] if desk.chance.random() < 0.3 else "",
        "code": code,
        "location": customer.location,
        "place": str(customer.location),
        "equipment": equipment,
        "answers": {str(question.pk): _answer(desk, question) for question in code.questions.all()},
    }


def _answer(desk: Desk, question: Question) -> Any:
    match question.kind:
        case Question.Kind.YES_NO:
            return desk.chance.random() < 0.5
        case Question.Kind.NUMBER:
            return desk.chance.randint(1, 40)
        case Question.Kind.CHOICE:
            return desk.chance.choice(question.choices)["en"]
        case Question.Kind.DATE:
            return (desk.now - timedelta(days=1)).date().isoformat()
        case _:
            return f"No. {desk.chance.randint(100, 999)}"


def _information(desk: Desk, at: datetime) -> None:
    code = desk.chance.choice(
        [code for code in desk.codes if code.handling.centre and code.handling.centre.key == "desk"]
    )
    customer = desk.chance.choice(desk.people.residents)
    words = _said(desk, code, customer.language)
    answer = desk.chance.choice(phrases.ANSWERS)
    contact = log(desk, at, customer, kind=Kind.INFORMATION, words=words, code=code, answer=answer)
    if desk.now - at > timedelta(minutes=20):
        follow(contact, at, desk.now)
        _close(contact, Outcome.ANSWERED, at, seconds=desk.chance.randint(60, 240))


def _comment(desk: Desk, at: datetime) -> None:
    tone, department, provider, words = desk.chance.choice(phrases.COMMENTS)
    about = Department.objects.get(key=department)
    contact = log(
        desk,
        at,
        desk.chance.choice(desk.people.residents),
        kind=Kind.COMMENT,
        words=words,
        tone=tone,
        about_department=about,
        about_provider=ServiceProvider.objects.get(department=about, key=provider) if provider else None,
    )
    _close(contact, Outcome.RECORDED, at, seconds=120)
