"""A vocabulary over contacts for the tests: one field of each type that rows can carry."""

from hypothesis import strategies as st

from firstline.casework.contacts.models import Channel, Contact
from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not
from firstline.criteria.vocabulary import Field, Operator, Type, Vocabulary

VOCABULARY = Vocabulary(
    (
        Field("channel", "channel", Type.CHOICE, "channel", choices=lambda: Channel.choices),
        Field("customer", "customer", Type.CHOICE, "customer"),
        Field("number", "number", Type.NUMBER, "number"),
        Field("changes", "changes", Type.NUMBER, "customer__version"),
        Field("place", "place", Type.TEXT, "place"),
        Field("outbound", "outbound", Type.YES_NO, "outbound"),
        Field("where", "where", Type.POINT, "location__latitude,location__longitude"),
        Field("words", "words", Type.WORDS),
        Field("time", "time of day", Type.CLOCK),
    )
)


def facts(contact: Contact) -> dict[str, object]:
    location, customer = contact.location, contact.customer
    return {
        "channel": contact.channel,
        "customer": contact.customer_id,
        "number": contact.number,
        "changes": customer.version if customer else None,
        "place": contact.place,
        "outbound": contact.outbound,
        "where": (location.latitude, location.longitude) if location else None,
        "words": contact.words,
    }


def _test(field: str, operator: Operator, values: st.SearchStrategy[object]) -> st.SearchStrategy[Ask]:
    return st.builds(Ask, st.just(field), st.just(operator), values)


def _known(field: str) -> st.SearchStrategy[Ask]:
    return st.builds(Ask, st.just(field), st.sampled_from([Operator.KNOWN, Operator.UNKNOWN]))


def asks_of(customers: list[int]) -> st.SearchStrategy[Ask]:
    """Tests that rows can answer too."""
    keys = st.lists(st.sampled_from([str(pk) for pk in customers]), max_size=2).map(tuple)
    channels = st.lists(st.sampled_from(Channel.values), max_size=3).map(tuple)
    points = st.tuples(st.floats(42, 42.6), st.floats(-71.5, -71), st.integers(1, 60_000))
    texts = st.sampled_from(["main street", "MILL", "1", "lane", "%", "_", "\\"])
    return st.one_of(
        *(_test("customer", operator, keys) for operator in (Operator.ANY_OF, Operator.NONE_OF)),
        *(_test("channel", operator, channels) for operator in (Operator.ANY_OF, Operator.NONE_OF)),
        *(_test("number", operator, st.integers(0, 6)) for operator in (Operator.AT_LEAST, Operator.AT_MOST)),
        *(_test("changes", operator, st.integers(0, 3)) for operator in (Operator.AT_LEAST, Operator.AT_MOST)),
        *(_test("place", operator, texts) for operator in (Operator.IS, Operator.CONTAINS, Operator.BEGINS)),
        _test("outbound", Operator.IS, st.booleans()),
        _test("where", Operator.NEAR, points),
        *(_known(field) for field in ("customer", "changes", "place", "where", "outbound")),
    )


def conditions(of: st.SearchStrategy[Ask]) -> st.SearchStrategy[Condition]:
    return st.recursive(
        of,
        lambda inner: st.one_of(
            st.builds(All, st.lists(inner, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=5,
    )
