"""Memory for drawn pieces: texts are kept as they are, as packing and unpacking them costs more than finding them."""

from collections.abc import Iterable, Mapping
from time import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class Pieces(LocMemCache):
    """Django's cache in the memory of one process, for texts that are asked for and kept many at once."""

    _cache: Any
    _expire_info: Any
    _lock: Any

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:  # noqa: ARG002 there is one
        now, found = time(), {}
        with self._lock:
            for key in keys:
                if self._expire_info.get(key, 0) > now:
                    found[key] = self._cache[key]
                    self._cache.move_to_end(key, last=False)
        return found

    def set_many(
        self,
        data: Mapping[Any, Any],
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,  # noqa: ARG002 there is one
    ) -> list[Any]:
        mine: Any = self
        with self._lock:
            for key, text in data.items():
                mine._set(key, text, timeout)
        return []
