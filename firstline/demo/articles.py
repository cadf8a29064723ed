"""What the desk of the shown city knows: articles in five languages, some behind, missing, in review or outdated."""

from datetime import datetime, timedelta
from typing import Any

from firstline.demo.texts import LANGUAGES, read
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory
from firstline.reference.knowledge import attaching, publishing, writing
from firstline.reference.knowledge.attaching import Target
from firstline.reference.knowledge.models import Article, State
from firstline.reference.knowledge.wording import Text
from firstline.reference.staff.models import User


def write_articles(staff: dict[str, User], now: datetime) -> None:
    """All of them, in the order of the file: their texts refer to each other by number."""
    for entry in read("articles")["articles"]:
        _write(entry, staff["mateo"], staff["sara"], now - timedelta(days=entry["days"]), now)


def _write(entry: dict[str, Any], author: User, publisher: User, at: datetime, now: datetime) -> None:
    source = entry["source"]
    audience = entry.get("audience", "staff")
    article = writing.start(source, _text(entry[source]), audience=audience, by=author, at=at)
    behind = entry.get("stale", {}).get("languages", [])
    for language in (one for one in LANGUAGES if one in entry and one != source):
        writing.translate(article, language, _text(entry[language]), original=1, seen=0, by=author, at=at)
    for target in _targets(entry):
        attaching.attach(article, target, by=author, at=at)
    state = entry.get("state", State.PUBLISHED)
    if state == State.REVIEW:
        publishing.submit(article, by=author, at=at + timedelta(days=1))
        return
    publishing.publish(article, by=publisher, at=at + timedelta(days=1))
    if behind:
        _change(article, entry, behind, author, publisher, at + timedelta(days=20))
    if state == State.OUTDATED:
        publishing.outdate(article, entry["reason"], by=publisher, at=now - timedelta(days=10))
    if "due" in entry:
        writing.describe(article, by=author, at=at, review_by=(now + timedelta(days=entry["due"])).date())


def _change(
    article: Article, entry: dict[str, Any], behind: list[str], by: User, publisher: User, at: datetime
) -> None:
    """The original changes once more, with those translations that keep up with it."""
    text = _text(entry[entry["source"]])
    changed = Text(
        text.title, f"{text.body.strip()}\n\n**{_MORE[entry['source']]}**", text.script, text.read_out, text.links
    )
    writing.write(article, changed, seen=1, by=by, at=at)
    for language in (one for one in LANGUAGES if one in entry and one not in (*behind, entry["source"])):
        more = _text(entry[language])
        kept = Text(more.title, f"{more.body.strip()}\n\n**{_MORE[language]}**", more.script, more.read_out, more.links)
        writing.translate(article, language, kept, original=2, seen=1, by=by, at=at)
    publishing.publish(article, by=publisher, at=at + timedelta(hours=2))


_MORE = {
    "en": "New: four appliances per visit for housing associations.",
    "fr": "Nouveau : quatre appareils par passage pour les copropriétés.",
    "es": "Novedad: cuatro aparatos por visita para las comunidades de vecinos.",
}


def _text(texts: dict[str, Any]) -> Text:
    pairs = {"read_out": texts.get("numbers", []), "links": texts.get("links", [])}
    return Text(
        texts["title"],
        texts["body"].strip(),
        texts.get("script", ""),
        **{name: [(label, value) for label, value in lines] for name, lines in pairs.items()},
    )


def _targets(entry: dict[str, Any]) -> list[Target]:
    return [
        *ProblemCode.objects.filter(key__in=entry.get("codes", [])),
        *ServiceCategory.objects.filter(codes__key__in=entry.get("categories", [])).distinct(),
        *Department.objects.filter(key__in=entry.get("departments", [])),
    ]
