"""Twelve members of staff in four support centres, and the crews."""

from django.contrib.auth.hashers import make_password

from firstline.demo.texts import labels
from firstline.reference.catalogue.models import Department, ServiceProvider
from firstline.reference.staff.models import Crew, Membership, Responsibility, SupportCentre, User
from firstline.reference.staff.roles import Role
from firstline.reference.staff.wall_links import make_wall_link

PASSWORD = "take-a-call"  # noqa: S105 - the demo's sign-ins are printed for everybody to use

STAFF = [
    ("ana", "Ana Lind", Role.ANALYST, "en", ["en", "es"]),
    ("luc", "Luc Moreau", Role.ANALYST, "fr", ["fr", "en"]),
    ("ola", "Ola Wójcik", Role.ANALYST, "pl", ["pl", "en"]),
    ("nok", "นก ศรีสุข", Role.ANALYST, "th", ["th", "en"]),
    ("bruno", "Bruno Díaz", Role.TECHNICIAN, "es", ["es", "en"]),
    ("hanna", "Hanna Berg", Role.TECHNICIAN, "en", ["en"]),
    ("piotr", "Piotr Zając", Role.TECHNICIAN, "pl", ["pl", "en"]),
    ("ines", "Inès Faure", Role.TECHNICIAN, "fr", ["fr", "en"]),
    ("sara", "Sara Quist", Role.SUPERVISOR, "en", ["en", "fr"]),
    ("mateo", "Mateo Gil", Role.MANAGER, "es", ["es", "en"]),
    ("adam", "Adam Stone", Role.ADMINISTRATOR, "en", ["en"]),
    ("rita", "Rita Vale", Role.READER, "en", ["en"]),
]
CENTRES = {
    "desk": (
        ("Service centre", "Centre de services", "Centro de servicios", "Centrum obsługi", "ศูนย์บริการ"),
        2,
        {"ana": 1, "luc": 1, "ola": 1, "nok": 1, "sara": 2},
    ),
    "depot": (
        ("Street depot", "Dépôt de voirie", "Parque de obras", "Baza drogowa", "ศูนย์โยธา"),
        2,
        {"bruno": 1, "hanna": 2, "sara": 2},
    ),
    "waterworks": (
        ("Waterworks", "Service des eaux", "Aguas municipales", "Wodociągi", "การประปา"),
        2,
        {"ines": 1, "hanna": 2, "bruno": 2},
    ),
    "it": (
        ("IT help desk", "Assistance informatique", "Soporte informático", "Pomoc informatyczna", "ศูนย์ช่วยเหลือไอที"),
        3,
        {"ola": 1, "piotr": 2, "adam": 3},
    ),
}
CREWS = {
    "waste": ("Waste 1", "depot", 14),
    "roads": ("Roads 2", "depot", 14),
    "lights": ("Lights", "depot", 7),
    "parks": ("Parks", "depot", 14),
    "houses": ("Buildings", "depot", 7),
    "mains": ("Mains", "waterworks", 14),
    "field": ("IT field", "it", 7),
}
LEADS = [("mateo", "works", None), ("hanna", "works", "waste"), ("ines", "water", None), ("adam", "it", None)]


def hire() -> dict[str, User]:
    """The staff by sign-in name, all with the demo's password and the desk's time zone."""
    password = make_password(PASSWORD)
    return {
        username: User.objects.create(
            username=username,
            name=name,
            role=role,
            language=language,
            speaks=speaks,
            email=f"{username}@city.example",
            password=password,
        )
        for username, name, role, language, speaks in STAFF
    }


def found_centres(staff: dict[str, User]) -> dict[str, SupportCentre]:
    """The four support centres with their members."""
    centres = {}
    for key, (names, tiers, members) in CENTRES.items():
        centres[key] = SupportCentre.objects.create(key=key, labels=labels(names), tiers=tiers)
        Membership.objects.bulk_create(
            Membership(user=staff[username], centre=centres[key], tier=tier) for username, tier in members.items()
        )
    return centres


def form_crews(centres: dict[str, SupportCentre]) -> dict[str, Crew]:
    return {
        key: Crew.objects.create(name=name, centre=centres[centre], hours_a_day=hours)
        for key, (name, centre, hours) in CREWS.items()
    }


def name_leads(staff: dict[str, User]) -> None:
    """Who answers for which department or provider."""
    for username, department, provider in LEADS:
        of = Department.objects.get(key=department)
        Responsibility.objects.create(
            user=staff[username],
            department=of,
            provider=ServiceProvider.objects.get(department=of, key=provider) if provider else None,
        )


def hang_a_wall(staff: dict[str, User]) -> None:
    """One address of the wall, for the screen in the room."""
    make_wall_link("Service centre, north wall", language="en", theme="dark", by=staff["mateo"])
