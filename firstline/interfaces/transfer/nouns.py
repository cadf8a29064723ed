"""Every kind that can be brought in, and who reads its rows."""

from collections.abc import Callable
from typing import Any

from firstline.interfaces.transfer.agreement_import import Agreements
from firstline.interfaces.transfer.article_import import Articles
from firstline.interfaces.transfer.catalogue_import import Codes
from firstline.interfaces.transfer.customer_import import Customers
from firstline.interfaces.transfer.equipment_import import Things
from firstline.interfaces.transfer.importing import Noun
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.order_import import WorkOrders
from firstline.interfaces.transfer.ticket_import import Tickets

NOUNS: dict[str, Callable[[Mapping], Noun[Any]]] = {
    "customers": Customers,
    "equipment": Things,
    "agreements": Agreements,
    "catalogue": Codes,
    "articles": Articles,
    "tickets": Tickets,
    "work_orders": WorkOrders,
}
