"""What a timeline says of each verb of the journal: a sentence, and another where it is seen from elsewhere."""

from firstline.interfaces.desk.sentences import contacts, messages, procedures, promises, tickets, work_orders
from firstline.interfaces.desk.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    **contacts.SENTENCES,
    **tickets.SENTENCES,
    **promises.SENTENCES,
    **work_orders.SENTENCES,
    **procedures.SENTENCES,
    **messages.SENTENCES,
}
