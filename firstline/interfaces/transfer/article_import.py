"""Articles, one row per text, as one of the nouns that can be brought in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.models import SourceKey
from firstline.interfaces.transfer.reading import Row, RowRefused
from firstline.interfaces.transfer.row_by_row import RowByRow
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.knowledge.attaching import Target, attach
from firstline.reference.knowledge.models import Article, ArticleVersion, Audience
from firstline.reference.knowledge.publishing import publish
from firstline.reference.knowledge.wording import Text
from firstline.reference.knowledge.writing import start, translate

# The levels an article can be attached to, the lowest first, and how each is found below the ones above it.
_LEVELS: tuple[tuple[str, type[Target], dict[str, str]], ...] = (
    (
        "code",
        ProblemCode,
        {
            "category": "category__key",
            "provider": "category__provider__key",
            "department": "category__provider__department__key",
        },
    ),
    ("category", ServiceCategory, {"provider": "provider__key", "department": "provider__department__key"}),
    ("provider", ServiceProvider, {"department": "department__key"}),
    ("department", Department, {}),
)


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What one row says: a text in one language; `translation_of` is the source of the row it translates."""

    line: int
    source: str
    language: str
    text: Text
    audience: str
    is_published: bool
    translation_of: str
    belongs_to: dict[str, str]
    flags: tuple[str, ...]


class Articles(RowByRow[ArticleRow]):
    """Rows become articles and their translations, which belong to what they name of the catalogue."""

    kind = "article_version"

    def read(self, mapping: Mapping, row: Row) -> ArticleRow:
        cells = Cells(mapping, row)
        original = cells.text("translation_of")
        return ArticleRow(
            line=row.line,
            source=mapping.source(cells.text("key")),
            language=cells.text("language"),
            text=Text(cells.text("title"), cells.text("body"), cells.text("script")),
            audience=cells.text("audience") or Audience.STAFF,
            is_published=cells.text("state") == "published",
            translation_of=mapping.source(original) if original else "",
            belongs_to={level: cells.text(level) for level, _model, _above in _LEVELS},
            flags=(),
        )

    def enter(self, draft: ArticleRow, made: Made) -> int:
        if draft.translation_of:
            version = self._translated(draft)
        else:
            article = start(draft.language, draft.text, by=None, audience=draft.audience)
            made.add(article)
            version = article.versions.get()
            target = _target(draft.belongs_to)
            if target is not None:
                attach(article, target, by=None)
        made.add(version)
        if draft.is_published:
            publish(version.article, by=None, languages=[draft.language])
        return version.pk

    def _translated(self, draft: ArticleRow) -> ArticleVersion:
        key = SourceKey.objects.filter(kind=self.kind, source=draft.translation_of).first()
        original = ArticleVersion.objects.select_related("article").filter(pk=key.object_id).first() if key else None
        if original is None:
            raise RowRefused(
                _("no article came in with the key %(key)s: the original stands before its translations.")
                % {"key": draft.translation_of}
            )
        article: Article = original.article
        if article.versions.filter(language=draft.language).exists():
            raise RowRefused(_("the article has a text in this language already."))
        return translate(article, draft.language, draft.text, original=original.number, seen=None, by=None)


def _target(belongs_to: dict[str, str]) -> Target | None:
    """What the row names of the catalogue, at the lowest level; RowRefused when it is not there, or not only once."""
    for level, model, above in _LEVELS:
        if not belongs_to[level]:
            continue
        wanted: dict[str, Any] = {path: belongs_to[name] for name, path in above.items() if belongs_to[name]}
        found: list[Target] = list(model._default_manager.filter(key=belongs_to[level], **wanted)[:2])
        if len(found) != 1:
            said = _("%(name)s stands several times in the catalogue: name what stands above it as well.")
            if not found:
                said = _("%(name)s does not stand in the catalogue.")
            raise RowRefused(said % {"name": f'"{belongs_to[level]}"'})
        return found[0]
    return None
