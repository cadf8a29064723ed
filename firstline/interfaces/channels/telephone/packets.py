"""The packets of Asterisk's manager interface: lines of "Name: value", ended by an empty one, in pieces of any size."""

from collections.abc import Iterator

LONGEST_LINE = 8 * 1024
MOST_LINES = 500

Packet = dict[str, str]


class Packets:
    """Puts together what comes in. A line that is too long is cut, of a packet with too many the rest is left out."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[str] = []

    def feed(self, piece: bytes) -> Iterator[Packet]:
        """The packets that this piece completes; names in small letters, of two with one name the first."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        self._rest = self._rest[:LONGEST_LINE]
        for raw in lines:
            line = raw[:LONGEST_LINE].decode(errors="replace").strip("\r")
            if line:
                if len(self._lines) < MOST_LINES:
                    self._lines.append(line)
                continue
            packet = _packet(self._lines)
            self._lines = []
            if packet:
                yield packet


def written(action: str, **fields: str) -> bytes:
    """An action as Asterisk reads it. Nothing in a value can begin a line of its own."""
    lines = [f"Action: {action}", *(f"{name}: {_one_line(value)}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode(errors="replace")


def _packet(lines: list[str]) -> Packet:
    found: Packet = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
