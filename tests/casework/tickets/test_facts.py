"""One vocabulary: what is evaluated on one ticket and what is asked of all of them agree."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts.facts import facts_of_contact
from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.tickets import facts, opening
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.searching import index_ticket
from firstline.criteria.compiling import query
from firstline.criteria.conditions import Ask, Condition, Not, read, write
from firstline.criteria.evaluating import holds
from firstline.criteria.vocabulary import OPERATORS, Operator, Type
from firstline.reference.customers.models import Agreement
from tests import builders
from tests.builders import NOON
from tests.cast import ana, tomek
from tests.criteria.words import conditions

VALUES: dict[Type, st.SearchStrategy[object]] = {
    Type.NUMBER: st.integers(-1, 60),
    Type.TEXT: st.sampled_from(["mill", "5 Mill Lane, Exampleville", "Centre", "%", "\\", "ł"]),
    Type.YES_NO: st.booleans(),
    Type.CLOCK: st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
    Type.POINT: st.tuples(st.floats(42, 42.6), st.floats(-71.5, -71), st.integers(1, 60_000)),
    Type.WORDS: st.lists(
        st.sampled_from(["fridge", "Fridges", "12345678", "12 345 678", "Łódź", "ตู้เย็น", "น้ำ", "!!", "a'b\\"]),
        max_size=3,
    ).map(tuple),
}
TEXTS = st.sampled_from(
    ["The fridge leaks", "Brak prądu, Łódź", "ตู้เย็นเสียน้ำไหล", "Call 12 345-678 now", "WO-123/45 a'b", "no"]
)


def asks() -> st.SearchStrategy[Ask]:
    """Any question of the vocabulary, with values that rows may have, and some that none has."""

    def of_field(name: str) -> st.SearchStrategy[Ask]:
        field = facts.VOCABULARY[name]
        keys = [key for key, _label in field.choices()] if field.choices else []
        keys += [str(fact) for fact in map(_fact_of(name), Ticket.objects.all()) if fact]
        choice = st.lists(st.sampled_from([*keys, "x", "0", "99999999999999999999"]), max_size=3).map(tuple)
        value = VALUES.get(field.type, choice)
        return st.one_of(
            st.builds(
                Ask, st.just(name), st.just(one), st.none() if one in (Operator.KNOWN, Operator.UNKNOWN) else value
            )
            for one in OPERATORS[field.type]
        )

    return st.sampled_from([field.name for field in facts.VOCABULARY.fields]).flatmap(of_field)


def _fact_of(name: str):  # type: ignore[no-untyped-def]
    return lambda ticket: facts.facts_of(ticket).get(name)


def ticket(**fields: object) -> Ticket:
    made = builders.ticket(**fields)
    index_ticket(made)
    return made


def make_tickets() -> None:
    place = builders.location("5 Mill Lane", latitude=42.31, longitude=-71.06)
    place.area = "Centre"
    place.save()
    caller = builders.customer(language="fr")
    agreements = [
        Agreement.objects.create(number="A", customer=caller, ends_on=date(2026, 3, 3)),
        Agreement.objects.create(number="B", customer=caller, kind="warranty", starts_on=date(2026, 3, 5)),
        Agreement.objects.create(number="C", customer=caller),
    ]
    contact = builders.contact(kind="action")
    ticket(words="The fridge leaks", title="Fridge", contact=contact, department=builders.department(), language="fr")
    ticket(words="ตู้เย็นเสีย", place="5 mill lane, exampleville", location=place, latitude=42.31, longitude=-71.06)
    ticket(code=None, whole_site_down=True, people_affected=50, impact=1, urgency=3, assignee=tomek())
    ticket(equipment=builders.equipment(criticality=1), whole_site_down=False, people_affected=0, tier=2)
    for number, agreement in enumerate(agreements):
        at = NOON + timedelta(hours=9 * number, days=number)
        ticket(words="Call 12 345-678", agreement=agreement, customer=caller, opened_at=at, state=State.WAITING)


class Agreeing(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        make_tickets()

    @settings(max_examples=150, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_a_condition_holds_of_exactly_the_tickets_that_its_query_finds(self, data: st.DataObject) -> None:
        condition: Condition = data.draw(conditions(asks()))
        rows = Ticket.objects.select_related(*facts.RELATED)
        wanted = {row.number for row in rows if holds(condition, facts.facts_of(row))}
        found = set(Ticket.objects.filter(query(condition, facts.VOCABULARY)).values_list("number", flat=True))
        assert found == wanted

    @settings(max_examples=50, suppress_health_check=list(HealthCheck))
    @given(TEXTS, TEXTS, st.sampled_from([Operator.HAS_ANY, Operator.HAS_ALL]))
    def test_words_are_found_as_they_are_compared(self, said: str, asked: str, operator: Operator) -> None:
        row = ticket(title=said, words="", place="")
        condition = Ask("words", operator, (asked,))
        found = Ticket.objects.filter(query(condition, facts.VOCABULARY), pk=row.pk).exists()
        assert found == holds(condition, facts.facts_of(row))


@pytest.mark.django_db
def test_a_ticket_knows_what_its_contact_knew() -> None:
    place = builders.location("5 Mill Lane", latitude=42.31, longitude=-71.06)
    caller = builders.customer(language="fr")
    contact = builders.problem(
        location=place,
        equipment=builders.equipment(criticality=2),
        agreement=Agreement.objects.create(number="A", customer=caller),
        channel=Channel.FAX,
        impact=1,
        people_affected=70,
        whole_site_down=False,
        language="th",
    )
    before = facts_of_contact(Contact.objects.get(), NOON)
    after = facts.facts_of(opening.open_ticket(contact, by=ana(), at=NOON))
    decided = {"state", "priority", "centre", "tier", "assignee"}
    assert set(after) == {field.name for field in facts.VOCABULARY.fields}
    assert {name: fact for name, fact in after.items() if name not in decided | {"words"}} == {
        name: fact for name, fact in before.items() if name != "words"
    }
    assert (before["time"], before["weekday"], before["point"]) == (720, 3, (42.31, -71.06))


@pytest.mark.django_db
def test_facts_of_many_tickets_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_tickets()
    with django_assert_num_queries(1):
        assert len([facts.facts_of(row) for row in Ticket.objects.select_related(*facts.RELATED)]) == 7


@pytest.mark.django_db
def test_rules_ask_only_for_what_is_known_before_they_decide() -> None:
    names = [{field.name for field in one.fields} for one in (facts.FOR_PRIORITY, facts.FOR_ROUTE, facts.VOCABULARY)]
    assert names[1] - names[0] == {"priority"}
    assert names[2] - names[1] == {"state", "centre", "tier", "assignee"}


@pytest.mark.django_db
def test_an_address_with_nonsense_in_it_finds_nothing_and_breaks_nothing() -> None:
    make_tickets()
    for field in ("customer", "code", "category", "weekday", "priority"):
        given = {"field": field, "is": "any_of", "value": ["١", "-1", "1e3", "9" * 40, "x"]}
        condition = read(given, facts.VOCABULARY)
        assert write(condition) == {**given, "value": tuple(given["value"])}
        assert not Ticket.objects.filter(query(condition, facts.VOCABULARY)).exists()
        assert Ticket.objects.filter(query(Not(condition), facts.VOCABULARY)).count() == 7


@pytest.mark.django_db
def test_the_hour_is_that_of_the_desk(settings: pytest.FixtureRequest) -> None:
    settings.TIME_ZONE = "Asia/Bangkok"  # type: ignore[attr-defined]
    late = ticket(opened_at=datetime(2026, 3, 4, 20, 30, tzinfo=UTC))
    found = facts.facts_of(late)
    assert (found["time"], found["weekday"]) == (3 * 60 + 30, 4)
    night = Ask("time", Operator.BETWEEN, (22 * 60, 5 * 60))
    assert holds(night, found)
    assert Ticket.objects.filter(query(night, facts.VOCABULARY)).get() == late
