"""Why a message did not arrive, from the words of many servers: soft reasons may pass, hard ones will not."""

import re

# In this order: a server that turns a sender away often names the recipient too.
_REASONS: dict[str, str] = {
    "mailbox full": r"mail ?(?:box|folder|file)\b.{0,40}\b(?:full|exceed|too large|quota)|over ?quota|"
    r"quota\b.{0,30}(?:exceed|full|reached|violat)|"
    r"exceed\w*.{0,40}\b(?:quota|storage|capacity|space)|insufficient (?:system |disk )?(?:storage|"
    r"space)|storage (?:limit|allocation|exceed)|"
    r"not enough (?:storage|disk|space)|disk ?(?:quota|full|space)|too much mail data|"
    r"out of (?:disk )?space|is full\b|bo[iî]te.{0,40}pleine|"
    r"buz[oó]n.{0,20}lleno|skrzynka.{0,30}(?:pełna|przepełniona)|lack of (?:disk )?space|container.{0,10} full",
    "too large": r"\btoo (?:big|large)\b|size\b.{0,20}\b(?:limit|exceed)|exceed\w*.{0,40}\bsize|sizelimit|"
    r"message length exceeds",
    "sender refused": r"\bspam\w*|\bblocked\b|bloqu[eé]e?|block ?list|black ?list|\bdnsbl|\brbls?\b|spamhaus|"
    r"\bbanned|reputation|access denied|dmarc|\bspf\b|dkim|"
    r"unauthenticated|authenticat|\bpolic(?:y|ies)\b|relay\w* (?:not|access|denied|is|prohib)|"
    r"\b(?:unable|not allowed|cannot|permitted) to relay|"
    r"mail relay|\bptr\b|reverse (?:dns|mapping|lookup)|\bvirus|infected|malware|rate\b.{0,20}(?:limit|prevent)|"
    r"too many|too fast|frequency limit|limit(?:ed)? exceeded|hop count|routing loop|mail loop|"
    r"sender\b.{0,40}(?:reject|refus|denied|invalid|not (?:exist|allowed|verified)|verif)|"
    r"domain of sender|sender.{0,20}(?:address|domain).{0,60}(?:not|doesn).{0,3} (?:exist|resolve)|"
    r"not authori[sz]ed|not permitted|duplicate header|rfc ?\d{3,4}|protocol violation|"
    r"client host|helo\b.{0,30}(?:reject|invalid|denied)|not verified|service refus|"
    r"cannot find your hostname|can.t determine|redundant|media error|on hold|security|"
    r"\bcontent\b.{0,20}reject|suspicious|fraud|phish|grey ?list|gray ?list|not allowed to send|restrict",
    "account closed": r"(?:account|mailbox|user|recipient|address)\b.{0,30}\b(?:disabled|locked|suspended|"
    r"inactive|deactivated|blocked|expired)|disabled (?:user|recipient|account|mailbox)|"
    r"disableduser",
    "moved": r"(?:has|have|was) moved|address (?:has|was) changed|no longer (?:valid|in use|used|"
    r"available|with|employed|here|works)|not our user|forwarding address|has been replaced by",
    "no mail accepted": r"(?:does|do)(?: not|n.t) accept (?:any )?(?:e-?)?mail|null ?mx|find a mail exchanger|"
    r"no mail exchanger|mx record.{0,40}(?:point|non-?exist)|never accept|no smtp service",
    "name server trouble": r"malformed or unexpected name server|dns query failed|temporary (?:lookup|dns|"
    r"resolution)|lookup failed temporar|name service error.{0,80}try again",
    "unknown host": r"(?:host|domain)(?: or domain)?(?: name)?(?: is)? (?:unknown|not found)|unknown (?:host|"
    r"domain)|(?:host|domain)\b.{0,60}(?:does not|doesn.t|not) (?:exist|found)|"
    r"\bhost\b.{0,60}\bnot found|no such (?:host|domain)|non-?existent (?:host|domain)|illegal host|"
    r"unrout\w+ (?:address|mail|domain)|name or service not known|"
    r"bad destination (?:system|host)|dns lookup failure|no a or mx|(?:cannot|can.t|"
    r"unable to) (?:resolve|find|locate).{0,20}(?:host|domain|server name)|domain must|nxdomain",
    "unknown user": r"(?:user|recipient|mailbox|account|address|addressee|customer|member|subscriber|person|"
    r"local.?part|alias)\b.{0,80}?\b(?:unknown|not (?:be )?(?:found|exist|known|recogni[sz]ed|"
    r"listed|valid|available|local)|"
    r"does(?: not|n.t) (?:exist|have)|isn.t|is not (?:a |an )?(?:valid|known|active|found|listed|"
    r"recogni[sz]ed)|invalid|non-?existent|unavailable|not a valid|could not be found|wasn.t found)|"
    r"unknown (?:or illegal )?(?:user|recipient|address|local|account|mailbox|alias|addressee)|"
    r"no (?:such |valid |matching )*(?:user|recipients?|mailbox|account|address|person|addressee|"
    r"alias)\b|"
    r"(?:invalid|bad|illegal|incorrect) (?:recipient|user|mailbox|address|destination mailbox)|"
    r"not a (?:valid|known) (?:user|mailbox|recipient)|(?:user|recipient) not exist|recipientnotfound|"
    r"undeliverable address|not listed in|destinataire.{0,20}inconnu|adresse.{0,20}(?:inconnue|"
    r"inexistante)|usuario (?:desconocido|no existe)|nieznany (?:użytkownik|adres)|inexistent|"
    r"no encontr|リストにありません|存在しません|見つかりません|不存在",
    "not reachable": r"timed? ?out|expired|connection (?:refused|reset|closed|dropped)|lost connection|"
    r"could not connect|connect to|not reachable|unreachable|deferred|been failing|"
    r"(?:try|retry) (?:again|later|timeout)|temporar|giving up|multiple retries|for the (?:past|"
    r"last) \d+|still (?:being|trying)|delayed|no route",
}  # fmt: skip
HARD = frozenset({"moved", "no mail accepted", "unknown host", "unknown user"})
_PATTERNS = {reason: re.compile(words, re.IGNORECASE) for reason, words in _REASONS.items()}
_LONGEST = 3_000

