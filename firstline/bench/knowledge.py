"""What looking things up costs: search over all articles and tickets, analysis of texts, memory of the languages."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from random import Random
from statistics import quantiles
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from firstline.bench import bare
from firstline.bench.measures import Asking, Measure
from firstline.bench.processes import processor_seconds
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
VOCABULARY = 8000
QUERIES = 100
TRIES = 3
# Milliseconds: p50 and p95 as one types, and on Enter.
TYPING, ENTER = (10, 30), (20, 60)
MOST_ANALYSIS = 1.0
MOST_MEGABYTES = 60
RIGHT_COLUMN = 40
# The lines of /proc are read rather than a peak asked for, which a child inherits from its parent.
_MEMORY = """
from pathlib import Path
held = lambda: int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024
before = held()
from firstline.language.detection import detect
from firstline.language.tokens import analyse
from firstline.language.collation import sort_key
for text in {texts!r}:
    analyse(text), detect(text), sort_key(text, "pl")
print(held() - before)
"""


class Timed(NamedTuple):
    """One line: what was done, milliseconds at the 50th and 95th of a hundred, and what they are to stay under.

    `processor` is what one costs this process and the database's together, in milliseconds; unlike the times it does
    not depend on what else the machine does.
    """

    name: str
    p50: float
    p95: float
    processor: float
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
    writers = {language: _Writer(language, sentences, chance) for language, sentences in said.items()}
    keys = reserve_ids(ArticleVersion, missing)
    versions = [writers[one.source_language].text(one, pk) for one, pk in zip(articles, keys, strict=True)]
    with quietly():
        copy_in(articles)
        copy_in(versions)
        index_many(documents(Article.objects.filter(pk__in=[article.pk for article in articles])))
    rebuild_terms()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_doc, knowledge_article, knowledge_articleversion")


def _sentences() -> dict[str, list[str]]:
    """What people said of problems, by language."""
    said: dict[str, list[str]] = {}
    for language, words in Ticket.objects.order_by("pk").values_list("language", "words")[:2000]:
        if language in dict(settings.LANGUAGES) and words.strip():
            said.setdefault(language, []).append(words)
    return said or {"en": ["The water in our street is brown since the morning."]}


class _Writer:
    """Writes articles of one language: about what people say, filled up with words as rare as words are.

    The words are made of halves of real ones; the second is half as frequent as the first, the third a third (Zipf).
    """

    def __init__(self, language: str, sentences: Sequence[str], chance: Random) -> None:
        self.language, self.sentences, self.chance = language, sentences, chance
        real = sorted({word for text in sentences for word in text.split()})
        halves = [(word[: (len(word) + 1) // 2], word[len(word) // 2 :]) for word in real]
        firsts, lasts = zip(*halves, strict=True)
        self.words = [chance.choice(firsts) + chance.choice(lasts) for _n in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 1) for rank in range(VOCABULARY)))

    def text(self, article: Article, pk: int) -> ArticleVersion:
        said = self.chance.choice(self.sentences)
        more = self.chance.choices(self.words, cum_weights=self.weights, k=LENGTH)
        body = " ".join([*said.split(), *more][:LENGTH])
        return ArticleVersion(
            pk=pk,
            article=article,
            language=self.language,
            number=1,
            title=" ".join([*said.split()[:4], *more[:2]])[:200],
            body=body,
            words=body,
            written_at=article.state_at,
            published_at=article.state_at,
            is_current=True,
        )


def searching() -> list[Timed]:
    """Search in this process, as one types and on Enter; the database's work is within the times."""
    in_tickets = _questions(Ticket.objects.order_by("-pk").values_list("words", flat=True)[:QUERIES])
    in_articles = _questions(ArticleVersion.objects.order_by("-pk").values_list("words", flat=True)[:QUERIES])
    typed, entered = partial(query, kinds=["article"], as_typed=True), partial(query, kinds=["article"])
    return [
        _timed("articles, as one types", typed, in_articles, TYPING),
        _timed("articles, on Enter", entered, in_articles, ENTER),
        _timed("best five articles, with marks", partial(best_for, language="en"), in_tickets, ENTER),
        _timed("tickets, as one types", partial(query, kinds=["ticket"], as_typed=True), in_tickets, TYPING),
        _timed("tickets, on Enter", partial(query, kinds=["ticket"]), in_tickets, ENTER),
    ]


def _questions(texts: Iterable[str]) -> list[str]:
    """One to four words out of each text, the last one cut short now and then, and now and then with a slip."""
    chance = Random(9)  # noqa: S311 the same every time
    questions = []
    for number, words in enumerate(text.split() for text in texts):
        start = chance.randrange(max(1, min(len(words), 30) - 3))
        asked = " ".join(words[start : start + 1 + number % 4])
        questions.append(asked[:-1] if number % 3 == 0 else asked.replace("e", "", 1) if number % 10 == 1 else asked)
    return questions or ["water"]


def _timed(name: str, ask: Callable[[str], object], questions: Sequence[str], most: tuple[float, float]) -> Timed:
    """The best of a few tries counts for each question: what else the machine does is not what is measured."""
    before = _processor()
    times = [min(_once(ask, text) for _try in range(TRIES)) for text in questions]
    processor = (_processor() - before) * 1000 / TRIES / len(questions)
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Timed(name, cuts[9], cuts[18], processor, most)


def _processor() -> float:
    """Seconds of processor time of this process and of the one that serves it in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return time.process_time() + processor_seconds(cursor.fetchone()[0])


def _once(ask: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    ask(text)
    return (time.perf_counter() - began) * 1000


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
        "|  | p50 ms | p95 ms | at most |  | CPU ms |",
        "| --- | ---: | ---: | ---: | --- | ---: |",
    ]
    for one in searching():
        kept = one.p50 <= one.most[0] and one.p95 <= one.most[1]
        most = f"{one.most[0]} and {one.most[1]}"
        times = f"{one.p50:.1f} | {one.p95:.1f} | {most} | {'ok' if kept else 'over'}"
        lines.append(f"| {one.name} | {times} | {one.processor:.1f} |")
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
