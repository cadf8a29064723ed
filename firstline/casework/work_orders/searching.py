"""The words by which a work order is found."""

from firstline.casework.work_orders.models import WorkOrder
from firstline.search.documents import Document, index_many

LONGEST_BODY = 20_000


def document(order: WorkOrder) -> Document:
    """Found by its number, title, place, problem code in every language, and what stands in it."""
    words = [order.place, order.instructions, order.result, *map(str, order.code.labels.values())]
    return Document(
        kind="work_order",
        object_id=order.pk,
        title=f"W{order.number} {order.number} {order.title}",
        body="\n".join(filter(None, words))[:LONGEST_BODY],
        department=order.code.category.provider.department_id,
        is_open=order.is_open,
    )


def index_order(order: WorkOrder) -> None:
    """Put the work order into the index as it is now."""
    index_many([document(order)])
