"""A problem code from a few letters of what the customer says, in any of the five languages (K3)."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from firstline.language.folding import fold
from firstline.language.tokens import analyse
from firstline.reference.catalogue.models import CodeQuerySet, Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.search.querying import query

MOST = 200
LONGEST_QUESTION = 300


@dataclass(frozen=True)
class Found:
    """A code that may be meant; `because` is the label or synonym that was met when it is not the label shown."""

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

    `language` is the reader's: labels in it come first. Never an error, whatever was typed.
    """
    text = text[:LONGEST_QUESTION].replace("\x00", " ").encode(errors="ignore").decode().strip()
    codes = _narrowed(department, provider, category)
    if not text:
        return [Found(code, "") for code in codes[:limit]] if department or provider or category else []
    hits = query(text, kinds=["code"], limit=MOST, as_typed=True, only_open=True, prefer_language=language[:2])
    ranks = {hit.object_id: rank for rank, hit in enumerate(hits)}
    begun = _folded(text)
    found = codes.filter(Q(pk__in=ranks) | _label_holds(text))
    ranked = sorted(found, key=lambda code: (not _begins(code, begun), ranks.get(code.pk, MOST), code.pk))
    return [Found(code, _met(code, text, language)) for code in ranked[:limit]]


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
    """The label or synonym that shares most words with the text; nothing where that is the label shown anyway."""
    asked = {token.root for token in analyse(text)}
    last = _folded(text.rsplit(maxsplit=1)[-1]) if text.split() else ""
    texts = [code.label, *code.labels.values(), *(word for words in code.synonyms.values() for word in words)]

    def likeness(candidate: str) -> tuple[int, bool]:
        tokens = analyse(candidate)
        return len(asked & {token.root for token in tokens}), any(token.exact.startswith(last) for token in tokens)

    best = max(texts, key=likeness)
    return "" if best in (code.label, code.labels.get(language[:2])) or likeness(best) == (0, False) else best


def _folded(text: str) -> str:
    return " ".join(map(fold, text.split()))
