from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from firstline.casework.work_orders import bulletin
from firstline.casework.work_orders.models import Notice
from tests import builders
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db
SENT = {
    "title": "Water off",
    "text_en": "The water is off.",
    "text_th": "น้ำไม่ไหล",
    "starts_at": "2030-03-02T08:00",
    "ends_at": "2030-03-02T16:00",
}


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def standing(**facts):
    now = timezone.now()
    whole = {
        "title": "Road closed",
        "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(hours=1),
        **facts,
    }
    return bulletin.announce(whole, by=sofia())


def test_what_stands_now_comes_before_what_is_to_come(client):
    now = timezone.now()
    coming = standing(title="Fair", starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    here = standing()
    groups = client.get("/bulletin/").context["groups"]
    assert [(str(title), notices) for title, notices in groups] == [("Now", [here]), ("To come", [coming])]


def test_a_notice_is_announced_in_several_languages(client):
    code = builders.handled_code()
    response = client.post("/bulletin/new/", {**SENT, "about": f"code:{code.pk}"})
    assert response["Location"] == "/bulletin/"
    notice = Notice.objects.get()
    assert (notice.texts, notice.code) == ({"en": "The water is off.", "th": "น้ำไม่ไหล"}, code)


def test_a_whole_category_and_a_point(client):
    category = builders.handled_code().category
    point = {"latitude": "42.3", "longitude": "-71.1", "near_metres": "250", "area": "Old Town"}
    client.post("/bulletin/new/", {**SENT, "about": f"category:{category.pk}", **point})
    notice = Notice.objects.get()
    assert (notice.category, notice.latitude, notice.near_metres, notice.area) == (category, 42.3, 250, "Old Town")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\x00"}, "title"),
        ({"ends_at": "2030-03-02T07:00"}, "ends_at"),
        ({"starts_at": "0001-01-01T00:00"}, "starts_at"),
        ({"ends_at": "9999-12-31T00:00"}, "ends_at"),
        ({"latitude": "42.3"}, "longitude"),
        ({"latitude": "91", "longitude": "0"}, "latitude"),
        ({"latitude": "nan", "longitude": "0"}, "latitude"),
        ({"near_metres": "0"}, "near_metres"),
        ({"about": "code:99999999999999999999"}, "about"),
        ({"text_en": "x" * 4001}, "text_en"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(client, sent, field):
    response = client.post("/bulletin/new/", {**SENT, **sent})
    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form["text_th"].value() == "น้ำไม่ไหล"
    assert Notice.objects.count() == 0


def test_a_notice_is_said_otherwise_and_withdrawn(client):
    notice = standing(texts={"en": "Closed."})
    form = client.get(f"/bulletin/{notice.pk}/").context["form"]
    assert form["text_en"].value() == "Closed."
    client.post(f"/bulletin/{notice.pk}/", SENT)
    notice.refresh_from_db()
    assert notice.title == "Water off"
    client.post(f"/bulletin/{notice.pk}/withdrawal/")
    assert client.get("/bulletin/").context["count"] == 0
    again = client.post(f"/bulletin/{notice.pk}/withdrawal/", follow=True).content.decode()
    assert "This notice is withdrawn. Announce it anew." in again


def test_analysts_read_it_and_supervisors_write_it(client):
    notice = standing()
    analyst = Client()
    analyst.force_login(ana())
    assert "Withdraw" not in analyst.get("/bulletin/").content.decode()
    for url in ("/bulletin/new/", f"/bulletin/{notice.pk}/", f"/bulletin/{notice.pk}/withdrawal/"):
        assert analyst.post(url, SENT).status_code == 403
    assert client.get(f"/bulletin/{2**70}/").status_code == 404
