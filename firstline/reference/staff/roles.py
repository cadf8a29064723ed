"""The six roles and what each may do: one table."""

from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ANALYST = "analyst", _("analyst")
    TECHNICIAN = "technician", _("technician")
    SUPERVISOR = "supervisor", _("supervisor")
    MANAGER = "manager", _("manager")
    ADMINISTRATOR = "administrator", _("administrator")
    READER = "reader", _("read-only")


class Right(StrEnum):
    READ = "read"
    TAKE_CONTACTS = "take contacts"
    WORK_TICKETS = "work tickets"
    WORK_ORDERS = "work orders"
    EDIT_CUSTOMERS = "edit customers"
    MOVE_WORK = "move work"
    EDIT_REFERENCE = "edit reference"
    EDIT_STAFF = "edit staff"


_WORK = {Right.READ, Right.TAKE_CONTACTS, Right.WORK_TICKETS, Right.WORK_ORDERS, Right.EDIT_CUSTOMERS}

RIGHTS: dict[str, set[Right]] = {
    Role.READER: {Right.READ},
    Role.TECHNICIAN: {Right.READ, Right.WORK_TICKETS, Right.WORK_ORDERS},
    Role.ANALYST: _WORK,
    Role.SUPERVISOR: _WORK | {Right.MOVE_WORK},
    Role.MANAGER: _WORK | {Right.MOVE_WORK, Right.EDIT_REFERENCE},
    Role.ADMINISTRATOR: set(Right),
}


def may(user: Any, right: Right) -> bool:
    """Whether a signed-in user's role carries a right. An unknown visitor has none."""
    return bool(user.is_authenticated) and right in RIGHTS.get(user.role, set())
