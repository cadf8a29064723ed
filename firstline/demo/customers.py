"""Three hundred customers with their accounts, agreements, equipment and places, invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from firstline.reference.customers.models import (
    Account,
    AccountNumber,
    Agreement,
    ContactPoint,
    Customer,
    Equipment,
    Location,
)

COUNT = 300
NAMES = {
    "en": (("Olivia", "Noah", "Grace", "Walter", "Ruth", "Dennis"), ("Carter", "Hughes", "Bennett", "Marsh", "Doyle")),
    "fr": (("Camille", "Julien", "Élodie", "Mathis", "Zoé"), ("Lefèvre", "Garnier", "Rousseau", "Petit", "Noël")),
    "es": (("Lucía", "Javier", "Begoña", "Íñigo", "Carmen"), ("Núñez", "Ibáñez", "Romero", "Peña", "Castro")),
    "pl": (("Zofia", "Łukasz", "Agnieszka", "Paweł", "Jan"), ("Kowalska", "Wiśniewski", "Dąbrowska", "Żak", "Nowak")),
    "th": (("สมชาย", "มาลี", "วิชัย", "ปราณี", "อรุณ"), ("ใจดี", "แสงทอง", "รักไทย", "บุญมา", "ศรีสวัสดิ์")),
}
STREETS = (
    "Mill Lane",
    "Harbour Street",
    "Station Road",
    "Orchard Way",
    "King's Parade",
    "Ropewalk",
    "Ferry Street",
    "Chapel Hill",
    "Foundry Street",
    "Long Acre",
    "Museum Square",
    "Canal Side",
    "Willow Grove",
    "Market Street",
)
AREAS = ("Old Town", "Harbour", "Northfield", "Westgate", "Riverside", "Hillcrest")
PLACES = (
    ("City Hall", "1 Museum Square", "opposite the fountain"),
    ("Riverside School", "12 Canal Side", "beside the lock"),
    ("Harbour Library", "40 Harbour Street", "the building with the green roof"),
    ("Northfield Depot", "7 Foundry Street", "behind the railway bridge"),
)
CENTRE_OF_TOWN = (51.2105, -1.4820)


@dataclass(frozen=True)
class People:
    """Whom the demo's contacts come from: residents, and the city's own staff with their equipment."""

    residents: list[Customer]
    colleagues: list[Customer]
    equipment: dict[int, Equipment]


def settle(today: date) -> People:
    """All customers; the same every time, but for the dates of agreements, which are counted from `today`."""
    chance = Random(311)  # noqa: S311 - the demo is to be the same every time
    offices = [_office(*place, chance) for place in PLACES]
    households = [_household(number, chance) for number in range(COUNT - 60)]
    colleagues = [_colleague(number, offices[number % len(offices)], chance) for number in range(60)]
    equipment = _equip(colleagues, offices, today, chance)
    return People(households, colleagues, equipment)


def _spot(chance: Random) -> tuple[float, float]:
    return (
        round(CENTRE_OF_TOWN[0] + chance.uniform(-0.02, 0.02), 6),
        round(CENTRE_OF_TOWN[1] + chance.uniform(-0.03, 0.03), 6),
    )


def _office(alias: str, address: str, landmark: str, chance: Random) -> Location:
    latitude, longitude = _spot(chance)
    return Location.objects.create(
        alias=alias,
        address=address,
        landmark=landmark,
        city="Riverton",
        area=chance.choice(AREAS),
        latitude=latitude,
        longitude=longitude,
    )


def _household(number: int, chance: Random) -> Customer:
    language = chance.choices(list(NAMES), weights=(50, 14, 14, 12, 10))[0]
    first, last = (chance.choice(names) for names in NAMES[language])
    latitude, longitude = _spot(chance)
    location = Location.objects.create(
        address=f"{chance.randint(1, 140)} {chance.choice(STREETS)}",
        city="Riverton",
        postcode=f"RV{chance.randint(1, 9)} {chance.randint(1, 9)}{chance.choice('ABDEFGH')}{chance.choice('JLNPQR')}",
        area=chance.choice(AREAS),
        latitude=latitude,
        longitude=longitude,
    )
    account = None
    if number % 3 == 0:
        account = Account.objects.create(name=f"{last}, {location.address}")
        AccountNumber.objects.create(account=account, number=f"W-{100200 + number * 7}")
    customer = Customer.objects.create(
        name=f"{first} {last}",
        language=language,
        account=account,
        location=location,
        preferred_channel=chance.choice(("", "telephone", "email")),
        preferred_hours=chance.choice(("", "", "09:00-12:00", "17:00-20:00")),
    )
    _reach(customer, f"+1415555{number:04d}", f"customer{number}@mail.example" if number % 2 else "")
    return customer


def _colleague(number: int, office: Location, chance: Random) -> Customer:
    language = chance.choice(list(NAMES))
    first, last = (chance.choice(names) for names in NAMES[language])
    account = Account.objects.get_or_create(name="City of Riverton")[0]
    customer = Customer.objects.create(
        name=f"{first} {last}", language=language, account=account, location=office, note=f"Desk {number + 1}"
    )
    _reach(customer, f"+1415556{number:04d}", f"staff{number}@city.example")
    return customer


def _reach(customer: Customer, phone: str, email: str) -> None:
    ContactPoint.objects.create(customer=customer, kind=ContactPoint.Kind.PHONE, value=phone)
    if email:
        ContactPoint.objects.create(customer=customer, kind=ContactPoint.Kind.EMAIL, value=email)


def _equip(colleagues: list[Customer], offices: list[Location], today: date, chance: Random) -> dict[int, Equipment]:
    """A computer or printer for each colleague, under a support agreement or a warranty that has lapsed."""
    account = Account.objects.get(name="City of Riverton")
    AccountNumber.objects.create(account=account, number="CITY-0001")
    support = Agreement.objects.create(
        kind=Agreement.Kind.SUPPORT,
        number="SUP-2024-17",
        coverage="Workplace equipment, next working day",
        account=account,
        starts_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=300),
    )
    lapsed = Agreement.objects.create(
        kind=Agreement.Kind.WARRANTY,
        number="WAR-88-1203",
        coverage="Printers, parts only",
        account=account,
        starts_on=today - timedelta(days=1100),
        ends_on=today - timedelta(days=20),
    )
    for office in offices:
        Equipment.objects.create(
            name="Lift", model_number="Ascent 6", serial_number=f"LF-{office.pk:04d}", location=office
        )
    owned = {}
    for number, colleague in enumerate(colleagues):
        printer = number % 4 == 0
        owned[colleague.pk] = Equipment.objects.create(
            name="Printer" if printer else "Laptop",
            model_number="LaserJet P3" if printer else chance.choice(("Latitude 14", "ThinkBook 15")),
            serial_number=f"{'PR' if printer else 'NB'}-{5000 + number * 13}",
            location=colleague.location,
            agreement=lapsed if printer else support,
            account=account,
            customer=colleague,
        )
    return owned
