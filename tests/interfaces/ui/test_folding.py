"""Folded templates must read as those that are drawn as they were written."""

from django.template import Context, Engine
from django.utils import translation

ROW = "{% load i18n %}{% comment %}not shown{% endcomment %}<a>{% translate 'Queue' %}: {{ name }}</a>"
ROWS = "{% for one in rows %}{% include 'row.html' with name=one %}{% endfor %}"
BELOW = "({% with node=node.below %}{% include 'tree.html' %}{% endwith %})"
TEXTS = {
    "page.html": "{% load ui %}" + ROWS + "{% key 'g q' %}",
    "row.html": ROW,
    "named.html": "{% url 'desk:ticket' one as address %}{{ address }}",
    "names.html": "{% for one in rows %}{% include 'named.html' %}[{{ address }}]{% endfor %}",
    "tree.html": "{{ node.name }}{% if node.below %}" + BELOW + "{% endif %}",
    "frame.html": "{% block body %}Queue{% endblock %}{% if lost %}{% include 'none.html' %}{% endif %}",
    "child.html": "{% extends 'frame.html' %}{% block body %}<{{ block.super }}>{% url 'desk:queue' %}{% endblock %}",
}


def engine(loader: str, *, debug: bool = False) -> Engine:
    return Engine(
        loaders=[(loader, [("django.template.loaders.locmem.Loader", TEXTS)])],
        debug=debug,
        libraries={
            "i18n": "django.templatetags.i18n",
            "ui": "firstline.interfaces.ui.templatetags.ui",
        },
    )


def folded(name: str, language: str = "en", **facts: object) -> str:
    with translation.override(language):
        return FOLDED.get_template(name).render(Context(facts))


def as_written(name: str, language: str = "en", **facts: object) -> str:
    with translation.override(language):
        return WRITTEN.get_template(name).render(Context(facts))


FOLDED = engine("firstline.interfaces.ui.folding.Loader")
WRITTEN = engine("django.template.loaders.cached.Loader")


def test_each_language_reads_its_own_words():
    rows = ["<b>", "c"]
    texts = [folded("page.html", language, rows=rows) for language in ("en", "fr", "en")]
    assert texts == [as_written("page.html", language, rows=rows) for language in ("en", "fr", "en")]
    assert texts[0] != texts[1]


def test_what_is_the_same_each_time_is_one_text():
    with translation.override("en"):
        names = [type(node).__name__ for node in FOLDED.get_template("row.html").nodelist]
    assert names == ["TextNode", "VariableNode", "TextNode"]


def test_a_template_that_includes_itself_is_drawn_to_its_end():
    tree = {"name": "a", "below": {"name": "b", "below": {"name": "c"}}}
    assert folded("tree.html", node=tree) == "a(b(c))"


def test_a_name_given_inside_is_not_known_outside():
    assert folded("names.html", rows=[1, 2]) == as_written("names.html", rows=[1, 2]) == "/tickets/1/[]/tickets/2/[]"


def test_blocks_and_what_they_stand_on_are_kept():
    assert folded("child.html") == as_written("child.html") == "<Queue>/queue/"


def test_a_template_that_is_not_there_is_missed_only_when_it_is_drawn():
    assert folded("frame.html", lost=False) == "Queue"


def test_with_debug_templates_stay_as_they_were_written():
    plain = engine("firstline.interfaces.ui.folding.Loader", debug=True)
    assert "TranslateNode" in [type(node).__name__ for node in plain.get_template("row.html").nodelist]
