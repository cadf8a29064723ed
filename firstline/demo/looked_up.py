"""How the knowledge base was used at the desk: found and read out, of no help, searched in vain, or not searched."""

from datetime import datetime, timedelta

from firstline.casework.contacts import closing, looking_up
from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.demo import phrases
from firstline.demo.weeks import Desk, log
from firstline.reference.handling.searching_first import demand
from firstline.reference.knowledge.finding import best_for
from firstline.reference.knowledge.models import ArticleVersion
from firstline.reference.staff.models import User


def look_up(desk: Desk) -> None:
    """For some weeks a search was demanded before information was given; then that was given up again."""
    demand(Kind.INFORMATION, search_before_answer=True, by=desk.staff["mateo"])
    for place, words in enumerate(phrases.LOOKED_UP * 2):
        at = (desk.now - timedelta(days=1 + 2 * place)).replace(hour=9 + place % 7, minute=20)
        _ask(desk, words, place, at)
    demand(Kind.INFORMATION, search_before_answer=False, by=desk.staff["mateo"])


def _ask(desk: Desk, words: str, place: int, at: datetime) -> None:
    customer = desk.people.residents[place]
    asked = log(desk, at, customer, kind=Kind.INFORMATION, words=words, channel=Channel.TELEPHONE)
    by = asked.taken_by
    if place % 5 == 4:
        looking_up.skip(asked, phrases.SKIPPED, by=by, at=at)
    else:
        found = best_for(words, language="en")
        looking_up.search(asked, words, found=len(found), language="en", by=by, at=at)
        if found:
            _read(asked, _version(found[0].number), by, at, helps=place % 4 != 3)
    asked.refresh_from_db()
    if not asked.answer:
        asked.answer = phrases.ANSWERS[0]
        asked.save(update_fields=["answer"])
    closing.close(asked, Outcome.ANSWERED, by=by, at=at + timedelta(minutes=4))


def _read(asked: Contact, version: ArticleVersion, by: User | None, at: datetime, *, helps: bool) -> None:
    looking_up.open_article(asked, version, query=asked.words, by=by, at=at)
    if not helps:
        looking_up.not_helpful(asked, version, phrases.NO_HELP, by=by, at=at)
        return
    looking_up.read_out(asked, version, by=by, at=at)
    looking_up.answer_by(asked, version, by=by, at=at)


def _version(number: int) -> ArticleVersion:
    return ArticleVersion.objects.get(article__number=number, language="en", is_current=True)
