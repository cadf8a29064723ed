from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstline.interfaces.transfer import import_working
from firstline.interfaces.transfer.models import ImportRun, KeptMapping
from firstline.reference.catalogue.models import Department
from firstline.reference.customers.models import Customer
from firstline.reference.staff.roles import Role
from tests import builders
from tests.cast import everyone
from tests.interfaces.transfer.files import FIRST, HEADING, SECOND
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
PEOPLE = "id;full name;telephone;e-mail;remarks\n1;Anna;555 01 02;anna@example.org;=1+1\n2;Peter;;peter at;+cmd\n"


@pytest.fixture
def desk(settings, tmp_path) -> Client:
    settings.DATA_FOLDER = str(tmp_path / "data")
    return sign_in(everyone()["manager"])


def upload(desk, text: str | bytes, kind: str = "customers", name: str = "people.csv"):
    content = text.encode() if isinstance(text, str) else text
    return desk.post("/imports/", {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True)


def form_of(page) -> dict[str, object]:
    """What the form would send as it stands."""
    form = page.context["page"].form
    sent: dict[str, object] = {name: form.table.get(name, "") for name in ("name", "label", "encoding", "delimiter")}
    for line in form.lines:
        sent |= {f"column-{line.name}": line.column, f"always-{line.name}": line.always}
        sent |= {f"value-{line.name}": [each.value for each in line.values], f"other-{line.name}": line.other}
        sent |= {f"meaning-{line.name}": [each.meaning for each in line.values]}
    return sent | {"zone": form.zone, "formats": form.formats}


def worked() -> ImportRun:
    import_working.work(ImportRun.objects.get())
    return ImportRun.objects.get()


def test_a_file_is_uploaded_mapped_tried_brought_in_and_its_bad_lines_fetched(desk):
    page = upload(desk, PEOPLE)
    run = ImportRun.objects.get()
    sent = form_of(page)
    assert {name: column for name, column in sent.items() if name.startswith("column-") and column} == {
        "column-key": "id",
        "column-name": "full name",
        "column-phone": "telephone",
        "column-email": "e-mail",
        "column-note": "remarks",
    }
    assert desk.post(f"/imports/{run.pk}/mapping/", sent).status_code == HTTPStatus.FOUND
    assert "hx-trigger" in desk.get(f"/imports/{run.pk}/").content.decode()
    assert (worked().state, Customer.objects.count()) == ("tried", 0)
    desk.post(f"/imports/{run.pk}/loading/")
    run = worked()
    assert (run.state, run.new, run.refused, Customer.objects.get().note) == ("loaded", 1, 1, "=1+1")
    bad = b"".join(desk.get(f"/imports/{run.pk}/bad-lines.csv").streaming_content).decode()
    assert bad == (
        "id,full name,telephone,e-mail,remarks,line,reason\r\n"
        "2,Peter,,peter at,'+cmd,3,This is not an e-mail address.\r\n"
    )
    assert b'name = "people"' in desk.get(f"/imports/{run.pk}/mapping.toml").content
    assert "This is not an e-mail address." in desk.get(f"/imports/{run.pk}/").content.decode()
    again = upload(desk, bad.replace("peter at", "peter@example.org"))
    assert again.context["page"].form.table["name"] == "people"
    assert again.context["page"].form.table["delimiter"] == ";"


def test_values_are_given_a_meaning_and_another_mapping_can_be_used(desk):
    builders.priority()
    page = upload(desk, f"{HEADING}\n{FIRST}\n{SECOND}\n", "tickets", "town.csv")
    run = ImportRun.objects.get()
    sent = form_of(page)
    assert (sent["value-state"], sent["meaning-state"]) == (["open", "done"], ["new", "closed"])
    assert sent["formats"] == "%d.%m.%Y %H:%M\niso"
    looked = desk.post(f"/imports/{run.pk}/mapping/", {**sent, "column-state": "area", "look": "1"})
    assert [
        each.value for line in looked.context["page"].form.lines if line.name == "state" for each in line.values
    ] == [
        "North",
        "open",
        "done",
    ]
    refused = desk.post(f"/imports/{run.pk}/mapping/", {**sent, "zone": "Atlantis", "name": "No Name"})
    assert "must be a time zone" in refused.content.decode()
    assert "Atlantis" in refused.content.decode()
    assert ImportRun.objects.get().state == "new"
    text = 'name = "x"\n[columns]\nkey = ["id", "dept"]\n'
    shown = desk.post(f"/imports/{run.pk}/mapping/", {"text": text, "look": "1"})
    assert shown.context["page"].form.is_text


def test_what_cannot_be_read_is_said_beside_the_form_and_nothing_is_kept(desk, settings):
    def said(answer) -> str:
        return answer.context["page"].refusal

    assert said(upload(desk, "a,b\n", kind="spoons")) == "Say what the file holds."
    assert said(upload(desk, "")) == "Choose a file that is not empty."
    huge = desk.post("/imports/", {"kind": "customers"}, CONTENT_LENGTH=str(2_000_000_000))
    assert (huge.status_code, said(huge)) == (413, "The file is too large: at most 1000 MB.")
    settings.IMPORT_MEGABYTES = 0
    assert said(upload(desk, "x" * 5_000)) == "The file is too large: at most 0 MB."
    assert [path.name for path in Path(settings.DATA_FOLDER).rglob("*") if path.is_file()] == []
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "the spreadsheet is damaged"),
        (b"%PDF-1.7 ...", "neither CSV nor XLSX but PDF"),
        (b"\x00\x01\x02\n", "binary data"),
        (b"\n\n", "First rows"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_named(desk, content, sentence):
    page = upload(desk, content, name="../../evil\u202e.csv")
    assert (page.status_code, sentence in page.content.decode()) == (200, True)
    assert ImportRun.objects.get().file_name == "....evil.csv".lstrip(".")
    sent = {"name": "x", "column-key": "id", "column-name": "n", "delimiter": ",", "encoding": "utf-8"}
    desk.post(f"/imports/{ImportRun.objects.get().pk}/mapping/", sent)
    assert (worked().state, Customer.objects.count()) == ("refused", 0)


def test_only_those_who_keep_the_reference_of_all_departments_may_import(desk):
    upload(desk, PEOPLE)
    key = ImportRun.objects.get().pk
    addresses = ["/imports/", f"/imports/{key}/", f"/imports/{key}/bad-lines.csv", f"/imports/{key}/mapping.toml"]
    cast = everyone()
    manager = cast["manager"]
    may = {role: [sign_in(user).get(address).status_code for address in addresses] for role, user in cast.items()}
    keeping = {Role.MANAGER, Role.ADMINISTRATOR}
    assert may == {role: [200 if role in keeping else 403] * len(addresses) for role in cast}
    assert Client().get("/imports/").status_code == HTTPStatus.FOUND
    posts = ["mapping", "loading", "undoing", "stopping", "resumption", "giving-up"]
    reader = sign_in(cast["reader"])
    assert {reader.post(f"/imports/{key}/{part}/").status_code for part in posts} == {HTTPStatus.FORBIDDEN}
    manager.departments.add(Department.objects.create(key="Roads", labels={"en": "Roads"}))
    assert sign_in(manager).get("/imports/").status_code == HTTPStatus.FORBIDDEN


def test_an_upload_without_its_token_is_refused_and_leaves_nothing(desk, settings):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(everyone()["manager"])
    assert upload(strict, PEOPLE).status_code == HTTPStatus.FORBIDDEN
    assert [path.name for path in Path(settings.DATA_FOLDER).rglob("*") if path.is_file()] == []
    assert KeptMapping.objects.count() == 0
