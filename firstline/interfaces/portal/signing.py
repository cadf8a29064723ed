"""Forms that are signed: who got one may send it, once, whether or not their browser keeps cookies."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from secrets import token_hex

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# Nobody who reads a form has sent it after so short a time; after the long one its numbers may have changed.
QUICKEST = timedelta(seconds=2)
OLDEST = timedelta(hours=24)
# Whoever has one address of the newer kind has all that begin with the same 64 bits.
_IPV6_SHARED = 64
_DIGEST = 32
_signer = Signer(salt="firstline.portal.form")


@dataclass(frozen=True)
class Form:
    """One form as it was given out: `key` tells it from all others, `address` is a digest of whom it was given to."""

    key: str
    address: str
    given_at: datetime

    @property
    def token(self) -> str:
        return _signer.sign(f"{self.key}.{self.address}.{int(self.given_at.timestamp() * 1000)}")

    def is_too_quick(self, at: datetime) -> bool:
        return at - self.given_at < QUICKEST


def give_out(request: HttpRequest, at: datetime) -> Form:
    """A new form for whoever asks."""
    return Form(token_hex(_DIGEST // 2), address_of(request), at)


def read(token: str, at: datetime) -> Form | None:
    """The form that was sent; None where we did not give it out, or too long ago."""
    try:
        key, address, given = _signer.unsign(token).split(".")
    except BadSignature:
        return None
    given_at = datetime.fromtimestamp(int(given) / 1000, UTC)
    return Form(key, address, given_at) if at - given_at < OLDEST else None


def address_of(request: HttpRequest) -> str:
    """A digest of where a request comes from: enough to count by, and nothing to read."""
    return digest(_shared(_address(request)))


def digest(text: str) -> str:
    return salted_hmac("firstline.portal.digest", text, algorithm="sha256").hexdigest()[:_DIGEST]


def _address(request: HttpRequest) -> str:
    """The visitor's own address: what the outermost of our proxies saw, where there are any."""
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if settings.PROXIES and len(passed) >= settings.PROXIES:
        return passed[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def _shared(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, _IPV6_SHARED), strict=False)) if found.version > 4 else str(found)
