"""Who may sign in: accounts are made by an administrator, never by a visitor."""

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from firstline.reference.staff.keeping import set_password
from firstline.reference.staff.models import User

# Of the package's screens only these: whoever forgot a password asks an administrator, and no mail is sent.
urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
]

_MISMATCH = _("This sign-in name and password do not go together.")


class StaffAdapter(DefaultAccountAdapter):
    """Signing up is closed; a password that people change themselves goes the way of every change."""

    error_messages = {  # noqa: RUF012 - the package declares it so
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the name is allauth's
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """By the verb, so that the journal has it; the session at hand follows the hash of `user`."""
        member = User.objects.get(pk=user.pk)
        user.password = set_password(member, password, by=member).password

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the name is allauth's
        return reverse("desk:settings")
