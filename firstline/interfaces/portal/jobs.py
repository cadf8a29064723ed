"""What is looked up after the page was answered, so that the answer takes as long whether there is anything or not."""

from firstline.interfaces.portal import asked_by_number
from firstline.jobs import job


@job
def send_link(number: str, reached: str, language: str) -> None:
    """Send the secret link of a number to its customer, if what was given is theirs."""
    asked_by_number.send_link(number, reached, language)
