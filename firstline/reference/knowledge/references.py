"""References inside a text: `[[A-12]]` to an article, `[[code:Pothole]]` to a problem code; `|` gives other words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from firstline.language.translated import pick
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.knowledge.models import ArticleVersion

PATTERN = re.compile(
    r"\[\[\s*(?:[Aa]-?(?P<number>[0-9]{1,9})|code:(?P<code>[^\]\[|\n]{1,120}))\s*(?:\|(?P<words>[^\]\[\n]{1,200}))?\]\]"
)
MOST = 200

# Where an article or a code is shown: ("article", number) or ("code", key of the row) to an address; "" for nowhere.
Addresses = Callable[[str, int], str]


@dataclass(frozen=True)
class Target:
    """What a reference leads to: its kind and key for an address, its title, and whether it no longer holds."""

    kind: str
    key: int
    title: str
    is_gone: bool


def nowhere(_kind: str, _key: int) -> str:
    """Addresses where nothing can be followed: references are read as words."""
    return ""


def name_of(match: re.Match[str]) -> str:
    """The one spelling of a reference: "a-12", "code:pothole"."""
    return f"a-{int(match['number'])}" if match["number"] else f"code:{match['code'].strip().casefold()}"


def resolve(texts: Iterable[str], language: str) -> dict[str, Target]:
    """What the references in these texts lead to, by name; one that leads nowhere is not among them. Two queries."""
    matches = [match for text in texts for match, _count in zip(PATTERN.finditer(text), range(MOST), strict=False)]
    numbers = {int(match["number"]) for match in matches if match["number"]}
    codes = {match["code"].strip() for match in matches if match["code"]}
    return {**_articles(numbers, language), **_codes(codes, language)}


def _articles(numbers: set[int], language: str) -> dict[str, Target]:
    if not numbers:
        return {}
    rows = ArticleVersion.objects.filter(article__number__in=numbers, article__number__lt=2**31)
    texts: dict[int, dict[str, str]] = {}
    gone: dict[int, bool] = {}
    # The newest of each language; the current one, where there is one, comes last and stays.
    for version in rows.select_related("article").order_by("is_current", "number").defer("body", "script", "words"):
        texts.setdefault(version.article.number, {})[version.language] = version.title
        gone[version.article.number] = version.article.retired_at is not None or version.article.state == "outdated"
    return {
        f"a-{number}": Target("article", number, pick(titles, language)[0], gone[number])
        for number, titles in texts.items()
    }


def _codes(keys: set[str], language: str) -> dict[str, Target]:
    if not keys:
        return {}
    wanted = Q()
    for key in keys:
        wanted |= Q(key__iexact=key)
    # Keys are unique below a category only: of several the one in use that was there first.
    found: dict[str, Target] = {}
    for code in ProblemCode.objects.filter(wanted).order_by(F("retired_at").asc(nulls_first=True), "pk"):
        label = pick(code.labels, language)[0]
        found.setdefault(f"code:{code.key.casefold()}", Target("code", code.pk, label, code.is_retired))
    return found
