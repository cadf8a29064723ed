"""Sign-ins that have run out."""

from datetime import datetime

from firstline.interfaces.desk.session import SessionStore


def forget_old_sessions(_at: datetime) -> None:
    """Delete the sessions that nobody can use any more."""
    SessionStore.clear_expired()
