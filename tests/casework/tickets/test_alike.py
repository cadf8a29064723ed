"""Duplicates, repeats and related tickets."""

from datetime import timedelta

import pytest

from firstline.casework.tickets import alike
from firstline.casework.tickets.models import Ticket
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from tests import builders
from tests.builders import NOON
from tests.cast import ana

pytestmark = pytest.mark.django_db


def test_a_duplicate_points_to_the_first_and_both_tell_of_it() -> None:
    first, second = builders.ticket(number=901, title="Leak"), builders.ticket(number=902)
    assert alike.mark_duplicate(second, first, by=ana()).duplicate_of == first
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id, entry.context_id) == ("ticket.marked_duplicate", second.pk, first.pk)
    assert entry.facts == {"number": 902, "of": 901, "title": "Leak", "along": 0}


def test_a_duplicate_of_a_duplicate_points_to_the_first_of_all() -> None:
    first, second, third = (builders.ticket() for _ in range(3))
    alike.mark_duplicate(second, first, by=ana())
    assert alike.mark_duplicate(third, second, by=ana()).duplicate_of == first


def test_the_duplicates_of_a_duplicate_go_along() -> None:
    first, second, third = (builders.ticket() for _ in range(3))
    alike.mark_duplicate(third, second, by=ana())
    alike.mark_duplicate(second, first, by=ana())
    assert list(first.duplicates.order_by("pk")) == [second, third]
    assert Ticket.objects.get(pk=third.pk).version == 3
    assert Entry.objects.order_by("id").values_list("facts__along", flat=True)[1] == 1


def test_turning_a_pair_round_leaves_one_first() -> None:
    first, second = builders.ticket(), builders.ticket()
    alike.mark_duplicate(second, first, by=ana())
    with pytest.raises(Refused) as refusal:
        alike.mark_duplicate(first, second, by=ana())
    assert str(refusal.value) == f"Ticket {second.number} is a duplicate of this one."
    assert Ticket.objects.get(pk=first.pk).duplicate_of is None


def test_a_ticket_is_no_duplicate_of_itself_nor_twice_of_another() -> None:
    first, second = builders.ticket(), builders.ticket()
    alike.mark_duplicate(second, first, by=ana())
    for of, sentence in ((second, "That is the same ticket: name another."), (first, "That is known already.")):
        with pytest.raises(Refused) as refusal:
            alike.mark_duplicate(second, of, by=ana())
        assert (refusal.value.field, str(refusal.value)) == ("of", sentence)


def test_a_repeat_is_of_an_earlier_ticket() -> None:
    earlier = builders.ticket(number=901, opened_at=NOON - timedelta(days=9))
    later = builders.ticket(number=902)
    assert alike.mark_repeat(later, earlier, by=ana()).repeat_of == earlier
    with pytest.raises(Refused) as refusal:
        alike.mark_repeat(earlier, later, by=ana())
    assert str(refusal.value) == "Ticket 902 was opened later: a repeat is of an earlier one."


def test_related_tickets_show_each_other() -> None:
    one, other = builders.ticket(), builders.ticket()
    alike.mark_related(one, other, by=ana())
    assert (list(one.related.all()), list(other.related.all())) == ([other], [one])


def test_separating_unties_everything_and_says_from_what() -> None:
    one, first, earlier, other = (builders.ticket(number=900 + n) for n in range(4))
    alike.mark_duplicate(one, first, by=ana())
    alike.mark_repeat(one, earlier, by=ana())
    alike.mark_related(one, other, by=ana())
    one = alike.separate(one, by=ana())
    assert (one.duplicate_of, one.repeat_of, list(one.related.all())) == (None, None, [])
    last = Entry.objects.latest("id")
    assert (last.verb, last.facts) == ("ticket.separated", {"of": [901, 902, 903]})
    with pytest.raises(Refused) as refusal:
        alike.separate(one, by=ana())
    assert str(refusal.value) == "Ticket 900 stands by itself already."


def test_one_related_ticket_is_untied_and_the_others_stay() -> None:
    one, second, third = (builders.ticket(number=900 + n) for n in range(3))
    alike.mark_related(one, second, by=ana())
    alike.mark_related(one, third, by=ana())
    assert list(alike.untie(one, second, by=ana()).related.all()) == [third]
    last = Entry.objects.latest("id")
    assert (last.verb, last.context_id, last.facts) == ("ticket.untied", second.pk, {"number": 900, "of": 901})
    with pytest.raises(Refused) as refusal:
        alike.untie(one, second, by=ana())
    assert str(refusal.value) == "Ticket 901 is not related to this one."
