import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstline.casework.contacts.models import Contact
from firstline.criteria.compiling import NoFilter, query
from firstline.criteria.conditions import ALWAYS, Ask
from firstline.criteria.evaluating import holds
from firstline.criteria.vocabulary import Operator
from tests.builders import contact, customer, location
from tests.criteria.words import VOCABULARY, asks_of, conditions, facts


@pytest.fixture
def rows(db):
    here = location("1 Main Street", 42.3, -71.1)
    nowhere = location("Mill Lane", None, None)
    known = customer(version=2)
    contact(place="1 Main Street", location=here, customer=known, channel="fax")
    contact(place="Mill Lane 1", location=nowhere, customer=customer("Other"), outbound=True)
    contact(channel="email")
    contact(place="100% corner_house \\ Main", location=location("far", 42.55, -71.4))
    return list(Contact.objects.select_related("location", "customer").order_by("number"))


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_query_finds_exactly_the_rows_for_which_the_condition_holds(rows, data):
    customers = [row.customer_id for row in rows if row.customer_id]
    condition = data.draw(conditions(asks_of(customers)))
    expected = [row.number for row in rows if holds(condition, _complete(facts(row)))]
    found = Contact.objects.filter(query(condition, VOCABULARY)).order_by("number").values_list("number", flat=True)
    assert list(found) == expected


def _complete(known):
    """A point is known only as a whole."""
    where = known["where"]
    return known | {"where": where if where and None not in where else None}


def test_the_condition_without_a_test_finds_everything(rows):
    assert Contact.objects.filter(query(ALWAYS, VOCABULARY)).count() == len(rows)


@pytest.mark.parametrize("test", [Ask("words", Operator.HAS_ANY, ("water",)), Ask("time", Operator.BETWEEN, (0, 60))])
def test_what_rows_do_not_carry_is_no_filter(test):
    with pytest.raises(NoFilter) as refused:
        query(test, VOCABULARY)
    assert refused.value.field == test.field
