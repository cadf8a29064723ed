"""The same work as bare SQL through psycopg: what a program could at best take, to compare with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, models

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket

Cursor = psycopg.Cursor[Any]
Bare = Callable[[Cursor, Any], None]

_OPEN = "ticket.state IN ('new', 'in_progress', 'waiting', 'planned')"
_NAMES = """
SELECT ticket.*, priority.labels, centre.labels, code.labels, customer.name, person.name FROM tickets_ticket ticket
JOIN service_levels_priority priority ON priority.id = ticket.priority_id
JOIN staff_supportcentre centre ON centre.id = ticket.centre_id
LEFT JOIN catalogue_problemcode code ON code.id = ticket.code_id
LEFT JOIN customers_customer customer ON customer.id = ticket.customer_id
LEFT JOIN staff_user person ON person.id = ticket.assignee_id
"""
_HISTORY = """
SELECT * FROM journal_entry WHERE (subject_kind = %(kind)s AND subject_id = %(id)s)
OR (context_kind = %(kind)s AND context_id = %(id)s) ORDER BY id
"""
_ENTRY = """
INSERT INTO journal_entry (at, verb, subject_kind, subject_id, context_kind, actor_name, facts)
VALUES (now(), %s, %s, %s, '', 'Bench', '{"text": "a few words"}')
"""
_NUMBER = "UPDATE journal_counter SET last = last + 1 WHERE series = %s RETURNING last"
_INDEXED = """
INSERT INTO search_doc (kind, object_id, language, public, is_open, doc_len, tsv)
VALUES (%s, %s, '', false, true, 12, '''water'':1A ''~water'':1A ''street'':2 ''~stree'':2'::tsvector)
ON CONFLICT (kind, object_id, language) DO UPDATE SET tsv = excluded.tsv
"""


@contextmanager
def line() -> Iterator[psycopg.Connection[Any]]:
    """A connection of our own to the same database, without Django."""
    known = connection.get_connection_params()
    facts = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    with psycopg.connect(**facts) as opened:
        yield opened


def queue_page(cursor: Cursor, _subject: Any) -> None:
    cursor.execute(f"{_NAMES} WHERE {_OPEN} ORDER BY ticket.priority_rank, ticket.number LIMIT 51")
    cursor.fetchall()


def ticket_page(cursor: Cursor, number: Any) -> None:
    cursor.execute(f"{_NAMES} WHERE ticket.number = %s", [number])
    row = cursor.fetchone()
    cursor.execute(_HISTORY, {"kind": "ticket", "id": row[0] if row else 0})
    cursor.fetchall()


def contact_page(cursor: Cursor, number: Any) -> None:
    cursor.execute("SELECT * FROM contacts_contact WHERE number = %s", [number])
    row = cursor.fetchone()
    cursor.execute(_HISTORY, {"kind": "contact", "id": row[0] if row else 0})
    cursor.fetchall()


def contact_saved(cursor: Cursor, _subject: Any) -> None:
    pk = _copied(cursor, Contact, "contact")
    cursor.execute(_ENTRY, ["contact.opened", "contact", pk])


def ticket_opened(cursor: Cursor, number: Any) -> None:
    cursor.execute("SELECT * FROM contacts_contact WHERE number = %s FOR UPDATE", [number])
    cursor.fetchone()
    cursor.execute("UPDATE contacts_contact SET words = '', version = version + 1 WHERE number = %s", [number])
    pk = _copied(cursor, Ticket, "ticket")
    cursor.execute(_INDEXED, ["ticket", pk])
    cursor.execute(_ENTRY, ["ticket.opened", "ticket", pk])


def note_added(cursor: Cursor, number: Any) -> None:
    cursor.execute("SELECT id FROM tickets_ticket WHERE number = %s FOR UPDATE", [number])
    row = cursor.fetchone()
    cursor.execute("UPDATE tickets_ticket SET changed_at = now() WHERE number = %s", [number])
    cursor.execute(_ENTRY, ["ticket.noted", "ticket", row[0] if row else 0])


def field_saved(cursor: Cursor, number: Any) -> None:
    cursor.execute("SELECT id FROM contacts_contact WHERE number = %s FOR UPDATE", [number])
    row = cursor.fetchone()
    cursor.execute(
        "UPDATE contacts_contact SET words = 'a few words', version = version + 1 WHERE number = %s", [number]
    )
    cursor.execute(_INDEXED, ["contact", row[0] if row else 0])
    cursor.execute(_ENTRY, ["contact.noted", "contact", row[0] if row else 0])


def customers_by_name(cursor: Cursor, name: Any) -> None:
    cursor.execute(
        "SELECT customer.*, point.value FROM customers_customer customer"
        " LEFT JOIN customers_contactpoint point ON point.customer_id = customer.id"
        " WHERE customer.name LIKE %s ORDER BY customer.name LIMIT 20",
        [f"{name}%"],
    )
    cursor.fetchall()


def newest_articles(cursor: Cursor, _subject: Any) -> None:
    cursor.execute("SELECT * FROM knowledge_article WHERE audience = 'customers' ORDER BY live_at DESC LIMIT 8")
    found = [row[0] for row in cursor.fetchall()]
    cursor.execute("SELECT title FROM knowledge_articleversion WHERE article_id = ANY(%s) AND is_current", [found])
    cursor.fetchall()


def found_by_words(cursor: Cursor, word: Any) -> None:
    cursor.execute(
        "SELECT object_id, doc_len FROM search_doc WHERE kind = 'ticket' AND tsv @@ %s::tsquery LIMIT 20",
        [f"'{word.lower()}'"],
    )
    found = [row[0] for row in cursor.fetchall()]
    cursor.execute("SELECT * FROM tickets_ticket WHERE id = ANY(%s)", [found])
    cursor.fetchall()


def work_order_page(cursor: Cursor, number: Any) -> None:
    cursor.execute("SELECT * FROM work_orders_workorder WHERE number = %s", [number])
    row = cursor.fetchone()
    pk = row[0] if row else 0
    cursor.execute("SELECT * FROM work_orders_task WHERE order_id = %s ORDER BY position", [pk])
    cursor.fetchall()
    cursor.execute(f"{_NAMES} JOIN work_orders_link link ON link.ticket_id = ticket.id WHERE link.order_id = %s", [pk])
    cursor.fetchall()
    cursor.execute(_HISTORY, {"kind": "work_order", "id": pk})
    cursor.fetchall()


def _copied(cursor: Cursor, model: type[models.Model], series: str) -> int:
    """A new row like the newest one, with a number of its own; gives its key."""
    table = model._meta.db_table
    columns = ", ".join(
        f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in ("id", "number", "source")
    )
    cursor.execute(_NUMBER, [series])
    number = _one(cursor)
    cursor.execute(
        f"INSERT INTO {table} (number, {columns}) SELECT %s, {columns}"  # noqa: S608 names of our own
        f" FROM {table} ORDER BY id DESC LIMIT 1 RETURNING id",
        [number],
    )
    return _one(cursor)


def _one(cursor: Cursor) -> int:
    row = cursor.fetchone()
    return int(row[0]) if row else 0