_BY_STATUS = {
    "1.1": "unknown user", "1.0": "unknown user", "1.2": "unknown host", "1.3": "unknown user", "1.6": "moved",
    "1.10": "unknown user", "1.351": "unknown user", "4.4": "unknown host", "2.2": "mailbox full", "3.4": "too large",
    "2.3": "too large", "2.1": "account closed", "4.7": "not reachable", "4.1": "not reachable",
    "1.8": "sender refused",
}  # fmt: skip
# What is said to the sender's name says nothing about the recipient.
_AFTER_SENDER = re.compile(r"(?:after|in reply to) (?:pipelined )?(?:MAIL FROM|HELO|EHLO)", re.IGNORECASE)
# Sent along without waiting, DATA is answered so once all recipients were refused.
_NOBODY_LEFT = re.compile(r"no valid recipients", re.IGNORECASE)
_ADDRESS_REFUSED = re.compile(r"<<< 5\d\d[ -]5\.1\.1")
_RECIPIENT_REFUSED = re.compile(r"\brcpt\b|no valid recipients|bad-mailbox", re.IGNORECASE)
_REPLY = re.compile(r"(?<![\d.])5\d\d[ :,-]")
_AFTER_DATA = re.compile(
    r"(?:in reply to|after|to) (?:the )?(?:end of )?DATA\b|after end of data|"
    r"failed after i sent the message|our final DATA|"
    r"smtp command\s*\n\s*DATA|"
    r">>> (?:DATA|\.)\s*\n(?:.*\n){0,1}?\s*<<< 5(?!03|\d\d[^\n]*(?:no valid recipients|need rcpt|recipient))",
    re.IGNORECASE,
)


def reason_of(text: str) -> str:
    """The reason that the words give, or nothing."""
    text = " ".join(text[:_LONGEST].split())
    return next((reason for reason, pattern in _PATTERNS.items() if pattern.search(text)), "")


def reason_of_status(status: str) -> str:
    """The reason that an enhanced status code gives, or nothing."""
    return _BY_STATUS.get(status.partition(".")[2], "")


def decide(texts: list[str], status: str, *, context: str = "", told: str = "") -> tuple[str, bool]:
    """Reason, and whether it will not pass: from the first of the texts that gives one, else from the status.

    As a customer's address is given up on a hard one, "user unknown" counts only where it is sure.
    """
    reason = next((found for text in texts if (found := reason_of(text))), "") or reason_of_status(status)
    is_hard = reason in HARD
    if reason == "unknown user":
        is_hard = _is_known_unknown(status, context[:_LONGEST], told)
    if _AFTER_SENDER.search(context[:_LONGEST]):
        is_hard = False
    return reason, is_hard


def _is_known_unknown(status: str, context: str, told: str) -> bool:
    """Whether the recipient is unknown, by the server's own words, a status about addresses, or its answer to RCPT.

    A server that turns the message away once it has seen it often says the same.
    """
    if _ADDRESS_REFUSED.search(context):
        return True
    is_after_data = _AFTER_DATA.search(context) and not _NOBODY_LEFT.search(context)
    if is_after_data or status[1:] == ".2.0" or status[1:3] == ".7":
        return False
    if status[1:3] == ".1" or _RECIPIENT_REFUSED.search(context):
        return True
    return not _REPLY.search(told if reason_of(told) == "unknown user" else context) and status[1:] != ".0.0"
