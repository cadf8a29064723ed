"""The desk as a person at a browser uses it: signed in, pressing buttons, typing into fields."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from firstline.casework.contacts.models import Contact
from firstline.reference.staff.models import User


@dataclass
class Caller:
    """One contact as the analyst's screen works on it."""

    client: Client
    number: int

    @property
    def contact(self) -> Contact:
        return Contact.objects.get(number=self.number)

    @property
    def address(self) -> str:
        return f"/contacts/{self.number}/"

    def screen(self) -> str:
        response = self.client.get(self.address)
        assert response.status_code == 200
        return response.content.decode()

    def press(self, part: str, **sent: object) -> HttpResponse:
        """Press a button of the screen without script: the answer leads back to a page."""
        response = self.client.post(f"{self.address}{part}", {"seen": self.contact.version, **sent})
        assert response.status_code == 302
        return self.client.get(response["Location"])

    def type(self, field: str, *values: object) -> HttpResponse:
        """Type into a field, which saves itself."""
        sent = {"field": field, "value": values, "seen": self.contact.version}
        response = self.client.post(f"{self.address}fields/", sent)
        assert response.status_code == 200
        assert 'data-state="saved"' in response.content.decode(), response.content.decode()
        return response

    def type_all(self, **fields: object) -> None:
        for field, value in fields.items():
            self.type(field, value)


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def telephone_rings(client: Client) -> Caller:
    """Press N: the contact has its number before anything is known."""
    response = client.post("/contacts/")
    assert response.status_code == 302
    return Caller(client, int(response["Location"].strip("/").rsplit("/", 1)[1]))
