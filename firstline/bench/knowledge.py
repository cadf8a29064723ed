"""What looking things up costs: search over all articles and tickets, analysis of texts, memory of the languages."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import quantiles
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from firstline.bench import bare
from firstline.bench.measures import Asking, Measure
from firstline.bench.visitor import HTMX
from firstline.casework.tickets.models import Ticket
from firstline.journal.copying import copy_in, reserve_ids
from firstline.journal.quiet import quietly
from firstline.language.tokens import analyse
from firstline.reference.knowledge.finding import best_for
from firstline.reference.knowledge.models import Article, ArticleVersion, State
from firstline.reference.knowledge.searching import documents
from firstline.search.documents import index_many
from firstline.search.querying import query
from firstline.search.terms import rebuild_terms

ARTICLES = 5000
# Words of an article, and the queries asked of each kind.
LENGTH = 200
QUERIES = 300
# Milliseconds: p50 and p95 as one types, and on Enter.
TYPING, ENTER = (10, 30), (20, 60)
MOST_ANALYSIS = 1.0
MOST_MEGABYTES = 60
RIGHT_COLUMN = 40
_MEMORY = """
import resource
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from firstline.language.detection import detect
from firstline.language.tokens import analyse
from firstline.language.collation import sort_key
for text in {texts!r}:
    analyse(text), detect(text), sort_key(text, "pl")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


class Timed(NamedTuple):
    """One line: what was done, milliseconds at the 50th and 95th of a hundred, and what they are to stay under."""

    name: str
    p50: float
    p95: float
    most: tuple[float, float]


def measures(contacts: Sequence[int], words: Sequence[str]) -> list[Measure]:
    """The right column of the call screen as it is fetched after each saved change, and the search in it."""
    return [
        Measure(
            "right column after a keystroke",
            contacts,
            lambda desk, number: desk.get(reverse("desk:contact_know", args=[number]), HTMX),
            bare.contact_page,
            RIGHT_COLUMN,
        ),
        Measure("articles beside a call, as one types", words, _Searching(contacts[0]), bare.found_by_words),
    ]


class _Searching:
    """A search in the right column of one contact."""

    def __init__(self, contact: int) -> None:
        self.url = reverse("desk:contact_articles", args=[contact])

    def __call__(self, desk: Asking, word: Any) -> Any:
        return desk.get(f"{self.url}?{urlencode({'q': word})}", HTMX)


def write_articles(wanted: int = ARTICLES) -> None:
    """Published articles in all languages, made of what tickets say, until there are as many as wanted."""
    missing = wanted - Article.objects.count()
    if missing <= 0:
        return
    chance, now, said = Random(5), timezone.now(), _sentences()  # noqa: S311 the same every time
    first = Article.objects.order_by("-number").values_list("number", flat=True).first() or 0
    state = {"state": State.PUBLISHED, "state_at": now, "live_at": now}
    articles = [
        Article(pk=pk, number=first + number, source_language=chance.choice(sorted(said)), **state)
        for number, pk in enumerate(reserve_ids(Article, missing), start=1)
    ]
    keys = reserve_ids(ArticleVersion, missing)
    versions = [_text(article, pk, said, chance) for article, pk in zip(articles, keys, strict=True)]
    with quietly():
        copy_in(articles)
        copy_in(versions)
        index_many(documents(Article.objects.filter(pk__in=[article.pk for article in articles])))
    rebuild_terms()


def _sentences() -> dict[str, list[str]]:
    """What people said of problems, by language."""
    said: dict[str, list[str]] = {}
    for language, words in Ticket.objects.order_by("pk").values_list("language", "words")[:2000]:
        if language in dict(settings.LANGUAGES) and words.strip():
            said.setdefault(language, []).append(words)
    return said or {"en": ["The water in our street is brown since the morning."]}


def _text(article: Article, pk: int, said: dict[str, list[str]], chance: Random) -> ArticleVersion:
    words = list[str]()
    while len(words) < LENGTH:
        words += [*chance.choice(said[article.source_language]).split(), f"{chance.randrange(10**5)}"]
    body = " ".join(words[:LENGTH])
    return ArticleVersion(
        pk=pk,
        article=article,
        language=article.source_language,
        number=1,
        title=" ".join(words[:6])[:200],
        body=body,
        words=body,
        written_at=article.state_at,
        published_at=article.state_at,
        is_current=True,
    )


