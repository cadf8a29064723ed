"""Times as files write them: several formats, the zone they are meant in, and a known repair."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ISO = "iso"
TAKEN_FOR_UTC = "local-taken-for-utc"
SHIFTS = ("", TAKEN_FOR_UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """How one file writes its times.

    `formats` are tried in order: "iso" (ISO 8601) or codes of `strptime`. `zone` is meant where a text names none.
    `shift` repairs what the source did to its times: "local-taken-for-utc" when it took a local time for UTC and
    turned that into local time, so that its offset from UTC is in them once more.
    """

    zone: ZoneInfo
    formats: tuple[str, ...]
    shift: str = ""

    def read(self, text: str) -> datetime:
        """The moment in UTC; ValueError when no format fits."""
        return self._in_utc(self._as_written(text))

    def day(self, text: str) -> date:
        """The day as written, wherever that is; ValueError when no format fits."""
        return self._as_written(text).date()

    def _as_written(self, text: str) -> datetime:
        for format_ in self.formats:
            try:
                return datetime.fromisoformat(text) if format_ == ISO else datetime.strptime(text, format_)  # noqa: DTZ007
            except ValueError:
                continue
        raise ValueError(text)

    def _in_utc(self, moment: datetime) -> datetime:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        if self.shift == TAKEN_FOR_UTC:
            moment = moment.replace(tzinfo=self.zone).astimezone(UTC).replace(tzinfo=None)
        return moment.replace(tzinfo=self.zone).astimezone(UTC)
