"""The jobs of the channels, where the queue looks for them."""

from firstline.interfaces.channels.delivery import send_mail
from firstline.interfaces.channels.fax.taking import draw_pages, read_words
from firstline.interfaces.channels.notices import read_notices

__all__ = ["draw_pages", "read_notices", "read_words", "send_mail"]
