"""What of an article can be found by words: one document per language, and its titles by the codes it is for."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from firstline.reference.catalogue.usage import name_articles
from firstline.reference.knowledge.models import Article, ArticleVersion, Attachment
from firstline.search.documents import Document, index_many


def index_article(article: Article) -> None:
    """Put an article into the index as it is now; to be called in the transaction that changed it."""
    index_many(documents(Article.objects.filter(pk=article.pk)))
    index_codes_of(article)


def documents(articles: QuerySet[Article]) -> Iterator[Document]:
    """A document per language: the text that is read, else the newest, which only those who write can find."""
    versions = ArticleVersion.objects.filter(article__in=articles).select_related("article")
    shown: dict[tuple[int, str], ArticleVersion] = {}
    for version in versions.order_by("article", "is_current", "number").defer("body"):
        shown[version.article_id, version.language] = version
    for version in shown.values():
        article = version.article
        is_read = version.is_current and article.is_live
        labels = [label for label, _value in [*version.read_out, *version.links]]
        yield Document(
            "article",
            article.pk,
            title=version.title,
            body="\n".join([version.words, version.script, *labels, str(article)]),
            public=is_read and article.is_public,
            is_open=is_read,
            language=version.language,
        )


def index_codes_of(article: Article, *, also: Iterable[int] = ()) -> None:
    """Let the codes that an article is attached to be found by its titles; `also` those it was attached to."""
    own = Attachment.objects.filter(article=article, code__isnull=False).values_list("code", flat=True)
    codes = {*own, *also}
    if not codes:
        return
    titles: dict[int, dict[str, list[str]]] = {code: {} for code in codes}
    rows = ArticleVersion.objects.filter(
        is_current=True, article__in=Article.objects.live(), article__attachments__code__in=codes
    )
    for code, language, title in rows.values_list("article__attachments__code", "language", "title").order_by("pk"):
        if code in titles:
            titles[code].setdefault(language, []).append(title)
    name_articles(titles)
