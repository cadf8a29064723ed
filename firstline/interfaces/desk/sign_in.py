"""Who may sign in: accounts are made by an administrator, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from firstline.reference.staff.keeping import set_password
from firstline.reference.staff.models import User


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up is closed; a password that people change themselves goes the way of every change."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the name is allauth's
        return False

    def set_password(self, user: User, password: str) -> None:
        """By the verb, so that the journal has it; the session at hand follows the hash of `user`."""
        user.password = set_password(user, password, by=user).password
