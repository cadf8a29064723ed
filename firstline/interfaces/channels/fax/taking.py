"""A fax that has come with a contact: kept beside it, its pages drawn and its words read soon, by jobs."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.casework.contacts import reception
from firstline.casework.contacts.enclosing import content_of
from firstline.casework.contacts.models import Contact, Enclosure
from firstline.interfaces.channels.fax import pages
from firstline.interfaces.channels.fax.notice import FaxNotice, kind_of_file
from firstline.interfaces.channels.models import Fax, FaxPage
from firstline.jobs import job, put_down
from firstline.journal.recording import Thing, record
from firstline.language.detection import detect

LONGEST_REASON = 300
LONGEST_WORDS = 20_000


def keep(contact: Contact, enclosures: Iterable[Enclosure], notice: FaxNotice | None = None) -> None:
    """Take the faxes among what came along for faxes; in the transaction in which they came."""
    facts: dict[str, Any] = {"language": contact.language, "number": contact.caller_number}
    if notice:
        facts["pages_told"] = notice.pages
    for enclosure in enclosures:
        if kind_of_file(enclosure):
            Fax.objects.create(enclosure=enclosure, **facts)
            put_down(draw_pages, fax=enclosure.pk)


@job
def draw_pages(fax: int) -> None:
    """Draw the pages once; then their words are to be read, if that can be done here."""
    waiting = Fax.objects.select_related("enclosure").filter(pk=fax, state=Fax.State.WAITING).first()
    if waiting is None:
        return
    drawn = pages.draw(content_of(waiting.enclosure))
    _keep_pages(waiting, drawn)


@transaction.atomic
def _keep_pages(waiting: Fax, drawn: pages.Drawn) -> None:
    held = Fax.objects.select_for_update(of=("self",)).select_related("enclosure").get(pk=waiting.pk)
    if held.state != Fax.State.WAITING:
        return
    FaxPage.objects.bulk_create(
        FaxPage(fax=held, position=position, picture=page.picture, width=page.width, height=page.height)
        for position, page in enumerate(drawn.pages, start=1)
    )
    held.state = Fax.State.DRAWN if drawn.pages else Fax.State.BROKEN
    held.problem = _problem(held, drawn)[:LONGEST_REASON]
    held.save(update_fields=["state", "problem"])
    whom = Thing(held.enclosure.of_kind, held.enclosure.of_id)
    record("fax.drawn", held, by=None, context=whom, facts={"pages": len(drawn.pages)})
    if drawn.pages and pages.can_read():
        put_down(read_words, fax=held.pk)


def _problem(held: Fax, drawn: pages.Drawn) -> str:
    if not drawn.pages:
        return _("This fax cannot be shown: %(problem)s. The file itself is kept.") % {"problem": drawn.problem}
    told = held.pages_told or 0
    if drawn.problem or len(drawn.pages) < told:
        facts = {"count": len(drawn.pages), "told": max(told, len(drawn.pages)), "problem": drawn.problem}
        return _("Only %(count)s of %(told)s pages came or could be shown. %(problem)s") % facts
    return ""


@job
def read_words(fax: int) -> None:
    """Read what stands on the pages; where nobody has written anything, these are the customer's words."""
    drawn = Fax.objects.select_related("enclosure").filter(pk=fax).first()
    if drawn is None:
        return
    for page in FaxPage.objects.filter(fax=drawn, words=""):
        page.words = pages.words_on(bytes(page.picture), drawn.language)
        page.save(update_fields=["words"])
    whole = "\n\n".join(words for words in drawn.pages.values_list("words", flat=True) if words)
    if whole and drawn.enclosure.of_kind == "contact":
        _write_down(drawn, whole[:LONGEST_WORDS])


@transaction.atomic
def _write_down(drawn: Fax, words: str) -> None:
    contact = Contact.objects.select_for_update().filter(pk=drawn.enclosure.of_id).first()
    if contact is None or not contact.is_open or contact.words.strip():
        return
    contact = reception.note_down(contact, "words", words, seen=contact.version, by=None)
    language = detect(words, "")
    if language and not contact.language:
        reception.note_down(contact, "language", language, seen=contact.version, by=None)
