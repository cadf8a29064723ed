"""Who may see and do what in the desk: as on all screens."""

from firstline.interfaces.access import (
    by_method,
    department_limits,
    is_within_departments,
    needs,
    rights_of,
    signed_in,
    within_departments,
)

__all__ = [
    "by_method",
    "department_limits",
    "is_within_departments",
    "needs",
    "rights_of",
    "signed_in",
    "within_departments",
]