def searching() -> list[Timed]:
    """Search in this process, as one types and on Enter; the database's work is within the times."""
    asked = _questions()
    return [
        _timed("articles, as one types", lambda text: query(text, kinds=["article"], as_typed=True), asked, TYPING),
        _timed("articles, on Enter", lambda text: query(text, kinds=["article"]), asked, ENTER),
        _timed("best five articles, with marks", lambda text: best_for(text, language="en"), asked, ENTER),
        _timed("tickets, as one types", lambda text: query(text, kinds=["ticket"], as_typed=True), asked, TYPING),
        _timed("tickets, on Enter", lambda text: query(text, kinds=["ticket"]), asked, ENTER),
    ]


def _questions() -> list[str]:
    """One to four words that stand somewhere, the last one cut short now and then, and a typing error now and then."""
    chance = Random(9)  # noqa: S311 the same every time
    texts = [words.split() for words in Ticket.objects.order_by("-pk").values_list("words", flat=True)[:QUERIES]]
    questions = []
    for number, words in enumerate(texts):
        start = chance.randrange(max(1, len(words) - 3))
        text = " ".join(words[start : start + 1 + number % 4])
        questions.append(text[:-1] if number % 3 == 0 else text.replace("e", "", 1) if number % 10 == 1 else text)
    return questions or ["water"]


def _timed(name: str, ask: Callable[[str], object], questions: Sequence[str], most: tuple[float, float]) -> Timed:
    for text in questions[:10]:
        ask(text)
    times = []
    for text in questions:
        began = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Timed(name, cuts[9], cuts[18], most)


def analysing() -> list[tuple[str, float]]:
    """Milliseconds of processor time for a text of 200 words, by language."""
    return [(language, _analysis(text)) for language, text in _texts()]


def _texts() -> Iterator[tuple[str, str]]:
    for language, sentences in sorted(_sentences().items()):
        joined = " ".join(sentences)
        while len(analyse(joined, LENGTH)) < LENGTH and len(joined) < LENGTH * 100:
            joined = f"{joined} {joined}"
        tokens = analyse(joined, LENGTH)
        yield language, joined[: tokens[-1].end] if tokens else joined


def _analysis(text: str, times: int = 50) -> float:
    analyse(text)
    began = time.process_time()
    for _time in range(times):
        analyse(text)
    return (time.process_time() - began) / times * 1000


def megabytes() -> float:
    """What the language module adds to a process that uses all of it, in five languages."""
    script = _MEMORY.format(texts=[text for _language, text in _texts()])
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)  # noqa: S603
    return float(done.stdout)


def report() -> str:
    """All of it in Markdown."""
    lines = [
        f"Looking up, {Article.objects.count():,} articles and {Ticket.objects.count():,} tickets:",
        "",
        "|  | p50 ms | p95 ms | at most |  |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for one in searching():
        kept = one.p50 <= one.most[0] and one.p95 <= one.most[1]
        most = f"{one.most[0]} and {one.most[1]}"
        lines.append(f"| {one.name} | {one.p50:.1f} | {one.p95:.1f} | {most} | {'ok' if kept else 'over'} |")
    found = analysing()
    slowest = max(ms for _language, ms in found)
    shown = ", ".join(f"{language} {ms:.2f}" for language, ms in found)
    analysis = f"{shown}; at most {MOST_ANALYSIS}: {_verdict(slowest, MOST_ANALYSIS)}"
    added = megabytes()
    return "\n".join(
        [
            *lines,
            "",
            f"Analysis of {LENGTH} words, in CPU ms: {analysis}.",
            f"The language module adds {added:.0f} MB; at most {MOST_MEGABYTES}: {_verdict(added, MOST_MEGABYTES)}.",
        ]
    )


def _verdict(value: float, most: float) -> str:
    return "ok" if value <= most else "over"
