"""The cast of the tests: the same few people everywhere, so that a test reads like a small play."""

from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role


def member(username: str, name: str, role: str, **fields: object) -> User:
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, "a long pass phrase", name=name, role=role, **fields)


def ana() -> User:
    """The analyst who answers the telephone."""
    return member("ana", "Ana Silva", Role.ANALYST, email="ana@example.org")


def tomek() -> User:
    """The technician of the second tier."""
    return member("tomek", "Tomek Nowak", Role.TECHNICIAN)


def sofia() -> User:
    """The supervisor."""
    return member("sofia", "Sofía Ruiz", Role.SUPERVISOR)


def marc() -> User:
    """The manager."""
    return member("marc", "Marc Petit", Role.MANAGER)


def dao() -> User:
    """The administrator."""
    return member("dao", "ดาว ใจดี", Role.ADMINISTRATOR)


def rita() -> User:
    """Who may only read."""
    return member("rita", "Rita Read", Role.READER)


def everyone() -> dict[str, User]:
    return {user.role: user for user in (ana(), tomek(), sofia(), marc(), dao(), rita())}
