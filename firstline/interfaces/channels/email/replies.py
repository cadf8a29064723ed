"""What is new in a reply: without what it quotes, and without its signature.

Nothing is lost: what is taken away comes back beside it, and where nothing would be left the whole text stays.
"""

import re
from dataclasses import dataclass

from firstline.interfaces.channels.email import quotation_heads as heads

_QUOTED = re.compile(r"[ \t]{0,3}>")
_LINK_PIECE = re.compile(r"\s*\(?(?:https?://\S*|\S+\))\s*>?\s*$")
_DELIMITER = re.compile(r"\s*(?:--|—|–|__)\s*$|\s*_{10,}\s*$")
_SENT_FROM = re.compile(
    r"[\s*_>-]*(?:sent from (?:my|a|an|the|outlook|mail|yahoo|samsung|proton|huawei|acompli|mailbox|"
    r"blackberry)|sent (?:with|via|using) |"
    r"get outlook for |gesendet (?:von|mit)|von meinem .{1,40} gesendet|"
    r"diese nachricht wurde von meinem|envoyé (?:de|depuis|à partir|avec)|"
    r"télécharger outlook|enviado (?:desde|con)|enviado do meu|obtener outlook|descargar outlook|"
    r"wysłan[eo] z|pobierz outlook|"
    r"verzonden vanaf|inviato da|skickat från|sendt fra|ส่งจาก|ส่งด้วย|รับ outlook|downloaded? outlook)",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 12
_LONGEST_LINE = 200
# Looking for heads takes its time; so far down no person writes.
_MOST_LINES = 4_000


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A reply in pieces: what is new, how it is signed, what it quotes (heads and all), in the order they came."""

    text: str
    signature: str
    quoted: str

    @property
    def rest(self) -> str:
        """All that is folded away."""
        return "\n\n".join(piece.strip("\n") for piece in (self.signature, self.quoted) if piece.strip())


def trimmed(text: str) -> Trimmed:
    """The reply in pieces; needs time in proportion to its length."""
    kept, quoted = unquoted(text)
    new, signature = _unsigned(kept)
    if not new.strip():
        return Trimmed(kept, "", quoted) if kept.strip() else Trimmed(text, "", "")
    return Trimmed(new.strip(), signature.strip("\n"), quoted.strip("\n"))


def unquoted(text: str) -> tuple[str, str]:
    """What the sender wrote, with his signature, and what he quotes. All of it is his where nothing else is left."""
    lines = text.split("\n")
    kept: list[str] = []
    quoted: list[str] = []
    place = 0
    while place < len(lines):
        if heads.is_forwarded(lines[place]) and not _QUOTED.match(lines[place]):
            kept += lines[place:]
            break
        taken = _quotation(lines, place, kept, quoted)
        if taken:
            while place + taken < len(lines) and not lines[place + taken].strip():
                taken += 1
            quoted += lines[place : place + taken]
        else:
            kept.append(lines[place])
        place += taken or 1
    new = "\n".join(kept)
    return (new.strip("\n"), "\n".join(quoted)) if new.strip() else (text, "")


def _quotation(lines: list[str], place: int, kept: list[str], quoted: list[str]) -> int:
    """How many lines from here on are quoted. What stands before a head in its line is kept; rules above it are not."""
    if _QUOTED.match(lines[place]):
        return _marked(lines, place, is_announced=False)
    if place > _MOST_LINES:
        return 0
    cut = heads.within(lines[place])
    if cut is not None:
        kept.append(lines[place][:cut])
        lines[place] = lines[place][cut:]
        head = 1
    else:
        head = heads.length(lines, place)
    if not head:
        return 0
    above = len(kept)
    while above and not kept[above - 1].strip():
        above -= 1
    if above and heads.is_rule(kept[above - 1]):
        quoted += kept[above - 1 :]
        del kept[above - 1 :]
    following = next((at for at in range(place + head, min(place + head + 4, len(lines))) if lines[at].strip()), None)
    if following is not None and _QUOTED.match(lines[following]):
        return following - place + _marked(lines, following, is_announced=True)
    return len(lines) - place


def _marked(lines: list[str], place: int, *, is_announced: bool) -> int:
    """How many lines are marked as quoted, with what a mailer broke off them; a single one may be none."""
    end, marks = place, 0
    at = place
    while at < len(lines):
        line = lines[at]
        if _QUOTED.match(line):
            marks += 1
            end = at + 1
        elif line.strip():
            if not _is_broken_off(lines, at):
                break
        elif at > end or not _QUOTED.match("".join(lines[at + 1 : at + 2])):
            break
        at += 1
    return end - place if marks > 1 or is_announced or (place + 1 == len(lines)) else 0


def _is_broken_off(lines: list[str], at: int) -> bool:
    """A piece of a link or word that stands alone between quoted lines."""
    following = lines[at + 1] if at + 1 < len(lines) else ""
    is_between = bool(_QUOTED.match(lines[at - 1]) and _QUOTED.match(following))
    return is_between and len(lines[at]) < _LONGEST_LINE * 10 and bool(_LINK_PIECE.match(lines[at]))


def _unsigned(text: str) -> tuple[str, str]:
    """The text and its signature: below two dashes, or a line that a telephone adds."""
    lines = text.split("\n")
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for place in range(last - 1, max(last - _LONGEST_SIGNATURE, 0) - 1, -1):
        line = lines[place]
        if heads.is_forwarded(line):
            break
        is_last = last - place <= 3 or not any(each.strip() for each in lines[place + 1 : last])
        if _DELIMITER.match(line[:_LONGEST_LINE]) or (is_last and _SENT_FROM.match(line[:_LONGEST_LINE])):
            earlier = _unsigned_by_device(lines[:place])
            return "\n".join(lines[:earlier]), "\n".join(lines[earlier:])
    return text, ""


def _unsigned_by_device(lines: list[str]) -> int:
    """A delimiter right above the telephone's line belongs to it."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end - 1 if end and _DELIMITER.match(lines[end - 1][:_LONGEST_LINE]) else end
