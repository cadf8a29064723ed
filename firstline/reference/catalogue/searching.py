"""What of a problem code can be found by words: one text per language."""

from collections.abc import Iterator

from django.db.models import QuerySet

from firstline.reference.catalogue.models import ProblemCode
from firstline.search.documents import Document, index_many, remove


def index_codes(codes: QuerySet[ProblemCode]) -> None:
    """Put these codes into the index as they are now; to be called in the transaction that changed them."""
    index_many(documents(codes))


def forget(code: ProblemCode, language: str | None = None) -> None:
    """Take a code, or its text in one language, out of the index."""
    remove("code", code.pk, language=language)


def documents(codes: QuerySet[ProblemCode]) -> Iterator[Document]:
    """A document per code and language that it has a label or synonyms in."""
    for code in codes.select_related("category__provider__department").iterator(chunk_size=1000):
        category = code.category
        provider = category.provider
        department = provider.department
        above = (category, provider, department)
        in_use = not any(node.is_retired for node in (code, *above))
        for language in sorted({*code.labels, *code.synonyms}):
            body = [*code.synonyms.get(language, []), *(node.labels.get(language, "") for node in above), code.key]
            yield Document(
                "code",
                code.pk,
                title=code.labels.get(language, ""),
                body="\n".join(body),
                department=department.pk,
                is_open=in_use,
                language=language,
            )
