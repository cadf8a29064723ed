"""Every verb has its sentence, and every sentence can be said."""

import ast

import lucide
import pytest
from django.utils import translation

from firstline.casework.contacts import reception
from firstline.casework.guidance import following
from firstline.casework.tickets import alike, assignment, correction, notes, opening, resolution
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.sentences import SENTENCES
from firstline.interfaces.desk.timeline import LONGEST, drawn_entries, happened, timeline_of
from firstline.journal.models import Entry
from firstline.journal.recording import history_of, record
from tests import builders
from tests.builders import NOON
from tests.cast import ana, sofia, tomek
from tests.house.sources import PACKAGE, modules, tree

pytestmark = pytest.mark.django_db


def recorded(*also):
    """The verbs that the casework records, and other folders, as their sources name them."""
    found = set()
    for path in (one for folder in (PACKAGE / "casework", *also) for one in modules(folder)):
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            if ast.unparse(call.func) in {"record", "record_all", "_entry", "_record"}:
                words = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found |= {word for word in words if word.count(".") == 1}
    return found


def lines(subject, **options):
    """The sentences of a timeline as plain words."""
    entries = list(history_of(subject))
    kind = type(subject).__name__.lower()
    own = [(entry.subject_kind, entry.subject_id) == (kind, subject.pk) for entry in entries]
    return [words_of(happened(entry, is_own=mine, **options)) for entry, mine in zip(entries, own, strict=True)]


def words_of(one):
    text = one.line.replace("<strong>", "").replace("</strong>", "")
    while "<a " in text:
        start, end = text.index("<a "), text.index("</a>")
        text = text[:start] + text[text.index(">", start) + 1 : end] + text[end + 4 :]
    return text


def test_every_verb_of_the_casework_has_its_sentence():
    assert recorded() - set(SENTENCES) == set()


def test_no_sentence_is_left_over():
    verbs = recorded(PACKAGE / "interfaces" / "channels")
    assert [verb for verb in SENTENCES if verb not in verbs] == []


def test_every_sentence_has_an_icon_that_there_is():
    icons = {sentence.icon for sentence in SENTENCES.values()}
    assert all(lucide._render_icon(icon, 14) for icon in icons)


def test_every_sentence_can_be_said_of_an_entry_without_facts():
    for verb in SENTENCES:
        for is_own in (True, False):
            entry = Entry(at=NOON, verb=verb, subject_kind="ticket", subject_id=1, actor_name="Ana", facts={})
            assert happened(entry, is_own=is_own).line != ""


def test_a_tickets_life_in_words():
    contact = builders.problem(number=12)
    ticket = opening.open_ticket(contact, by=ana())
    assignment.take(ticket, by=tomek())
    notes.call(ticket, "", "no_answer", by=tomek())
    resolution.reproduce(ticket, "", "Press", "Dark", reproduced=False, by=tomek())
    resolution.settle(resolution.propose(ticket, "New bulb", by=tomek()), "failed", by=tomek())
    assignment.hand_back(ticket, "needs a ladder", by=tomek())
    assignment.pass_on(ticket, builders.centre("Lights"), 2, "lamp", by=ana())
    assignment.assign(ticket, sofia(), by=ana())
    correction.correct(ticket, "before", "Storm", seen=None, by=ana())
    resolution.resolve(ticket, "New fuse", by=sofia())
    resolution.not_solved(ticket, "Dark again", by=ana())
    resolution.resolve(ticket, "New cable", by=sofia(), at=NOON)
    resolution.close_unconfirmed(NOON.replace(month=5))
    assert lines(ticket) == [
        "Ana Silva opened the ticket: regular, to Street depot, tier 1",
        "Tomek Nowak took the ticket",
        "Tomek Nowak called the customer: no answer",
        "Tomek Nowak tried to see the fault and did not",
        "Tomek Nowak proposed a solution",
        "Tomek Nowak wrote that the proposed solution did not work",
        "Tomek Nowak handed the ticket back",
        "Ana Silva passed the ticket on from Street depot, tier 1, to Lights, tier 2",
        "Ana Silva gave the ticket to Sofía Ruiz",
        "Ana Silva changed “what was done before it broke”",
        "Sofía Ruiz resolved the ticket",
        "Ana Silva reopened the ticket: it was not solved",
        "Sofía Ruiz resolved the ticket",
        "Firstline closed the ticket: the customer said nothing for 5 working days",
    ]
    assert lines(contact)[-1] == f"Ana Silva opened ticket {ticket.number}: The fridge is to be fetched"


