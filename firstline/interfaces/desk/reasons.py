"""Reasons of the program, kept in English, in the reader's language."""

from django.utils.translation import gettext as _


def reasons(kept: str) -> str:
    """Several after commas, each in the reader's language; what a person wrote stays as it is."""
    whole = _(kept) if kept else ""
    if whole != kept:
        return whole
    return ", ".join(_(one) if one else one for one in kept.split(", "))
