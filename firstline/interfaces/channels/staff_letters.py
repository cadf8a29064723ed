"""What members of staff are told of what happened with tickets, each as they wish it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils.dateparse import parse_datetime

from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels.letters import Letter, moment
from firstline.interfaces.channels.told_about import Known
from firstline.journal.models import Entry
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.service_levels.models import EscalationStep
from firstline.reference.staff.models import Membership, User
from firstline.reference.staff.roles import Role

MENTION = re.compile(r"(?<![\w@.+-])@([\w.@+-]*\w)")
MOST_MENTIONS = 20


def assigned(entry: Entry, known: Known) -> Iterator[Letter]:
    yield from _letters(entry, known, Occasion.ASSIGNED, [entry.facts.get("to_id")], {"who": entry.actor_name})


def mentioned(entry: Entry, known: Known) -> Iterator[Letter]:
    """Whoever a note names by "@" and their sign-in name."""
    text = str(entry.facts.get("text", ""))
    names = {name.lower() for name in MENTION.findall(text)[:MOST_MENTIONS]}
    if names:
        users = [user.pk for user in known.staff.values() if user.username.lower() in names]
        yield from _letters(entry, known, Occasion.MENTIONED, users, {"who": entry.actor_name, "text": text})


def late(entry: Entry, known: Known) -> Iterator[Letter]:
    """A step of escalation that tells people: whoever has the ticket, the supervisors or the managers."""
    ticket = known.tickets.get(entry.subject_id)
    act, department = entry.facts.get("act"), ticket.department_id if ticket else None
    to: Iterable[int | None]
    if act == EscalationStep.Act.TELL_ASSIGNEE:
        to = [entry.facts.get("assignee_id")]
    else:
        role = Role.MANAGER if act == EscalationStep.Act.TELL_MANAGERS else Role.SUPERVISOR
        to = [user.pk for user in known.having([role], department)]
    facts = {"who": entry.facts.get("assignee", "")}
    yield from _letters(entry, known, Occasion.LATE, to, facts, when=_moment(entry.facts.get("due_by")))


def escalated(entry: Entry, known: Known) -> Iterator[Letter]:
    """Whoever it was given to, else all of the tier that it came to."""
    to = entry.facts.get("to_id")
    members = Membership.objects.filter(centre=entry.facts.get("centre_id"), tier=entry.facts.get("tier"))
    users = [to] if to else list(members.values_list("user", flat=True))
    facts = {"who": entry.actor_name, "text": str(entry.facts.get("text", ""))}
    yield from _letters(entry, known, Occasion.ESCALATED, users, facts)


def answered(entry: Entry, known: Known) -> Iterator[Letter]:
    ticket = known.tickets.get(entry.subject_id)
    if ticket and ticket.assignee_id:
        facts = {"text": str(entry.facts.get("text", "")), "who": ticket.customer.name if ticket.customer else ""}
        yield from _letters(entry, known, Occasion.ANSWERED, [ticket.assignee_id], facts)


def _moment(text: object) -> datetime | None:
    try:
        return parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _letters(
    entry: Entry,
    known: Known,
    occasion: Occasion,
    to: Iterable[int | None],
    facts: Mapping[str, str],
    when: datetime | None = None,
) -> Iterator[Letter]:
    """One to each of them who has an address and wishes it; nobody is told what they did themselves."""
    ticket = known.tickets.get(entry.subject_id)
    for key in dict.fromkeys(to):
        user = known.staff.get(key) if key else None
        if ticket and user and user.email and user.pk != entry.actor_id:
            yield from _letter(entry, known, occasion, ticket, user, facts, when)


def _letter(
    entry: Entry,
    known: Known,
    occasion: Occasion,
    ticket: Ticket,
    user: User,
    facts: Mapping[str, str],
    when: datetime | None,
) -> Iterator[Letter]:
    due = known.due_to(user, occasion, ticket.department_id)
    if due is None:
        return
    told = {"when": moment(when, user.language, user.time_zone)} if when else {}
    yield Letter(
        occasion,
        user.email,
        language=user.language,
        name=user.name,
        ticket=ticket,
        user=user,
        facts={**facts, **told},
        cause=entry.pk,
        due_at=due[0],
        gathers=due[1],
    )
