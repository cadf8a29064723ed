"""What of a problem code can be found by words: a text per language, and one of what its tickets said."""

from collections.abc import Iterator

from django.db.models import QuerySet

from firstline.reference.catalogue.models import CodeUse, ProblemCode
from firstline.search.documents import Document, index_many, remove


def index_codes(codes: QuerySet[ProblemCode]) -> None:
    """Put these codes into the index as they are now; to be called in the transaction that changed them."""
    index_many(documents(codes))


def forget(code: ProblemCode, language: str | None = None) -> None:
    """Take a code, or its text in one language, out of the index."""
    remove("code", code.pk, language=language)


def documents(codes: QuerySet[ProblemCode]) -> Iterator[Document]:
    """A document per code and language that it has a label, synonyms or articles in, and one of no language."""
    for code in codes.select_related("category__provider__department", "use").iterator(chunk_size=1000):
        use = getattr(code, "use", None) or CodeUse(code=code)
        category = code.category
        provider = category.provider
        department = provider.department
        above = (category, provider, department)
        in_use = not any(node.is_retired for node in (code, *above))
        for language in sorted({*code.labels, *code.synonyms, *use.articles}):
            names = [*code.synonyms.get(language, []), *(node.labels.get(language, "") for node in above), code.key]
            yield Document(
                "code",
                code.pk,
                title=code.labels.get(language, ""),
                body="\n".join([*names, *use.articles.get(language, [])]),
                department=department.pk,
                is_open=in_use,
                language=language,
            )
        if use.said:
            yield Document("code", code.pk, title="", body=use.said, department=department.pk, is_open=in_use)
