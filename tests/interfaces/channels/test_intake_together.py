"""Several messages by one transaction: each becomes what it would by itself, and none takes another with it."""

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from firstline.casework.contacts.models import Contact, Enclosure
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.incoming import Incoming
from firstline.interfaces.channels.intake import end
from firstline.interfaces.channels.intake_together import Read, end_all, read_all
from firstline.interfaces.channels.models import Arrival, End
from firstline.journal.models import Entry, OutboxItem
from firstline.reference.correspondence import intake_rules
from firstline.reference.customers.keeping import add_contact_point
from firstline.search.querying import query
from tests import builders, cast
from tests.builders import NOON
from tests.interfaces.channels.letters import mail

pytestmark = pytest.mark.django_db


def stored(*raws, source="mailbox:1"):
    handed = [ledger.Handed(f"{place}:{Arrival.objects.count()}", raw) for place, raw in enumerate(raws)]
    return list(zip(ledger.store_all("email", source, handed, at=NOON), raws, strict=True))


def together(*raws):
    end_all(read_all(stored(*raws)), at=NOON)


def rule(word, **decides):
    condition = {"all": [{"field": "words", "is": "has_any", "value": [word]}]}
    intake_rules.lay_down({"name": word, "condition": condition, **decides}, by=None)


def row(one, *without):
    return {name: value for name, value in model_to_dict(one).items() if name not in {"id", *without}}


def all_there_is():
    """What was made, told by numbers and words, and not by the keys that rows happen to have."""
    names = {("contact", one.pk): f"C{one.number}" for one in Contact.objects.all()}
    names |= {("ticket", one.pk): f"T{one.number}" for one in Ticket.objects.all()}
    told = Entry.objects.filter(subject_kind__in=("contact", "ticket"))
    waiting = set(OutboxItem.objects.values_list("entry", flat=True))
    entries = [
        (names[one.subject_kind, one.subject_id], one.verb, names.get((one.context_kind, one.context_id)), one.at,
         one.facts, one.pk in waiting)
        for one in told.order_by("subject_kind", "subject_id", "id")
    ]  # fmt: skip
    found = [(hit.kind, names[hit.kind, hit.object_id]) for hit in query("fridge stairs", kinds=["contact", "ticket"])]
    ended = [
        (one.end, one.because, one.sender, one.subject, one.message_id, one.said, str(one.contact), str(one.ticket))
        for one in Arrival.objects.order_by("id")
    ]
    contacts = [row(one) for one in Contact.objects.order_by("number")]
    tickets = [row(one, "contact") | {"of": one.contact.number} for one in Ticket.objects.order_by("number")]
    files = list(Enclosure.objects.order_by("id").values_list("of_kind", "name", "size", "stored"))
    return contacts, tickets, entries, sorted(found), ended, files


def test_several_at_once_become_what_each_becomes_by_itself():
    builders.catch_all()
    rule("fridge", code=builders.handled_code(), urgency=2)
    rule("lottery", is_machine=True)
    needs = builders.handled_code("Pothole", requires_location=True)
    rule("pothole", code=needs)
    add_contact_point(builders.customer("Carla", language="fr"), "email", "carla@example.org", by=cast.ana())
    raws = [
        mail("Please collect my fridge.", subject="Fridge", message_id="1@x"),
        mail("Nobody sweeps the stairs.", sender="Dan <dan@example.org>", subject="Stairs", message_id="2@x"),
        mail("A pothole, somewhere.", sender="dan@example.org", message_id="3@x"),
        mail("You have won the lottery!", sender="win@example.org", message_id="4@x"),
        mail("Another fridge.", sender="eve@example.org", subject="Fridge, too"),
    ]
    with transaction.atomic():
        for arrival, _raw in stored(*raws):
            end(arrival, at=NOON)
        one_by_one = all_there_is()
        transaction.set_rollback(True)
    together(*raws)
    assert all_there_is() == one_by_one
    assert [one["outcome"] for one in one_by_one[0]] == ["ticketed", "", "", "ticketed"]
    assert one_by_one[3] == [("contact", "C2"), ("ticket", "T1"), ("ticket", "T2")]


def test_ten_messages_cost_few_statements(django_assert_max_num_queries):
    builders.catch_all()
    rule("fridge", code=builders.handled_code())
    together(mail("My fridge.", message_id="0@x"), mail("My other fridge.", message_id="00@x"))
    raws = [mail(f"Fridge number {each}.", sender=f"{each}@example.org", message_id=f"{each}@q") for each in range(10)]
    with django_assert_max_num_queries(10 * 8 + 30):
        together(*raws)
    assert Arrival.objects.exclude(ticket=None).count() == 12


def test_one_at_fault_takes_no_other_with_it():
    messages = read_all(stored(mail("First.", message_id="1@x"), mail("Second.", message_id="2@x"), mail("Third.")))
    faulty = Incoming(text="No database keeps \x00 this.", sender_email="eve@example.org", subject="Faulty")
    messages[1] = Read(messages[1].arrival, faulty)
    end_all(messages, at=NOON)
    ends = dict(Arrival.objects.values_list("pk", "end"))
    assert [ends[one.arrival.pk] for one in messages] == [End.CONTACT, End.QUARANTINED, End.CONTACT]
    assert list(Contact.objects.order_by("number").values_list("number", "words")) == [
        (1, "Lift\n\nFirst."),
        (2, "Lift\n\nThird."),
    ]


def test_answers_and_copies_among_them_find_what_they_belong_to_whatever_comes_first():
    answer = mail("And on Monday, too.", subject="Re: Lift", message_id="answer@x", references="<first@x>")
    first = mail("It is stuck.", message_id="first@x")
    messages = read_all(stored(answer, first, mail("Other.", message_id="other@x")))
    copy = read_all(stored(first, source="mailbox:2"))
    end_all([*messages, *copy], at=NOON)
    ends = dict(Arrival.objects.values_list("pk", "end"))
    assert [ends[one.arrival.pk] for one in (*messages, *copy)] == [
        End.FOLLOW_UP,
        End.CONTACT,
        End.CONTACT,
        End.FOLLOW_UP,
    ]
    contact = Arrival.objects.get(pk=messages[1].arrival.pk).contact
    assert Arrival.objects.filter(contact=contact).count() == 3
    assert Contact.objects.count() == 2
    # What has its end keeps it.
    end_all([*messages, *copy], at=NOON)
    assert (Contact.objects.count(), dict(Arrival.objects.values_list("pk", "end"))) == (2, ends)