def test_two_tickets_tell_of_each_other_from_either_side():
    one, other = builders.ticket(number=901), builders.ticket(number=902)
    alike.mark_duplicate(one, other, by=ana())
    assert lines(one) == ["Ana Silva marked the ticket as a duplicate of 902"]
    assert lines(other) == ["Ana Silva marked ticket 901 as a duplicate of this one"]


def test_numbers_lead_to_what_they_name_and_texts_are_only_texts():
    one, other = builders.ticket(number=901), builders.ticket(number=902)
    alike.mark_related(one, other, by=ana())
    record("ticket.assigned", one, by=None, facts={"to": "<script>%(who)s 100 %"})
    related, assigned = (happened(entry, is_own=True).line for entry in history_of(one))
    assert '<a href="/tickets/902/">902</a>' in related
    assert assigned.endswith("gave the ticket to &lt;script&gt;%(who)s 100 %")


def test_a_change_shows_what_was_and_is():
    ticket = correction.correct(builders.ticket(title="Lmap"), "title", "Lamp", seen=1, by=ana())
    assert [happened(entry, is_own=True).change for entry in history_of(ticket)] == [("Lmap", "Lamp")]


def test_an_imported_ticket_was_brought_in():
    ticket = builders.ticket()
    record("ticket.opened", ticket, by=None, facts={"number": ticket.number, "title": "x", "source": "boston:1"})
    assert lines(ticket) == ["Firstline brought the ticket in"]


def test_what_is_drawn_is_in_the_readers_language():
    ticket = builders.ticket()
    notes.call(ticket, "Bonjour", "reached", by=ana())
    entries = list(history_of(ticket))
    english = drawn_entries(entries, ticket, now=NOON)
    with translation.override("fr"):
        french = drawn_entries(entries, ticket, now=NOON)
    assert (english != french, "Bonjour" in english[0], "Bonjour" in french[0]) == (True, True, True)


def test_a_long_history_comes_in_stretches_and_can_be_limited():
    ticket = builders.ticket()
    for number in range(LONGEST + 2):
        notes.note_internally(ticket, f"note {number}", by=ana())
    assignment.take(ticket, by=tomek())
    last = timeline_of(ticket, now=NOON)
    first = timeline_of(ticket, before=last.earlier, now=NOON)
    assert (len(last.pieces), len(first.pieces), first.earlier) == (LONGEST, 3, None)
    assert [word in first.pieces[0] for word in ("note 0", "note 1")] == [True, False]
    changes = timeline_of(ticket, show="change", now=NOON)
    assert (len(changes.pieces), changes.latest) == (1, last.latest)
    assert timeline_of(ticket, show="nonsense", now=NOON).show == ""


def test_a_contact_that_was_begun_and_found_tells_so():
    contact = reception.open_contact(by=ana())
    reception.identify(contact, builders.customer("Carla"), by=ana())
    assert lines(contact) == ["Ana Silva began the contact: telephone", "Ana Silva found the customer: Carla"]
    assert Ticket.objects.count() == 0


def test_a_procedure_in_words():
    choices = [{"key": "big", "labels": {"en": "Very big"}}]
    steps = [builders.step("size", answer_type="choice", choices=choices), builders.step("open", "do")]
    contact, ticket = builders.contact(), builders.ticket()
    run = following.start(builders.procedure(*steps), contact, facts={}, by=ana())
    following.go_to(run, "open", facts={}, by=ana())
    following.answer(run, "size", "big", facts={}, seen=0, by=ana())
    assert lines(contact) == [
        "Ana Silva began to follow Pick-up, version 1",
        "Ana Silva went to “Open” out of its turn",
        "Ana Silva answered “Size”",
    ]
    assert happened(history_of(contact).last(), is_own=False).body == [("", "Very big")]
    following.tie(run, ticket, facts={}, by=ana())
    following.skip(run, "open", "opened by hand", facts={}, by=ana())
    assert lines(ticket) == ["Ana Silva follows Pick-up for this ticket", "Ana Silva skipped “Open”"]
