"""The lines that mailers put above what they quote: "On Monday Ana wrote:", and blocks of From, Sent and To.

Looks at a few lines and a few hundred letters at a time, so that the work per line is bounded.
"""

import re
from collections.abc import Sequence

MOST_LINES = 6
_LONGEST = 500

_ON = (
    "on|le|el|em|il|am|den|de|op|på|pe|vào|dnia|w dniu|dne|ve|tarihinde|a|у|в|w|ko|kl|data|"
    "lun|mar|mer|mié|mie|jeu|jue|ven|vie|sam|sáb|sab|dim|dom|mon|tue|wed|thu|fri|sat|sun|"
    "pon|wt|śr|czw|pt|sob|niedz|mo|di|mi|do|fr|sa|so|เมื่อ|วันที่|ในวันที่|ใน|บน|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_WROTE = (
    "wrote|writes|sent|said|a écrit|écrit|ecrit|escribió|escribio|ha escrito|escreveu|ha scritto|"
    "scritto|napisał|napisała|"
    "napisał\\(a\\)|napisał/a|napisala|pisze|schrieb|geschrieben|schreef|geschreven|skrev|kirjoitti|"
    "napsal|napsal\\(a\\)|"
    "написал|написал\\(a\\)|пишет|писал|написав|đã viết|yazdı|írta|เขียนว่า|เขียน|ได้เขียน|ส่ง|"
    "書きました|のメッセージ|写道|作者"
)
_BEGINS = re.compile(
    rf"[\s>*_-]*(?:(?:{_ON})(?=[\s.,:\d])|วันที่|เมื่อ|ใน|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|"
    rf"\d{{4}}年)",
    re.IGNORECASE,
)
_WROTE_AT_END = re.compile(
    rf"(?:\b|\s|>|\))(?:{_WROTE})(?:\s*[:：]|\s*-{{2,}}|\s*[:：]\s*-*)\s*$|(?:書きました|写道|のメッセージ)[:：]?\s*$",
    re.IGNORECASE,
)
_WROTE_WITHIN = re.compile(rf"(?:\b|\s)(?:{_WROTE})\s+\S.{{0,200}}[:：]\s*$", re.IGNORECASE)
_DATED = re.compile(
    r"\d{1,4}[./\s-]+(?:\d{1,2}|\w{3,12}\.?|de \w+)[.,/\s-]+(?:de\s+)?\d{2,4}|\d{1,2}:\d\d|\d{4}年|"
    r"\b[A-Z][a-z]{2,8}\.? \d{1,2}\b"
)
_EMAIL = re.compile(r"[^\s@<>]{1,100}@[^\s@<>]{1,100}")
_DATE_THEN_EMAIL = re.compile(
    r"\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b[^<\n]{0,120}<[^<>@]{1,100}@[^<>]{1,100}>\s*(?:\w+\s*)?:?\s*$"
)
_DASHED_WROTE = re.compile(rf"\s*-{{2,}}\s*\S.{{0,150}}(?:{_WROTE})\s*-{{2,}}\s*$", re.IGNORECASE)
_EMAIL_WROTE = re.compile(rf".{{0,150}}<[^<>@\s]{{1,100}}@[^<>\s]{{1,100}}>\s*(?:{_WROTE})\s*[:：]\s*$", re.IGNORECASE)
_WITHIN_A_LINE = re.compile(
    r"(?:^|\s|-{2,}\s*)(on\s(?:\w{3,9},?\s)?(?:\w{3,9}\.?\s\d{1,2}|"
    r"\d{1,2}[\s./-]\w{1,9}[\s./-]\d{2,4}).{4,200}\b(?:wrote|sent):)\s*$",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"[\s>*]*[-_=—]{2,}\s*(?:original message|original e-?mail|reply message|original appointment|message d.origine|"
    r"message original|message initial|mensaje original|mensagem original|ursprüngliche nachricht|originalnachricht|"
    r"oryginalna wiadomość|wiadomość oryginalna|wiadomość pierwotna|messaggio originale|oorspronkelijk bericht|"
    r"oprindelig meddelelse|original meddelelse|ursprungligt meddelande|originalmeddelande|opprinnelig melding|"
    r"alkuperäinen viesti|исходное сообщение|původní zpráva|ข้อความเดิม|ข้อความต้นฉบับ|ต้นฉบับ|"
    r"原始邮件|原始郵件)\s*[-_=—]{2,}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[\s>*]*(?:[-_=—]{2,}\s*(?:forwarded message|forwarded by|forwarded e-?mail|message transféré|message réexpédié|"
    r"mensaje reenviado|mensagem encaminhada|weitergeleitete nachricht|wiadomość przekazana|przekazana wiadomość|"
    r"treść przekazanej wiadomości|messaggio inoltrato|doorgestuurd bericht|videresendt besked|vidarebefordrat|"
    r"ข้อความที่ส่งต่อ|ข้อความส่งต่อ|пересылаемое сообщение)|begin forwarded message:?\s*$|début du message réexpédié|"
    r"anfang der weitergeleiteten|inicio del mensaje reenviado|początek przekazywanej|เริ่มต้นข้อความที่ส่งต่อ)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"[\s>#*=-]*(?:please )?(?:type|write|enter|post) your (?:reply|answer|response) above this line|"
    r"[\s>#*=-]*reply above this line|[\s>#*=-]*(?:veuillez )?(?:répondre|écrire) au-dessus de cette ligne|"
    r"[\s>#*=-]*(?:escriba|responda) (?:su respuesta )?(?:por )?encima de esta línea|"
    r"[\s>#*=-]*(?:odpowiedz|napisz odpowiedź) (?:nad|powyżej) (?:tą|tej) lini|[\s>#*=-]*(?:โปรด)?ตอบเหนือบรรทัดนี้",
    re.IGNORECASE,
)
_KEYS = {
    "from": "from|von|de|da|od|van|fra|från|lähettäjä|от|od kogo|จาก|من|发件人|寄件者|差出人",
    "sent": "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviada em|fecha|data|"
    "wysłano|wysłany|data wysłania|"
    "sendt|skickat|verzonden|inviato|dato|lähetetty|отправлено|дата|ส่ง|ส่งเมื่อ|วันที่|发送时间|日期|送信日時|received",
    "to": "to|an|à|a|para|do|aan|til|till|vastaanottaja|кому|ถึง|收件人|宛先|dla",
    "subject": "subject|betreff|objet|asunto|assunto|temat|oggetto|onderwerp|emne|ämne|aihe|тема|เรื่อง|"
    "หัวเรื่อง|หัวข้อ|主题|主旨|件名",
    "more": "cc|kopie|copie|copia|kopia|dw|do wiadomości|สำเนา|сс|bcc|reply-to|importance|"
    "wichtigkeit|attachments|priority|answer to",
}  # fmt: skip
_KEY = re.compile(
    r"[\s>*_|]*(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _KEYS.items())
    + r")\s?[*_]{0,2}\s?[:：][*_]{0,2}(?=\s|$|\S)",
    re.IGNORECASE,
)  # fmt: skip
_DATE_KEY = re.compile(
    r"\s(?:sent|date|gesendet|datum|envoyé|fecha|enviado|data|wysłano|ส่ง|วันที่)\s?: .*\d\d", re.IGNORECASE
)
_RULE = re.compile(r"[\s>*]*[-_=—*]{5,}\s*$")


def is_forwarded(line: str) -> bool:
    """Whether the sender forwards what follows: then it is what the message is about."""
    return bool(_FORWARDED.match(line[:_LONGEST]))


def is_rule(line: str) -> bool:
    """A line of dashes or the like, as stands above a block."""
    return len(line) < _LONGEST and bool(_RULE.match(line))


def within(line: str) -> int | None:
    """Where in a line a head begins that follows the answer without a break."""
    if len(line) > _LONGEST or not line.rstrip().endswith(":"):
        return None
    found = _WITHIN_A_LINE.search(line)
    if not found or not line[: found.start(1)].strip(" -"):
        return None
    return len(line[: found.start(1)].rstrip().rstrip("-").rstrip())


def length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` on are the head of a quotation; 0 where none begins."""
    line = lines[start][:_LONGEST]
    if not line.strip():
        return 0
    if _ORIGINAL.match(line) or _ABOVE.match(line) or _DASHED_WROTE.match(line):
        return 1
    return _wrote(lines, start) or _block(lines, start)


def _wrote(lines: Sequence[str], start: int) -> int:
    """A sentence over up to six lines that ends in "wrote:" and names a date or an address."""
    first = lines[start][:_LONGEST]
    begins = bool(_BEGINS.match(first))
    if not begins:
        return int(bool(_EMAIL_WROTE.match(first)))
    joined = ""
    for count, line in enumerate(lines[start : start + MOST_LINES], 1):
        joined = f"{joined} {line.strip().lstrip('> ')[:_LONGEST]}".strip()
        if len(joined) > _LONGEST:
            return 0
        ends = _WROTE_AT_END.search(joined[-80:]) or (joined.endswith((":", "：")) and _WROTE_WITHIN.search(joined))
        if ends and (_DATED.search(joined) or _EMAIL.search(joined)):
            return count
        if _DATE_THEN_EMAIL.match(joined):
            return count
        if count > 1 and not line.strip() and not lines[start + count - 2].strip():
            return 0
    return 0


def _block(lines: Sequence[str], start: int) -> int:
    """Fields one below the other, of which one names a sender or a date as mail does."""
    first = _KEY.match(lines[start][:_LONGEST])
    if not first or first.lastgroup not in ("from", "sent", "subject"):
        return 0
    if _EMAIL.search(lines[start][:_LONGEST]) and _DATE_KEY.search(lines[start][:_LONGEST]):
        return 1
    keys, told, end = set[str](), "", start
    blanks = 0
    for place in range(start, min(start + 14, len(lines))):
        line = lines[place][:_LONGEST]
        found = _KEY.match(line)
        if found and found.lastgroup:
            keys.add(found.lastgroup)
            told += f"{line}\n"
            end, blanks = place + 1, 0
        elif not line.strip():
            blanks += 1
            if blanks > 1:
                break
        elif blanks or place - end > 1:
            break
        else:
            told += f"{line}\n"
    looks_like_mail = bool(_EMAIL.search(told)) or bool(_DATED.search(told))
    is_block = len(keys - {"more"}) >= 3 or (len(keys) >= 2 and looks_like_mail and bool(keys & {"from", "sent"}))
    return end - start if is_block and ("@" in told or _DATED.search(told) or len(keys) >= 4) else 0
