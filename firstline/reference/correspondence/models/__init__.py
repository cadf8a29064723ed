"""Messages and what they are sent by, mailboxes that are fetched, telephone and fax lines."""

from firstline.reference.correspondence.models.mailboxes import IntakeRule, Mailbox
from firstline.reference.correspondence.models.messages import (
    Dispatch,
    NoticeRule,
    PersonalChoice,
    Sender,
    Signature,
    Template,
)
from firstline.reference.correspondence.models.telephony import Extension, FaxLine, TelephoneLine

__all__ = [
    "Dispatch",
    "Extension",
    "FaxLine",
    "IntakeRule",
    "Mailbox",
    "NoticeRule",
    "PersonalChoice",
    "Sender",
    "Signature",
    "TelephoneLine",
    "Template",
]
