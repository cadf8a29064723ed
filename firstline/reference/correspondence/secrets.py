"""Passwords of other machines: sealed with a key that is made from the installation's secret key.

A copy of the database alone does not open them. After a change of that key the older ones still open them, where they
are named; else the passwords are typed again.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

from django.conf import settings

_VERSION = "1:"
_NONCE = _MARK = 32


def seal(plain: str) -> str:
    """A text that can be stored; each time another one. Nothing stays nothing."""
    if not plain:
        return ""
    nonce = secrets.token_bytes(_NONCE)
    hidden = _mixed(plain.encode(errors="replace"), nonce, settings.SECRET_KEY)
    return _VERSION + base64.b64encode(nonce + hidden + _mark(nonce + hidden, settings.SECRET_KEY)).decode()


def unseal(sealed: str) -> str:
    """What was sealed; nothing where it was sealed with another key, or is damaged."""
    if not sealed.startswith(_VERSION):
        return ""
    try:
        raw = base64.b64decode(sealed.removeprefix(_VERSION), validate=True)
    except (binascii.Error, ValueError):
        return ""
    kept, mark = raw[:-_MARK], raw[-_MARK:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if len(raw) >= _NONCE + _MARK and hmac.compare_digest(mark, _mark(kept, secret)):
            return _mixed(kept[_NONCE:], kept[:_NONCE], secret).decode()
    return ""


def _key(purpose: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), f"firstline sealed secrets: {purpose}".encode(), hashlib.sha256)


def _mark(kept: bytes, secret: str) -> bytes:
    return hmac.digest(_key("mark", secret), kept, hashlib.sha256)


def _mixed(text: bytes, nonce: bytes, secret: str) -> bytes:
    """Counter mode over HMAC-SHA-256: the same twice gives the text back."""
    key, stream = _key("hide", secret), b""
    for block in range(len(text) // 32 + 1):
        stream += hmac.digest(key, nonce + block.to_bytes(8, "big"), hashlib.sha256)
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))
