"""The catalogue, what its codes carry, and standard work orders: kept in the desk by managers."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from firstline.journal.models import Entry
from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.handling.models import Handling, Question, StandardTask, StandardWorkOrder
from tests import builders
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marc_is_signed_in(client: Client) -> None:
    client.force_login(marc())


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def save(client: Client, url: str, field: str, *values: str) -> str:
    """What stands in the state of the answer to a field that saved itself."""
    answer = client.post(url, {"field": field, "value": list(values)}).content.decode()
    return answer.partition('data-state="')[2].partition('"')[0]


def node_url(level: str, pk: int) -> str:
    return f"/catalogue/{level}/{pk}/"


def test_the_tree_is_grown_from_the_desk_level_by_level(client: Client) -> None:
    answer = client.post("/catalogue/departments/", {"text": "Public works"})
    department = Department.objects.get()
    assert answer["Location"] == node_url("departments", department.pk)
    for level, pk, text in (("departments", department.pk, "Street care"),):
        client.post(f"{node_url(level, pk)}below/", {"text": text})
    provider = department.providers.get()
    client.post(f"{node_url('providers', provider.pk)}below/", {"text": "Roads"})
    category = provider.categories.get()
    answer = client.post(f"{node_url('categories', category.pk)}below/", {"text": "Pothole"})
    code = ProblemCode.objects.get()
    assert answer["Location"] == node_url("codes", code.pk)
    assert code.path == "Public works › Street care › Roads"
    shown = page(client, node_url("codes", code.pk))
    assert [text in shown for text in ("Public works", "Street care", "Roads", "Pothole")] == [True] * 4


def test_a_name_that_is_there_already_is_refused_beside_what_was_typed(client: Client) -> None:
    code = builders.code("Pothole")
    said = client.post(f"{node_url('categories', code.category_id)}below/", {"text": "Pothole"}).content.decode()
    assert "There is one of this name here already." in said
    assert 'value="Pothole"' in said


def test_labels_save_themselves_language_by_language(client: Client) -> None:
    code = builders.code("Pothole")
    url = f"{node_url('codes', code.pk)}labels/"
    assert save(client, url, "th", "หลุมบ่อ") == "saved"
    assert save(client, url, "xx", "Pothole") == "refused"
    assert save(client, url, "fr", "x" * 201) == "refused"
    assert save(client, url, "en", "") == "saved"
    assert save(client, url, "th", "") == "refused"
    code.refresh_from_db()
    assert code.labels == {"th": "หลุมบ่อ"}


def test_what_is_missing_in_a_language_is_counted(client: Client) -> None:
    builders.code("Pothole")
    code = builders.code("Lamp")
    save(client, f"{node_url('codes', code.pk)}labels/", "fr", "Lampadaire")
    shown = page(client, node_url("categories", code.category_id))
    assert shown.count("1 missing") == 1
    assert shown.count("2 missing") == 3


def test_a_code_moves_and_retires_and_is_restored_and_removed(client: Client) -> None:
    code, parks = builders.code("Pothole"), builders.category("Parks")
    url = node_url("codes", code.pk)
    client.post(f"{url}parent/", {"parent": parks.pk})
    client.post(f"{url}retirement/")
    code.refresh_from_db()
    assert (code.category, code.is_retired) == (parks, True)
    client.post(f"{url}restoration/")
    answer = client.post(f"{url}removal/")
    assert answer["Location"] == node_url("categories", parks.pk)
    assert ProblemCode.objects.count() == 0


def test_what_is_in_use_is_not_removed_and_says_so(client: Client) -> None:
    code = builders.code()
    builders.contact(code=code)
    answer = client.post(f"{node_url('codes', code.pk)}removal/", follow=True)
    assert "It is in use, so it can only be retired." in answer.content.decode()
    assert ProblemCode.objects.count() == 1


@pytest.mark.parametrize("url", ["/catalogue/trees/1/", "/catalogue/codes/999/", f"/catalogue/codes/{10**30}/"])
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == HTTPStatus.NOT_FOUND


def test_nothing_stands_below_a_code_and_nothing_above_a_department(client: Client) -> None:
    code, department = builders.code(), builders.department()
    assert client.post(f"{node_url('codes', code.pk)}below/", {"text": "x"}).status_code == HTTPStatus.NOT_FOUND
    answer = client.post(f"{node_url('departments', department.pk)}parent/", {"parent": department.pk})
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_words_of_customers_are_kept_between_commas(client: Client) -> None:
    code = builders.code()
    assert save(client, f"/catalogue/codes/{code.pk}/synonyms/", "en", "fridge, washing machine,, fridge") == "saved"
    code.refresh_from_db()
    assert code.synonyms == {"en": ["fridge", "washing machine"]}


def test_what_a_code_carries_saves_itself_piece_by_piece(client: Client) -> None:
    code, centre, priority = builders.code(), builders.centre(tiers=2), builders.priority()
    url = f"/catalogue/codes/{code.pk}/handling/"
    sent = [
        ("centre", str(centre.pk)),
        ("tier", "2"),
        ("priority", str(priority.pk)),
        ("permanent_turnaround", "1.5", "days"),
        ("requires_location", "on"),
    ]
    assert [save(client, url, *each) for each in sent] == ["saved"] * 5
    handling = Handling.objects.get()
    assert (handling.centre, handling.tier, handling.priority) == (centre, 2, priority)
    assert (handling.permanent_turnaround, handling.requires_location) == (timedelta(hours=36), True)
    assert save(client, url, "requires_location") == "saved"
    assert save(client, url, "permanent_turnaround", "", "days") == "saved"
    handling.refresh_from_db()
    assert (handling.permanent_turnaround, handling.requires_location) == (None, False)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("tier", ["3"]),
        ("centre", ["999"]),
        ("priority", ["x"]),
        ("permanent_turnaround", ["-1", "days"]),
        ("permanent_turnaround", ["nan", "days"]),
        ("permanent_turnaround", ["1e400", "days"]),
        ("permanent_turnaround", ["5", "years"]),
        ("permanent_turnaround", ["99999", "days"]),
        ("code", ["1"]),
    ],
)
def test_what_cannot_be_carried_is_refused_beside_its_field(client: Client, field: str, values: list[str]) -> None:
    code = builders.handled_code()
    assert save(client, f"/catalogue/codes/{code.pk}/handling/", field, *values) == "refused"


def test_without_script_the_whole_handling_is_sent_at_once(client: Client) -> None:
    code, centre = builders.code(), builders.centre()
    form = {"centre": centre.pk, "tier": "1", "permanent_turnaround": ["2", "hours"], "requires_equipment": "on"}
    answer = client.post(f"/catalogue/codes/{code.pk}/handling/", form)
    assert answer["Location"] == node_url("codes", code.pk)
    handling = Handling.objects.get()
    assert (handling.centre, handling.permanent_turnaround) == (centre, timedelta(hours=2))
    assert handling.requires_equipment is True


def test_questions_are_added_changed_ordered_and_removed(client: Client) -> None:
    code = builders.code()
    url = f"/catalogue/codes/{code.pk}/questions/"
    client.post(url, {"kind": "text", "text_en": "Where?", "required": "on"})
    choices = {"choices_en": "Red\nBlue", "choices_fr": "Rouge\nBleu"}
    client.post(url, {"kind": "choice", "text_en": "Colour?", "text_fr": "Couleur ?", **choices})
    where, colour = Question.objects.all()
    assert colour.choices == [{"en": "Red", "fr": "Rouge"}, {"en": "Blue", "fr": "Bleu"}]
    client.post(f"/questions/{colour.pk}/position/", {"position": "1"})
    client.post(f"/questions/{where.pk}/", {"kind": "yes_no", "text_en": "Here?"})
    assert [str(question) for question in code.questions.all()] == ["Colour?", "Here?"]
    client.post(f"/questions/{colour.pk}/removal/")
    assert Question.objects.count() == 1
    said = client.post(url, {"kind": "choice", "text_en": "Size?", "choices_en": "Big"}).content.decode()
    assert "A choice needs at least two answers to choose from." in said
    assert 'value="Size?"' in said


def test_a_standard_work_order_is_made_and_filled(client: Client) -> None:
    client.post("/standard-work-orders/new/", {"text": "Fill a hole", "duration": ["90", "minutes"]})
    order = StandardWorkOrder.objects.get()
    url = f"/standard-work-orders/{order.pk}/"
    assert order.duration == timedelta(minutes=90)
    for text in ("Load", "Fill"):
        client.post(f"{url}tasks/", {"text": text})
    load, fill = order.tasks.all()
    client.post(f"/standard-tasks/{fill.pk}/position/", {"position": "1"})
    states = [
        save(client, f"/standard-tasks/{load.pk}/labels/", "fr", "Charger"),
        save(client, f"{url}labels/", "fr", "Boucher un trou"),
        save(client, f"{url}instructions/", "en", "Close the lane first."),
        save(client, f"{url}fields/", "near_metres", "50"),
        save(client, f"{url}fields/", "duration", "2", "hours"),
        save(client, f"{url}fields/", "duration", "", "hours"),
        save(client, f"{url}fields/", "window_days", "-1"),
    ]
    assert states == ["saved"] * 5 + ["refused"] * 2
    order.refresh_from_db()
    assert (order.labels["fr"], order.near_metres, order.duration) == ("Boucher un trou", 50, timedelta(hours=2))
    client.post(f"/standard-tasks/{fill.pk}/removal/")
    assert [task.labels for task in StandardTask.objects.all()] == [{"en": "Load", "fr": "Charger"}]
    client.post(f"{url}retirement/")
    assert "retired" in page(client, "/standard-work-orders/")
    client.post(f"{url}restoration/")
    assert "Close the lane first." in page(client, url)


def test_codes_are_found_by_letters_and_lead_to_their_pages(client: Client) -> None:
    client.post(f"{node_url('categories', builders.category().pk)}below/", {"text": "Pothole"})
    assert node_url("codes", ProblemCode.objects.get().pk) in page(client, "/catalogue/codes/?q=potho")
    assert "No problem code fits." in page(client, "/catalogue/codes/?q=zzz%00")


def test_who_may_not_edit_reads_it_all_without_fields(client: Client) -> None:
    client.force_login(ana())
    code = builders.handled_code()
    for url in (
        node_url("codes", code.pk),
        "/catalogue/",
        f"/standard-work-orders/{StandardWorkOrder.objects.get().pk}/",
    ):
        assert "data-self-saving" not in page(client, url)


def test_a_change_is_told_on_the_page_of_the_code(client: Client) -> None:
    code = builders.code("Pothole")
    save(client, f"/catalogue/codes/{code.pk}/handling/", "requires_location", "on")
    shown = page(client, node_url("codes", code.pk))
    assert "What it carries: changed" in shown
    assert Entry.objects.get().actor_name == "Marc Petit"


def test_the_tree_costs_the_same_however_many_codes_there_are(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        category = builders.category(f"Category {number % 5}")
        builders.code(f"Code {number}", of=category)
    url = node_url("categories", builders.category("Category 1").pk)
    with django_assert_max_num_queries(12):
        page(client, url)
