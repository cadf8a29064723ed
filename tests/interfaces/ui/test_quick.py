"""What is drawn in fewer steps must read as the framework draws it, whatever stands in it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

TEXTS = {
    "names.html": "{{ a }}|{{ a.b }}|{{ a.b.c }}|{{ a.0 }}|{{ a.items }}|{{ none.at.all }}|{{ a|default:'–' }}|"
    "{{ a|length }}|{{ a.b|default:other|upper }}|{{ 7 }}|{{ 'x<y' }}|{{ _('Queue') }}|{{ a|safe }}",
    "ifs.html": "{% if a %}1{% elif b and not a %}2{% elif b or none.at.all %}3{% else %}4{% endif %}"
    "{% if a == b %}={% endif %}{% if a != b %}!{% endif %}{% if a > b %}>{% endif %}{% if a <= b %}≤{% endif %}"
    "{% if a in b %}in{% endif %}{% if a not in b %}out{% endif %}{% if a is None %}none{% endif %}"
    "{% if a|length > 2 %}long{% endif %}",
    "for.html": "{% for one in a %}{{ forloop.counter }}{{ forloop.revcounter0 }}{{ one }}"
    "{% if forloop.last %}.{% endif %}{% for two in b reversed %}{{ forloop.parentloop.counter }}{{ two }}{% empty %}-"
    "{% endfor %}{% empty %}none{% endfor %}",
    "pairs.html": "{% for key, value in a.items %}{{ key }}={{ value }};{% url 'desk:queue' as here %}{% endfor %}"
    "{{ here }}",
    "with.html": "{% load i18n %}{% with x=a y=a.b %}{{ x }}{{ y }}{% endwith %}{{ x }}"
    "{% blocktranslate with name=a %}Remove the view {{ name }}{% endblocktranslate %}"
    "{% blocktranslate %}tier {{ tier }}{% endblocktranslate %}"
    "{% blocktranslate count n=number %}{{ n }} ticket{% plural %}{{ n }} tickets{% endblocktranslate %}",
    "tags.html": "{% load ui %}{% person a %}{% state_mark b a %}{% copyable a label=b %}{% priority_mark a b %}"
    "{% person none empty=b %}{% when at %}{% when at 'whole' %}{% when at 'relative' %}",
    "urls.html": "{% url 'desk:ticket' number %} {% url 'desk:ticket_outcome' number number %} "
    "{% url 'desk:ticket' text %}{% url 'desk:nowhere' number as lost %}[{{ lost }}]",
    "frame.html": "{% if a %}<{% endif %}{% block one %}one{% block two %}{{ a }}{% endblock %}{% endblock %}|"
    "{% block three %}three{% endblock %}{{ b }}",
    "middle.html": "{% extends 'frame.html' %}{% block three %}({{ block.super }}){% endblock %}",
    "page.html": "{% extends 'middle.html' %}{% block two %}{% with b=a %}{{ b }}{% endwith %}{{ block.super }}"
    "{% endblock %}{% block three %}{% url 'desk:queue' as b %}{{ b }}{{ block.super }}{% endblock %}",
    "deep.html": "{% extends 'middle.html' %}{% block three %}{% if a %}{{ block.super }}{% endif %}{% endblock %}",
    "delete.html": "[{{ a.delete }}]",
    "chosen.html": "{% extends frame %}{% block one %}{{ a }}{% endblock %}",
}


class Lost(ObjectDoesNotExist):
    """What a row says whose other row has gone."""


@dataclass
class Row:
    """An object with a name, a method, one that must not be called, and something that is not there."""

    b: object = "b & c"

    def items(self) -> list[tuple[str, int]]:
        return [("<k>", 1)]

    @property
    def c(self) -> str:
        raise Lost

    def delete(self) -> str:
        return "deleted"

    delete.alters_data = True  # type: ignore[attr-defined]


def engine(loader: str) -> Engine:
    return Engine(
        loaders=[(loader, [("django.template.loaders.locmem.Loader", TEXTS)])],
        libraries={"i18n": "django.templatetags.i18n", "ui": "firstline.interfaces.ui.templatetags.ui"},
    )


FOLDED, WRITTEN = engine("firstline.interfaces.ui.folding.Loader"), engine("django.template.loaders.cached.Loader")
ODD = [
    *(None, True, 0, -3, 1234567, 1.5, "", "<b>&'\"", mark_safe("<i>"), gettext_lazy("Queue"), [], [1, "<2>"], {}),
    *(
        {"b": {"c": "<deep>"}},
        {"items": "own"},
        {"b": lambda: "called"},
        ("x", "y"),
        Row(),
        Row(b=Row()),
        lambda: "<l>",
    ),
    *(Row, datetime(2026, 3, 1, 12, tzinfo=UTC)),
]
NAMES = [name for name in TEXTS if name not in ("tags.html", "urls.html", "chosen.html", "delete.html")]


def drawn(templates: Engine, name: str, facts: dict[str, object]) -> str:
    with translation.override("fr"):
        try:
            return templates.get_template(name).render(Context(facts))
        except (ValueError, TypeError) as error:
            return repr(error)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_is_the_same(name: str):
    pairs = [{"a": a, "b": b, "number": 3, "tier": 2, "other": b} for a in ODD for b in ODD]
    assert [drawn(FOLDED, name, facts) for facts in pairs] == [drawn(WRITTEN, name, facts) for facts in pairs]


@given(st.text(), st.text())
def test_any_text_is_escaped_as_before(a: str, b: str):
    at = datetime(2020, 3, 1, 12, tzinfo=UTC)
    for name in ("names.html", "with.html", "tags.html"):
        facts = {"a": a, "b": b, "number": len(a), "tier": b, "other": b, "at": at}
        assert drawn(FOLDED, name, facts) == drawn(WRITTEN, name, facts)


@pytest.mark.parametrize("number", [0, 7, 10**12, True, "7", -1, "x/y", None])
def test_addresses_are_the_same(number: object):
    facts = {"number": number, "text": "5"}
    answers = [_address(templates, facts) for templates in (FOLDED, WRITTEN)]
    assert answers[0] == answers[1]


def test_what_deletes_is_not_called():
    assert drawn(FOLDED, "delete.html", {"a": Row()}) == "[]"


def test_the_template_that_is_extended_may_be_chosen_when_it_is_drawn():
    for frame in ("frame.html", "middle.html"):
        facts = {"a": "<a>", "b": "b", "frame": frame}
        assert drawn(FOLDED, "chosen.html", facts) == drawn(WRITTEN, "chosen.html", facts)


def _address(templates: Engine, facts: dict[str, object]) -> str:
    try:
        return drawn(templates, "urls.html", facts)
    except Exception as error:  # noqa: BLE001 - the kind of error is what is compared
        return type(error).__name__
