import pytest

from firstline.bench import knowledge
from firstline.reference.knowledge.finding import best_for
from firstline.reference.knowledge.models import Article
from firstline.search.querying import query
from tests import builders

pytestmark = pytest.mark.django_db


def test_articles_are_written_in_the_languages_of_the_tickets_until_there_are_enough():
    builders.article("The only one")
    builders.ticket(words="no water since noon", language="en")
    builders.ticket(words="nie ma wody od rana", language="pl")
    knowledge.write_articles(20)
    knowledge.write_articles(20)
    assert (Article.objects.live().count(), {one.source_language for one in Article.objects.all()}) == (
        20,
        {"en", "pl"},
    )
    assert len(query("water", kinds=["article"], limit=20)) > 5
    assert {one.language for one in best_for("wody", language="pl")} == {"pl"}


def test_the_report_says_of_each_figure_whether_it_is_kept():
    builders.ticket(words="no water since noon", language="en")
    knowledge.write_articles(3)
    lines = knowledge.report().splitlines()
    assert lines[0] == "Looking up, 3 articles and 1 tickets:"
    assert [line.split("|")[1].strip() for line in lines[4:9]] == [
        "articles, as one types",
        "articles, on Enter",
        "best five articles, with marks",
        "tickets, as one types",
        "tickets, on Enter",
    ]
    assert lines[10].startswith("Analysis of 200 words, in CPU ms: en ")
    assert lines[11].startswith("The language module adds ")


def test_the_right_column_and_the_search_in_it_are_measured_as_pages():
    names = [one.name for one in knowledge.measures([1], ["water"])]
    assert names == ["right column after a keystroke", "articles beside a call, as one types"]
