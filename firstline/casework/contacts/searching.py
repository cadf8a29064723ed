"""What of a contact can be found by words."""

from firstline.casework.contacts.models import Contact
from firstline.search.documents import index


def index_contact(contact: Contact) -> None:
    """Put the contact into the index as it is now; to be called in the transaction that changed it."""
    index(
        "contact",
        contact.pk,
        title=" ".join(filter(None, [str(contact.number), contact.caller_name])),
        body="\n".join(filter(None, _texts(contact))),
        is_open=contact.is_open,
    )


def _texts(contact: Contact) -> list[str]:
    return [
        contact.words,
        contact.place,
        contact.caller_number,
        contact.caller_email,
        contact.answer,
        contact.note,
    ]
