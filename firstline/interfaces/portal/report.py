"""A report as its form stands: what was typed, what may be meant by it, and the photos that wait with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from firstline.casework.contacts.models import Kind
from firstline.interfaces.portal import articles, photos, signing
from firstline.interfaces.portal.forms import TellForm
from firstline.interfaces.portal.models import KeptPhoto
from firstline.reference.catalogue.finding import Found, find_codes
from firstline.reference.customers.models import Location
from firstline.reference.customers.places import find_places
from firstline.reference.knowledge.finding import Suggestion

MOST_CODES, MOST_ARTICLES, MOST_PLACES = 6, 2, 4
# Only landmarks are offered: whoever asks must not learn who lives where.
_LOOKED_AT = 40
FACTS = ("kind", "words", "place", "point", "code", "location", "name", "email", "phone")


@dataclass
class Report:
    """`signed` is None where what was sent is no form of ours, or too old a one: then it is given out anew.

    `wrong` are sentences about photos.
    """

    form: TellForm
    given: signing.Form
    language: str
    is_signed: bool = True
    filled_trap: bool = False
    wrong: Sequence[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        return self.given.token

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is sent; only for a form that is valid."""
        return {"language": self.language, **{name: self.form.cleaned_data.get(name, "") for name in FACTS}}

    @cached_property
    def photos(self) -> list[KeptPhoto]:
        return photos.kept(self.given.key)

    @property
    def _words(self) -> str:
        return str(self.form.data.get("words", ""))

    @cached_property
    def codes(self) -> list[Found]:
        """What kind of matter it may be; nothing for praise and complaints."""
        if self.form.data.get("kind") == Kind.COMMENT or not self._words.strip():
            return []
        return find_codes(self._words, self.language, limit=MOST_CODES)

    @cached_property
    def articles(self) -> list[Suggestion]:
        return articles.found(self._words, self.language, MOST_ARTICLES) if self._words.strip() else []

    @cached_property
    def places(self) -> list[Location]:
        """Landmarks that may be meant."""
        found = find_places(str(self.form.data.get("place", "")), limit=_LOOKED_AT)
        return [place for place in found if place.landmark][:MOST_PLACES]


def new(request: HttpRequest, language: str, at: datetime) -> Report:
    """An empty report; the address may name words that were searched in vain."""
    form = TellForm(initial={"kind": Kind.ACTION, "words": request.GET.get("words", "")[: articles.LONGEST_QUESTION]})
    return Report(form, signing.give_out(request, at), language)


def sent(request: HttpRequest, language: str, at: datetime) -> Report:
    """A report as it came, its photos looked at and kept with it."""
    signed = signing.read(request.POST.get("form", ""), at)
    given = signed or signing.give_out(request, at)
    photos.drop(given.key, request.POST.getlist("without"))
    pictures, wrong = photos.checked(request.FILES.getlist("photos"), photos.kept(given.key))
    photos.keep(given.key, pictures, at)
    trap = bool(request.POST.get("website", ""))
    return Report(TellForm(request.POST), given, language, signed is not None, trap, wrong)
