"""An article as somebody reads it: in their language, else in the nearest there is."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from firstline.language.translated import FALLBACKS
from firstline.reference.knowledge.models import Article, ArticleVersion, Audience
from firstline.reference.knowledge.references import Addresses, nowhere, resolve
from firstline.reference.knowledge.rendering import render


@dataclass(frozen=True)
class Reading:
    """What is shown of an article. `numbers` and `links` are (label, number) and (label, address).

    `is_other_language`: it is not in the language that was asked for; `is_stale`: its original has changed since.
    """

    article: Article
    version: ArticleVersion
    title: str
    html: SafeString
    script: str
    numbers: list[tuple[str, str]]
    links: list[tuple[str, str]]
    language: str
    is_other_language: bool
    is_stale: bool


def of(
    article: Article, language: str, *, audience: str = Audience.STAFF, address: Addresses = nowhere
) -> Reading | None:
    """The published text of an article in a language, else in the one it was first written in, else in any.

    None when nothing of it is published, or it is not for this audience. At most three queries.
    """
    if audience == Audience.CUSTOMERS and not article.is_public:
        return None
    versions = {one.language: one for one in article.versions.filter(is_current=True).select_related("based_on")}
    version = nearest(versions, language, article.source_language)
    return shown(article, version, language, versions.get(article.source_language), address) if version else None


def nearest(versions: dict[str, ArticleVersion], language: str, source: str) -> ArticleVersion | None:
    """The version to show of those there are, by language."""
    order = (language[:2], source, *FALLBACKS, *versions)
    return next((versions[candidate] for candidate in order if candidate in versions), None)


def shown(
    article: Article,
    version: ArticleVersion,
    language: str,
    source: ArticleVersion | None = None,
    address: Addresses = nowhere,
) -> Reading:
    """One version as it is read; `source` is the original by which its age is told."""
    targets = resolve([version.body], version.language)
    behind = bool(source and version.based_on and version.based_on.number < source.number)
    return Reading(
        article=article,
        version=version,
        title=version.title,
        html=render(version.body, targets=targets, address=address),
        script=version.script,
        numbers=[(label, number) for label, number in version.read_out],
        links=[(label, url) for label, url in version.links],
        language=version.language,
        is_other_language=version.language != language[:2],
        is_stale=behind,
    )
