"""Who can read what arrived by which channel; each channel names its own reader."""

from collections.abc import Callable

from firstline.interfaces.channels.incoming import Reading
from firstline.interfaces.channels.models import Arrival

Reader = Callable[[Arrival, bytes], Reading]
_readers: dict[str, Reader] = {}


def reads(channel: str) -> Callable[[Reader], Reader]:
    """Make a function the reader of a channel. It asks and writes nothing; what it raises quarantines the message."""

    def mark(reader: Reader) -> Reader:
        _readers[str(channel)] = reader
        return reader

    return mark


def reader_of(channel: str) -> Reader:
    """The reader of a channel; LookupError where nobody can read what came by it."""
    return _readers[channel]
