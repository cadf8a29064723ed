"""The open-data files of the shown city hold no personal datum."""

import re

import pytest
from django.apps import apps

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.transfer import open_data
from firstline.interfaces.transfer.open_data import Month
from firstline.reference.customers.models import Account, ContactPoint, Customer, Equipment, Location
from firstline.reference.staff.models import User
from tests.demo.conftest import NOW

pytestmark = pytest.mark.django_db
PERSONAL = (
    (Customer, ("name", "name_key", "note")),
    (ContactPoint, ("value", "normal")),
    (Account, ("name", "note")),
    (Location, ("address", "postcode", "alias", "landmark", "unit")),
    (Equipment, ("serial_number",)),
    (User, ("name", "username", "email", "phone")),
    (Contact, ("caller_name", "caller_number", "caller_email", "words", "place", "answer", "note")),
    (Ticket, ("title", "words", "place", "resolution", "wanted", "before")),
)


def data():
    """Every personal datum of the city, with each part of a name."""
    for model, fields in PERSONAL:
        for row in model._default_manager.values_list(*fields):
            yield from (value for value in row if value)
    for name in Customer.objects.values_list("name", flat=True):
        yield from name.split()


@pytest.mark.usefixtures("city")
def test_no_personal_datum_of_the_city_is_in_its_files(settings, tmp_path):
    settings.DATA_FOLDER = str(tmp_path)
    last = open_data.month_of(NOW)
    count = sum(open_data.write(Month(month.year, month.month)) for month in (last.before, last))
    assert count > Ticket.objects.count() / 2
    content = "\n".join(path.read_text(encoding="utf-8") for path in open_data.folder().iterdir()).casefold()
    cells = set(re.split(r"[,\n]", content))
    words = {word for cell in cells for word in re.findall(r"\w+", cell)}
    found = {one for datum in data() if (one := datum.casefold()) in cells or one in words or f",{one}," in content}
    # A city calls its departments as people call their places; nothing of a person is among the words of its catalogue.
    said = {
        label.casefold()
        for model in apps.get_app_config("catalogue").get_models()
        if hasattr(model, "labels")
        for labels in model._default_manager.values_list("labels", flat=True)
        for label in labels.values()
    }
    assert found - said - {word for label in said for word in re.findall(r"\w+", label)} == set()
    numbers = {str(number) for number in Ticket.objects.values_list("number", flat=True) if number > 31}
    assert numbers & set(re.split(r"[,\n]", content)) == set()
