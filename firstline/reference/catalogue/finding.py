"""A problem code from a few letters of what the customer says, in any of the five languages (K3)."""

from dataclasses import dataclass
from math import log10

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from firstline.language.folding import fold
from firstline.language.tokens import analyse, root_of
from firstline.reference.catalogue.models import (
    CodeQuerySet,
    CodeUse,
    Department,
    ProblemCode,
    ServiceCategory,
    ServiceProvider,
)
from firstline.search.querying import query

MOST = 200
LONGEST_QUESTION = 300
# How much it counts that a code is used ten times as often as another: less than a better match, more than nothing.
PER_TENFOLD = 0.15
# What was met by its label's letters alone scores next to nothing.
FAINT = 0.001
# A text in another language comes first only where nothing in the reader's own comes near it.
NEAR = 0.3


@dataclass(frozen=True)
class Found:
    """A code that may be meant; `because` is what was met where that is not the label shown.

    It is another label, a synonym, the title of an article for it, or says that its tickets were worded so.
    """

    code: ProblemCode
    because: str


def find_codes(
    text: str,
    language: str,
    *,
    department: Department | None = None,
    provider: ServiceProvider | None = None,
    category: ServiceCategory | None = None,
    limit: int = 10,
) -> list[Found]:
    """Codes in use that fit what was typed so far, best first; without a text all of the category, provider ...

    `language` is the reader's: labels in it come first; of two that fit alike the one more often used does. Never an
    error, whatever was typed.
    """
    text = text[:LONGEST_QUESTION].replace("\x00", " ").encode(errors="ignore").decode().strip()
    codes = _narrowed(department, provider, category)
    if not text:
        return [Found(code, "") for code in codes[:limit]] if department or provider or category else []
    hits = query(text, kinds=["code"], limit=MOST, as_typed=True, only_open=True, prefer_language=language[:2])
    scores = {hit.object_id: hit.score for hit in hits}
    begun, own = _folded(text), ("", language[:2])
    near = NEAR * max(scores.values(), default=0.0)
    firsts = {hit.object_id for hit in hits if hit.language in own and hit.score >= near}
    found = codes.filter(Q(pk__in=scores) | _label_holds(text)).select_related("use")

    def place(code: ProblemCode) -> tuple[bool, bool, float, int]:
        fits = scores.get(code.pk, FAINT) * (1 + PER_TENFOLD * log10(1 + _use(code).tickets))
        return not _begins(code, begun), code.pk not in firsts, -fits, code.pk

    ranked = sorted(found, key=place)
    return [Found(code, _met(code, text, language)) for code in ranked[:limit]]


def _use(code: ProblemCode) -> CodeUse:
    use: CodeUse = getattr(code, "use", None) or CodeUse(code=code)
    return use


def _narrowed(
    department: Department | None, provider: ServiceProvider | None, category: ServiceCategory | None
) -> CodeQuerySet:
    codes = ProblemCode.objects.in_use().with_path()
    if category:
        return codes.filter(category=category)
    if provider:
        return codes.filter(category__provider=provider)
    return codes.filter(category__provider__department=department) if department else codes


def _label_holds(text: str) -> Q:
    """A label that begins so; a Thai one may hold it anywhere, since it has no spaces where words begin."""
    begins = Q(labels__th__contains=text)
    for language, _name in settings.LANGUAGES:
        begins |= Q(**{f"labels__{language}__istartswith": text})
    return begins


def _begins(code: ProblemCode, begun: str) -> bool:
    return any(_folded(label).startswith(begun) for label in code.labels.values())


def _met(code: ProblemCode, text: str, language: str) -> str:
    """Which of its texts shares most words with what was typed; nothing where that is the label shown anyway."""
    asked = {token.root for token in analyse(text)}
    last = _folded(text.rsplit(maxsplit=1)[-1]) if text.split() else ""
    listed = [*code.synonyms.values(), *_use(code).articles.values()]
    texts = [code.label, *code.labels.values(), *(words for several in listed for words in several)]

    def likeness(candidate: str) -> tuple[int, bool]:
        tokens = analyse(candidate)
        return len(asked & {token.root for token in tokens}), any(token.exact.startswith(last) for token in tokens)

    best = max(texts, key=likeness)
    if likeness(best) == (0, False):
        return _("as its tickets say it") if _is_said(code, asked, last) else ""
    return "" if best in (code.label, code.labels.get(language[:2])) else best


def _is_said(code: ProblemCode, asked: set[str], last: str) -> bool:
    said = _use(code).said.split()
    return any(word.startswith(last) or root_of(word) in asked for word in said)


def _folded(text: str) -> str:
    return " ".join(map(fold, text.split()))
